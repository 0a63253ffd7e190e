"""Reminding borrowers: once a step, one message for all, never after return."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.outbox.texts import segments
from diz_portal.reminders.models import Reminder
from inclusion.cases.services import redaction
from inclusion.devices.services import devices, loans
from inclusion.models import Holding, Person, Team
from tests.factories.inclusion import NeedFactory, PersonFactory, a_case, a_ready_device
from tests.reminding import remind
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(partnership):
    return partnership


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def person(org):
    return PersonFactory(kept_by=org, email="ada@test.example", contact_by="email")


def lend(person, by, due_in: int) -> Holding:
    org = person.kept_by
    device = a_ready_device(by, kept_by=org, mains_powered=False)
    need = NeedFactory(case=a_case(handled_by=org, person=person), state="approved")
    devices.reserve(device=device, need=need, by=by)
    return devices.issue(
        device=device,
        by=by,
        kind="loan",
        terms="Bring it back.",
        signed_name="Ada Example",
        due_on=timezone.localdate() + timedelta(days=due_in),
    )


def on(days: int) -> int:
    noon = time(12, tzinfo=timezone.get_default_timezone())
    return remind("loan", now=datetime.combine(timezone.localdate() + timedelta(days=days), noon))


def asked():
    """The messages about loans; that they were handed something over is told apart."""
    return Message.objects.filter(template="inclusion/loan_due")


def told():
    """The reminders that were sent, or wait for staff."""
    return Reminder.objects.filter(kind="loan", state__in=["sent", "by_hand"]).order_by("due_at")


def test_a_borrower_is_reminded_on_three_days_and_once_on_each(person, caseworker):
    lend(person, caseworker, 20)

    told = [days for days in range(40) if on(days) + on(days)]

    assert told == [13, 20, 27]
    assert asked().count() == 3
    assert not says(asked().first().subject.casefold(), "ada")


def test_a_day_that_was_missed_is_made_up_for(person, caseworker):
    lend(person, caseworker, 20)

    assert [days for days in (15, 16, 30, 31) if on(days)] == [15, 30]
    assert list(told().values_list("step", flat=True)) == ["before", "after"]


def test_all_loans_of_a_person_come_in_one_message(person, caseworker):
    first, second = lend(person, caseworker, 20), lend(person, caseworker, 22)
    lend(person, caseworker, 90)

    on(16)

    message = asked().get()
    assert first.device.reference in message.words
    assert second.device.reference in message.words
    assert told().count() == 2


def test_what_has_come_back_is_never_asked_for(person, caseworker):
    holding = lend(person, caseworker, 20)
    devices.record_return(device=holding.device, by=caseworker)

    assert not any(on(days) for days in (13, 20, 27))
    assert not asked().exists()


def test_whoever_was_forgotten_is_asked_for_nothing(person, caseworker):
    holding = lend(person, caseworker, 20)
    nothing = {"name": "", "phone": "", "email": "", "address": "", "postcode": ""}
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now(), **nothing)

    assert not any(on(days) for days in (13, 20, 27))
    assert not asked().exists()
    rows = Reminder.objects.of("loan", holding.pk)
    assert set(rows.values_list("reason", flat=True)) == {"the borrower’s record was erased"}


def test_nobody_is_asked_for_what_was_stolen(person, caseworker):
    holding = lend(person, caseworker, 20)
    devices.report_lost(device=holding.device, why="Stolen", by=caseworker)

    assert not any(on(days) for days in (13, 20, 27))


def test_a_longer_loan_is_reminded_of_its_new_day(person, caseworker):
    holding = lend(person, caseworker, 20)
    on(13)
    devices.extend(holding=holding, due_on=timezone.localdate() + timedelta(days=60), by=caseworker)

    assert [days for days in range(14, 70) if on(days)] == [53, 60, 67]


def test_a_letter_or_a_call_waits_for_staff(org, caseworker):
    person = PersonFactory(kept_by=org, phone="01632 960456", contact_by="phone")
    holding = lend(person, caseworker, 5)
    on(0)

    assert not asked().exists()
    assert told().get().state == "by_hand"
    assert loans.told(holding=holding, by=caseworker) == 1
    assert told().get().by == caseworker
    with pytest.raises(loans.BackAlready):
        loans.told(holding=holding, by=caseworker)


@pytest.mark.parametrize("channel", ["text", "letter"])
def test_the_reminder_gives_the_number_of_a_keeper_who_has_a_team(person, caseworker, channel):
    rows = [lend(person, caseworker, 5)]
    Team.objects.update(phone="01632 960777")

    with_team = loans.by_hand(rows, channel)
    Team.objects.all().delete()
    without = loans.by_hand(rows, channel)

    assert says(with_team, "01632 960 777")
    assert not says(without, "01632 960 777")


@pytest.mark.parametrize("channel", ["text", "letter", "phone"])
@pytest.mark.parametrize("number", [1, 3])
def test_every_form_of_the_reminder_has_words(person, caseworker, channel, number):
    rows = [lend(person, caseworker, 5 + each) for each in range(number)]

    words = loans.by_hand(rows, channel)

    assert str(rows[0].due_on.year) in words
    assert person.name not in words
    if channel == "text":
        assert segments(words) <= 2


def test_a_person_is_forgotten_after_their_loan_came_back(person, caseworker):
    from inclusion.cases.services import cases, needs

    holding = lend(person, caseworker, 5)
    on(0)
    devices.record_return(device=holding.device, by=caseworker)
    need = holding.need
    need.refresh_from_db()
    needs.move(need=need, to="confirmed", by=caseworker)
    cases.close(case=need.case, words="", by=caseworker)

    redaction.forget(person=person, by=caseworker)

    holding.refresh_from_db()
    assert holding.signed_name == ""
    assert holding.terms == "Bring it back."
    assert not Message.objects.filter(to__icontains="ada").exists()


@pytest.mark.parametrize("change", [{"signed_name": "Bob"}, {"terms": "Keep it."}])
def test_what_was_signed_stays_as_it_was_signed(person, caseworker, change):
    from django.db import DatabaseError

    holding = lend(person, caseworker, 5)

    with pytest.raises(DatabaseError, match="stays as it was signed"):
        Holding.objects.filter(pk=holding.pk).update(**change)
