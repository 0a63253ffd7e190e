"""Reminders: planned as rows, sent when due and once, and an organiser's plan for them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from diz_portal.reminders.models import Reminder
from seminars import services
from seminars.models import Mode, ReminderStep
from seminars.services.reminder_plans import CannotPlan, NothingFailed, start_plan
from seminars.services.reminders import due_at
from tests.factories.accounts import UserFactory
from tests.factories.seminars import SeminarFactory, registered
from tests.reminding import sweep_reminders

pytestmark = pytest.mark.django_db
WEEK, DAY, HOURS = "7 days before", "1 day before", "2 hours before"


def later(**shift):
    return timezone.now() + timedelta(**shift)


def plans(registration):
    rows = registration.reminders.order_by("due_at")
    steps = {str(one.pk): one.words for one in ReminderStep.objects.all()}
    return [(steps[one.step], one.state) for one in rows]


def step(seminar, words):
    (found,) = [one for one in ReminderStep.objects.filter(seminar=seminar) if one.words == words]
    return found


def reminded(person):
    """The subjects of the reminders that were queued for somebody."""
    found = Message.objects.filter(to=person.email, template="seminars/reminder").order_by("pk")
    return list(found.values_list("subject", flat=True))


def change(of, **values):
    kept = {name: getattr(of, name) for name in ("before", "unit", "subject", "text")}
    return services.change_step(by=None, step=of, **{**kept, **values})


def add(seminar, **values):
    usual = {"before": 3, "unit": "days", "subject": "Soon: {title}", "text": "Hello {name}"}
    return services.add_step(by=None, seminar=seminar, **{**usual, **values})


# Sending ---


def test_reminders_go_once_each_when_they_are_due(letters):
    start = datetime(2027, 2, 10, 10, tzinfo=UTC)
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=start, title="Fibre")
        person = registered(seminar)
        sent = []
        for day, hour in [(2, 10), (3, 10), (3, 11), (9, 10), (9, 11), (10, 8), (10, 9), (10, 11)]:
            clock.move_to(datetime(2027, 2, day, hour, 1, tzinfo=UTC))
            sweep_reminders()
            sweep_reminders()
            sent.append(letters(person.email).count("reminder"))

    assert sent == [0, 1, 1, 2, 2, 3, 3, 3]
    assert {state for _, state in plans(person)} == {"sent"}
    assert reminded(person) == ["In 7 days: Fibre", "Tomorrow: Fibre", "Today: Fibre"]


def test_reminder_already_past_when_somebody_registers_is_not_sent(letters):
    seminar = SeminarFactory(starts_at=later(days=3))

    person = registered(seminar)
    sweep_reminders()

    assert plans(person) == [(WEEK, "skipped"), (DAY, "planned"), (HOURS, "planned")]
    assert letters(person.email) == ["registered"]


def test_late_sweep_sends_only_what_still_helps(letters):
    seminar = SeminarFactory(starts_at=later(days=10))
    person, gone = registered(seminar), registered(seminar)
    services.give_back(registration=gone)

    sweep_reminders(now=seminar.starts_at - timedelta(hours=3))

    assert plans(person) == [(WEEK, "missed"), (DAY, "sent"), (HOURS, "planned")]
    assert letters(gone.email) == ["registered", "given_back"]
    sweep_reminders(now=seminar.starts_at + timedelta(minutes=1))
    assert plans(person)[-1] == (HOURS, "missed")


@pytest.mark.parametrize(
    ("start", "day_before", "hours_before"),
    [
        # 29 March 2026: the clocks go forward at 01:00 UTC.
        ("2026-03-29T09:00Z", "2026-03-28T10:00Z", "2026-03-29T07:00Z"),
        ("2026-03-29T01:30Z", "2026-03-28T02:30Z", "2026-03-28T23:30Z"),
        # 25 October 2026: they go back at 01:00 UTC.
        ("2026-10-25T10:00Z", "2026-10-24T09:00Z", "2026-10-25T08:00Z"),
        ("2026-10-25T01:30Z", "2026-10-24T00:30Z", "2026-10-24T23:30Z"),
    ],
)
def test_reminders_follow_the_clock_on_the_wall(start, day_before, hours_before):
    starts_at = datetime.fromisoformat(start)

    assert due_at(starts_at, 1, "days").astimezone(UTC) == datetime.fromisoformat(day_before)
    assert due_at(starts_at, 2, "hours").astimezone(UTC) == datetime.fromisoformat(hours_before)


def test_reminder_is_one_row_for_each_registration_step_and_version():
    seminar = SeminarFactory()
    person = registered(seminar)
    first = person.reminders.first()

    sweep_reminders()

    assert person.reminders.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            kind="seminar",
            subject=first.subject,
            part=person.pk,
            step=first.step,
            version="1",
            due_at=first.due_at,
        )


# What failed ---


def test_reminder_that_cannot_be_written_is_seen_keeps_nobody_waiting_and_is_tried_again():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        good, bad = registered(seminar), registered(seminar)
        address = bad.email
        seminar.registrations.filter(pk=bad.pk).update(email="a\nb@test.example")
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()
        assert plans(bad)[0] == (WEEK, "failed")
        assert plans(good)[0] == (WEEK, "sent")

        seminar.registrations.filter(pk=bad.pk).update(email=address)
        assert services.try_again(by=None, seminar=seminar) == {"sent": 1}
        with pytest.raises(NothingFailed):
            services.try_again(by=None, seminar=seminar)

    assert len(reminded(bad)) == len(reminded(good)) == 1


def test_reminder_that_no_server_would_have_is_failed_and_tried_with_a_new_letter():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        person, other = registered(seminar), registered(seminar)
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()
        lost = Message.objects.filter(to=person.email, template="seminars/reminder")
        lost.update(state="given_up", given_up_at=timezone.now())

        sweep_reminders()
        sweep_reminders()
        assert plans(person)[0] == (WEEK, "failed")
        assert plans(other)[0] == (WEEK, "sent")
        services.try_again(by=None, seminar=seminar)
        sweep_reminders()

    assert plans(person)[0] == (WEEK, "sent")
    assert lost.count() == 2
    assert len(reminded(other)) == 1


def test_try_again_sends_nothing_that_no_longer_helps():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        person = registered(seminar)
        address = person.email
        seminar.registrations.filter(pk=person.pk).update(email="a\nb@test.example")
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()
        seminar.registrations.filter(pk=person.pk).update(email=address)
        clock.move_to(datetime(2027, 2, 9, 11, tzinfo=UTC))

        assert services.try_again(by=None, seminar=seminar) == {"missed": 1}

    assert len(reminded(person)) == 1  # that of the day before, which was due by now


# The plan ---


def test_new_seminar_has_the_standard_plan_and_a_copy_takes_its_own_along():
    made = services.create(
        title="Fibre", mode="in_person", starts_at=later(days=9), ends_at=later(days=9, hours=1)
    )
    assert [one.words for one in made.reminder_steps.all()] == [WEEK, DAY, HOURS]
    services.remove_step(by=None, step=step(made, DAY))
    change(step(made, WEEK), subject="A week to go")

    copy = SeminarFactory(reminders=False)
    start_plan(copy, like=made)

    assert [(one.words, one.subject) for one in copy.reminder_steps.all()] == [
        (WEEK, "A week to go"),
        (HOURS, "{how soon}: {title}"),
    ]


def test_added_reminder_is_planned_for_those_who_have_a_place_and_those_who_will():
    seminar = SeminarFactory(capacity_in_person=2)
    early, offline = registered(seminar), registered(seminar, email="")
    waits = registered(seminar)

    add(seminar)
    services.give_back(registration=offline)

    assert ("3 days before", "planned") in plans(early)
    assert ("3 days before", "skipped") in plans(offline)
    assert ("3 days before", "planned") in plans(waits)


def test_changed_time_replans_what_was_not_sent_and_sends_nothing_twice():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        early = registered(seminar)
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()
        late = registered(seminar)
        gone = registered(seminar)
        services.give_back(registration=gone)
        assert plans(late)[0] == (WEEK, "skipped")

        change(step(seminar, WEEK), before=5)
        assert plans(early)[0] == ("5 days before", "sent")
        assert plans(late)[0] == ("5 days before", "planned")
        assert plans(gone)[0] == ("5 days before", "skipped")
        clock.move_to(datetime(2027, 2, 5, 11, tzinfo=UTC))
        sweep_reminders()

    assert reminded(early) == [f"In 7 days: {seminar.title}"]
    assert reminded(late) == [f"In 5 days: {seminar.title}"]
    assert reminded(gone) == []


def test_failed_reminder_of_a_changed_plan_goes_out_at_the_new_time():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        person = registered(seminar)
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()
        Message.objects.filter(template="seminars/reminder").update(
            state="given_up", given_up_at=timezone.now()
        )
        sweep_reminders()

        change(step(seminar, WEEK), before=5)
        clock.move_to(datetime(2027, 2, 5, 11, tzinfo=UTC))
        sweep_reminders()

    assert [one.state for one in Message.objects.filter(to=person.email)][1:] == [
        "given_up",
        "queued",
    ]


def test_changed_words_alone_leave_the_rows_as_they_are_and_are_used_from_then_on():
    seminar = SeminarFactory(starts_at=later(days=3))
    person = registered(seminar)
    before = list(Reminder.objects.order_by("pk").values())

    change(step(seminar, WEEK), subject="Never sent")
    change(step(seminar, DAY), subject="See you, {name}", text="{title}, {where}. {my place}")

    assert list(Reminder.objects.order_by("pk").values()) == before
    sweep_reminders(now=seminar.starts_at - timedelta(hours=20))
    assert reminded(person) == ["See you"]


def test_removed_reminder_is_not_sent_and_what_it_sent_stays_on_record(letters):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        seminar = SeminarFactory(starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
        person = registered(seminar)
        clock.move_to(datetime(2027, 2, 3, 11, tzinfo=UTC))
        sweep_reminders()

        for words in (WEEK, DAY):
            for _ in range(2):
                services.remove_step(by=None, step=step(seminar, words))
        clock.move_to(datetime(2027, 2, 9, 11, tzinfo=UTC))
        sweep_reminders()

    assert plans(person) == [(WEEK, "sent"), (DAY, "skipped"), (HOURS, "planned")]
    assert letters(person.email) == ["registered", "reminder"]


def test_moved_seminar_plans_its_own_reminders_anew():
    seminar = SeminarFactory()
    services.remove_step(by=None, step=step(seminar, WEEK))
    person = registered(seminar)
    new = later(days=30)

    services.move(by=None, seminar=seminar, starts_at=new, ends_at=new + timedelta(hours=1))

    kept = person.reminders.filter(version="2")
    assert [(one.step, one.due_at) for one in kept] == [
        (str(step(seminar, DAY).pk), due_at(new, 1, "days")),
        (str(step(seminar, HOURS).pk), due_at(new, 2, "hours")),
    ]


def test_organiser_may_have_no_reminders_at_all(letters):
    seminar = SeminarFactory()
    for words in (WEEK, DAY, HOURS):
        services.remove_step(by=None, step=step(seminar, words))
    person = registered(seminar)

    sweep_reminders(now=seminar.starts_at - timedelta(hours=1))

    assert letters(person.email) == ["registered"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"before": 0}, "1 to 90"),
        ({"before": 91}, "1 to 90"),
        ({"unit": "weeks"}, "1 to 90"),
        ({"before": 1}, "already a reminder at that time: 1 day before"),
        ({"before": 12}, "has passed"),
        ({"subject": ""}, "Enter a subject"),
        ({"text": " \n"}, "Enter a subject"),
        ({"subject": "Hello\r\nBcc: all@x.example"}, "one line"),
        ({"subject": "S" * 151}, "up to 150"),
        ({"text": "Hello {nmae}"}, "“{nmae}” is not a placeholder"),
        ({"subject": "Hello {name"}, "missing “}”"),
        ({"text": "Hello name}"}, "missing “{”"),
        ({"text": "{% load x %}"}, "is not a placeholder"),
        ({"text": "{{ name }}"}, "Add the missing"),
    ],
)
def test_plan_refuses_what_will_not_do_in_words(values, sentence):
    seminar = SeminarFactory()
    kept = list(ReminderStep.objects.values())

    with pytest.raises(Refusal, match=sentence):
        add(seminar, **values)

    assert list(ReminderStep.objects.values()) == kept


def test_plan_is_closed_once_the_seminar_has_begun_or_was_cancelled():
    begun = SeminarFactory(starts_at=later(minutes=-1))
    off = services.cancel_seminar(by=None, seminar=SeminarFactory())

    for seminar, words in ((begun, "has started"), (off, "cancelled")):
        one = seminar.reminder_steps.first()
        for act in (
            lambda seminar=seminar: add(seminar),
            lambda one=one: change(one, before=5),
            lambda one=one: services.remove_step(by=None, step=one),
            lambda seminar=seminar: services.try_again(by=None, seminar=seminar),
        ):
            with pytest.raises(CannotPlan, match=words):
                act()


def test_plan_has_an_end():
    seminar = SeminarFactory(starts_at=later(days=80))
    for days in range(20, 27):
        add(seminar, before=days)

    with pytest.raises(CannotPlan, match="up to 10"):
        add(seminar, before=30)


# What the database itself refuses ---


def test_database_keeps_what_was_sent_sent():
    person = registered(SeminarFactory())
    person.reminders.update(state="sent", settled_at=timezone.now())

    with pytest.raises(InternalError), transaction.atomic():
        person.reminders.update(state="planned", settled_at=None)
    person.reminders.update(state="failed", reason="could not be delivered")


@pytest.mark.parametrize(
    "values",
    [{"before": 0}, {"before": 91}, {"unit": "weeks"}, {"subject": ""}, {"text": ""}],
)
def test_database_refuses_a_step_that_is_none(values):
    seminar = SeminarFactory()
    usual = {"before": 3, "unit": "days", "subject": "S", "text": "T"}

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderStep.objects.create(seminar=seminar, **{**usual, **values})


def test_database_refuses_two_reminders_at_one_time_and_one_unsent_without_a_reason():
    seminar = SeminarFactory()
    person = registered(seminar)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderStep.objects.create(seminar=seminar, before=1, unit="days", subject="S", text="T")
    with pytest.raises(IntegrityError), transaction.atomic():
        person.reminders.update(state="skipped", settled_at=timezone.now())


# Words ---


def text_of(person):
    return Message.objects.filter(to=person.email, template="seminars/reminder").latest("pk").words


def test_words_are_filled_in_for_each_way_of_taking_part():
    seminar = SeminarFactory(
        mode=Mode.HYBRID,
        capacity_online=5,
        joining_link="https://meet.example/room",
        access="Step-free.\r\nA hearing loop.",
    )
    here = registered(seminar, place="in_person", guest_name="Bo {title}")
    known = UserFactory()
    online = registered(seminar, place="online", name="{my place} %s {% now %}", by=known)

    sweep_reminders(now=due_at(seminar.starts_at, 1, "days"))

    day = timezone.localtime(seminar.starts_at)
    assert "You have a place at this seminar tomorrow." in text_of(here)
    assert f"{day:%A} {day.day} {day:%B %Y}" in text_of(here)
    assert "Where: Harlow Playhouse, Playhouse Square, Harlow" in text_of(here)
    assert "Access: Step-free.\nA hearing loop." in text_of(here)
    assert "Coming with you: “Bo {title}”" in text_of(here)
    assert "Join online" not in text_of(here)
    assert here.link in text_of(here)
    assert "Hello {my place} %s {% now %}," in text_of(online)
    assert "Where: online" in text_of(online)
    assert "Join online: https://meet.example/room" in text_of(online)
    assert "Getting in" not in text_of(online)
    assert "With you" not in text_of(online)


def test_text_without_the_personal_link_is_given_one():
    seminar = SeminarFactory()
    person = registered(seminar)
    change(step(seminar, DAY), text="Hello { NAME }, see you.")

    sweep_reminders(now=due_at(seminar.starts_at, 1, "days"))

    assert "Hello, see you." in text_of(person)
    assert text_of(person).count(person.link) == 1
