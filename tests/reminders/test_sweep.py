"""One sweep for every kind: each once, only while it helps, and never silently not at all."""

from datetime import time, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from diz_portal import reminders
from diz_portal.outbox.models import Message
from diz_portal.reminders import plans, services
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import Step
from partners.models import Agreement
from tests.factories.partners import AgreementFactory, manager

from .conftest import END, Renewal, at, at_once, mail
from .test_planning import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(renewal):
    found = AgreementFactory(expires_on=END)
    reminders.plan_what_comes(at(1))
    return found


def test_sweep_twice_sends_once_and_nothing_before_its_time(agreement):
    assert reminders.sweep(at(24, 8, 59)) == {}

    assert [reminders.sweep(at(24, 9, 0)) for _ in range(2)] == [{"sent": 2}, {}]

    assert mail() == 2
    assert rows(step="week") == [("week", "sent", "")] * 2


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_send_once(renewal):
    AgreementFactory.create_batch(6, expires_on=END)
    reminders.plan_what_comes(at(1))

    answers = at_once(lambda: reminders.sweep(at(24)))

    assert sum(answer["sent"] for answer in answers) == 12
    assert mail() == 12


@pytest.mark.django_db(transaction=True)
def test_sweep_takes_what_nobody_holds_first_and_then_waits_for_what_somebody_held(renewal):
    held, free = AgreementFactory.create_batch(2, expires_on=END)
    reminders.plan_what_comes(at(1))
    is_held, let_go = Event(), Event()

    def hold():
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=held.pk)
            is_held.set()
            let_go.wait(10)
            # As somebody who ends it just then.
            Agreement.objects.filter(pk=held.pk).update(ended_on=END)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    is_held.wait(10)
    sweeper = Thread(target=lambda: (reminders.sweep(at(24)), connection.close()))
    sweeper.start()
    for _ in range(100):
        if Reminder.objects.filter(subject=free.pk, state=ReminderState.SENT).count() == 2:
            break
        sweeper.join(0.05)
    meanwhile = rows(subject=free.pk, step="week"), rows(subject=held.pk, step="week")
    let_go.set()
    holder.join(10)
    sweeper.join(10)

    assert meanwhile == ([("week", "sent", "")] * 2, [("week", "planned", "")] * 2)
    assert rows(subject=held.pk, step="week") == [("week", "skipped", "replaced")] * 2


def test_worker_that_is_killed_between_claim_and_send_loses_and_doubles_nothing(
    agreement, renewal, monkeypatch
):
    def killed(*_):
        raise SystemExit

    monkeypatch.setattr(renewal, "settled", killed)
    with pytest.raises(SystemExit):
        reminders.sweep(at(24))
    assert mail() == 0
    assert rows(step="week") == [("week", "planned", "")] * 2

    monkeypatch.undo()
    monkeypatch.setattr(plans, "_plans", {"renewal": renewal})
    assert reminders.sweep(at(24)) == {"sent": 2}
    assert mail() == 2


def skip():
    return Reminder.objects.filter(step="week").skip("removed from the plan")


def plan_for_another_hour():
    plan = plans.named("renewal")
    plan.steps = (Step("week", days=-7, at=time(8)),)
    return reminders.plan_what_comes(at(1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "answer"), [(skip, 0), (plan_for_another_hour, None)])
def test_what_is_being_sent_is_sent_whatever_is_done_meanwhile(renewal, monkeypatch, act, answer):
    AgreementFactory(expires_on=END)
    reminders.plan_what_comes(at(1))
    answers = []

    def act_and_close():
        try:
            answers.append(act())
        finally:
            connection.close()

    def meanwhile(*_):
        other.start()
        other.join(0.3)

    other = Thread(target=act_and_close)
    monkeypatch.setattr(renewal, "begin", meanwhile)
    reminders.sweep(at(24))
    other.join(10)

    assert answers == [answer]
    assert rows(step="week") == [("week", "sent", "")] * 2


def test_what_is_found_too_late_is_missed_and_says_so(agreement):
    assert reminders.sweep(at(31, 0, 0)) == {"missed": 4}

    assert mail() == 0
    assert {reason for _, _, reason in rows()} == {"it was too late to be useful"}


def test_after_a_long_silence_only_the_latest_is_sent(agreement):
    assert reminders.sweep(at(30)) == {"missed": 2, "sent": 2}

    assert rows()[:2] == [("week", "missed", "replaced by a later reminder")] * 2


def test_what_is_not_needed_any_more_is_skipped_with_the_reason(agreement):
    Agreement.objects.update(ended_on=END)

    assert reminders.sweep(at(24)) == {"skipped": 2}

    assert rows(step="week") == [("week", "skipped", "replaced")] * 2


def test_person_who_is_gone_gets_nothing_and_the_others_do(agreement, renewal):
    gone, stays = renewal.people
    gone.is_active = False
    gone.save()

    assert reminders.sweep(at(24)) == {"skipped": 1, "sent": 1}

    assert list(Message.objects.values_list("to", flat=True)) == [stays.email]
    assert Reminder.objects.get(part=gone.pk, step="week").reason == "no one to contact"


def test_subject_that_is_gone_is_skipped(agreement):
    Agreement.objects.filter(pk=agreement.pk).delete()

    assert reminders.sweep(at(24)) == {"skipped": 2}

    assert rows(step="week") == [("week", "skipped", "no longer on record")] * 2


def test_address_that_cannot_be_written_to_is_failed_and_keeps_nobody_waiting(agreement, renewal):
    bad = renewal.people[0]
    bad.email = "a\nb@test.example"

    assert reminders.sweep(at(24)) == {"failed": 1, "sent": 1}

    assert Reminder.objects.get(part=bad.pk, step="week").reason == ("the address does not work")


def test_message_that_went_under_its_key_before_goes_no_second_time(agreement, renewal):
    reminders.sweep(at(24))
    Reminder.objects.all().delete()

    reminders.plan_what_comes(at(24))
    reminders.sweep(at(24))

    assert mail() == 2


def test_subject_or_kind_that_is_broken_keeps_no_other_waiting(renewal, monkeypatch, caplog):
    class Other(Renewal):
        kind = "other"

        def letters(self, agreement, reminder, now):
            raise RuntimeError(f"of no use: {agreement.pk}")

    other = Other()
    other.people = renewal.people
    monkeypatch.setattr(plans, "_plans", {"other": other, "renewal": renewal})
    agreements = AgreementFactory.create_batch(2, expires_on=END)
    reminders.plan_what_comes(at(1))

    # Of several faults the first is told; all of them are in the log.
    with pytest.raises(RuntimeError, match=f"of no use: {agreements[0].pk}$"):
        reminders.sweep(at(24))

    assert rows(kind="renewal", step="week") == [("week", "sent", "")] * 4
    assert rows(kind="other", step="week") == [("week", "planned", "")] * 4
    assert caplog.text.count("The next reminders of") == len(agreements)


def test_many_of_one_subject_cost_the_same_for_each_bundle(
    renewal, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(services, "BATCH", 50)
    agreement = AgreementFactory(expires_on=END)
    Reminder.objects.bulk_create(
        Reminder(
            kind="renewal",
            subject=agreement.pk,
            part=n,
            step="week",
            version=END.isoformat(),
            due_at=at(24) - timedelta(minutes=1),
        )
        for n in range(1_000_000, 1_000_100)
    )

    with django_assert_max_num_queries(2 * 7 + 2):
        assert reminders.sweep(at(24)) == {"skipped": 100}


def test_admin_says_of_what_and_what_came_of_it(agreement, client):
    Reminder.objects.create(
        kind="renewal", subject=0, step="week", version="1", due_at=at(1), part=5
    )
    client.force_login(manager())

    page = client.get("/admin/reminders/reminder/", {"kind": "renewal"}).content.decode()

    assert page.count(f"agreement {agreement.reference}") == 4
    assert "no longer on record" in page
