"""The lock under which what an organiser or a resident changes is read again and written."""

from diz_portal.editing import Edits
from seminars.models import Registration, ReminderStep, Seminar
from seminars.services import queue


class EditsSeminar(Edits):
    def locked(self, record: Seminar) -> Seminar:
        return queue.lock(record)


class EditsRegistration(Edits):
    def locked(self, record: Registration) -> Registration:
        return queue.lock_for(record)[1]


class EditsStep(Edits):
    def locked(self, record: ReminderStep) -> ReminderStep:
        seminar = queue.lock(Seminar(pk=record.seminar_id))
        fresh = ReminderStep.objects.get(pk=record.pk)
        fresh.seminar = seminar
        return fresh
