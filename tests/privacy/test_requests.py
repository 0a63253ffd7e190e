"""A request from the day it comes to its answer, and what the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Channel, Message
from diz_portal.privacy.models import DataRequest, RequestEvent
from diz_portal.privacy.registers.models import OPEN_REQUESTS, REQUEST_MOVES, RequestState
from diz_portal.privacy.registers.services import letters, requests
from diz_portal.privacy.registers.services.receiving import AlreadyClosed
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.privacy import a_request
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return manager()


def at(day: str, hour: int = 10):
    return time_machine.travel(datetime.fromisoformat(f"{day}T{hour:02}:00+00:00"), tick=False)


def templates(request) -> list[str]:
    rows = Message.objects.filter(key__startswith=letters.prefix(request)).order_by("pk")
    return [one.template.removeprefix("privacy/") for one in rows]


def kinds(request) -> list[str]:
    return list(request.events.order_by("pk").values_list("kind", flat=True))


def begun(by, **values):
    return requests.start(request=a_request(**values), by=by)


def test_every_state_is_a_key_of_the_moves():
    assert set(REQUEST_MOVES) == set(RequestState)
    assert {to for moves in REQUEST_MOVES.values() for to in moves} | {
        RequestState.RECEIVED
    } == set(RequestState)


def test_receive_starts_the_clock_and_tells_the_person_by_when():
    with at("2026-11-25"):
        request = a_request()

    assert (request.received_on, request.due_on) == (date(2026, 11, 25), date(2026, 12, 29))
    message = Message.objects.get()
    assert message.to == "ada@test.example"
    assert "Tuesday 29 December 2026" in message.words
    assert request.reference in message.subject
    assert not says(message.subject, "Ada")


def test_receive_counts_from_the_day_in_london():
    """Half past eleven in the evening in Greenwich is the next day in summer."""
    with time_machine.travel(datetime(2026, 6, 9, 23, 30, tzinfo=UTC), tick=False):
        summer = a_request()
    with time_machine.travel(datetime(2026, 11, 9, 23, 30, tzinfo=UTC), tick=False):
        winter = a_request()

    assert (summer.received_on, summer.due_on) == (date(2026, 6, 10), date(2026, 7, 10))
    assert (winter.received_on, winter.due_on) == (date(2026, 11, 9), date(2026, 12, 9))


def test_receive_keeps_what_is_sent_twice_once_and_what_differs_twice():
    first, again, other = (
        a_request(attempt="bcdfgh2345", words=words) for words in ("One", "One", "Another")
    )

    assert first == again != other
    assert (DataRequest.objects.count(), Message.objects.count()) == (2, 2)


def test_receive_refuses_a_day_to_come(by):
    with pytest.raises(Refusal):
        a_request(received_on=timezone.localdate() + timedelta(days=1), by=by)


def test_receive_says_nothing_to_whoever_has_been_told(by):
    request = a_request(came_by="phone", is_told=True, by=by)

    assert templates(request) == []


def test_pause_asks_the_person_and_resume_adds_the_days(by):
    with at("2026-11-02"):
        request = begun(by)
    assert request.due_on == date(2026, 12, 2)
    with at("2026-11-10"):
        requests.pause(request=request, ground="identity", words="Who are you?", by=by)
    with at("2026-11-20"):
        request.refresh_from_db()
        assert (request.state, request.days_paused) == ("identity_asked", 10)
        # 12 December is a Saturday.
        assert request.due_now == date(2026, 12, 14)

        request = requests.resume(request=request, on=date(2026, 11, 19), by=by)

    assert (request.state, request.paused_days, request.due_on) == (
        "in_progress",
        9,
        date(2026, 12, 11),
    )
    assert templates(request) == ["request_received", "request_paused"]
    assert kinds(request) == ["received", "started", "paused", "resumed"]


def test_a_pause_across_the_due_date_leaves_the_days_there_were(by):
    with at("2026-11-02"):
        request = begun(by)
    with at("2026-12-01"):
        requests.pause(request=request, ground="scope", words="Which year?", by=by)
    with at("2027-01-20"):
        request.refresh_from_db()
        assert not request.is_late
        request = requests.resume(request=request, on=date(2027, 1, 20), by=by)

    # One day was left when it stopped.
    assert (request.paused_days, request.due_on) == (50, date(2027, 1, 21))


def test_two_pauses_add_up_and_one_of_a_day_adds_nothing(by):
    with at("2026-11-02"):
        request = begun(by)
        for _ in range(2):
            requests.pause(request=request, ground="scope", words="Which?", by=by)
            request = requests.resume(request=request, on=date(2026, 11, 2), by=by)
    assert request.due_on == date(2026, 12, 2)
    for day, back in (("2026-11-03", "2026-11-05"), ("2026-11-09", "2026-11-12")):
        with at(day):
            requests.pause(request=request, ground="scope", words="Which?", by=by)
        with at(back):
            request = requests.resume(request=request, on=date.fromisoformat(back), by=by)

    assert (request.paused_days, request.due_on) == (5, date(2026, 12, 7))


def test_a_pause_over_the_change_of_the_clocks_counts_days(by):
    with at("2027-03-01"):
        request = begun(by)
    with time_machine.travel(datetime(2027, 3, 27, 23, 30, tzinfo=UTC), tick=False):
        requests.pause(request=request, ground="scope", words="Which?", by=by)
    with time_machine.travel(datetime(2027, 3, 28, 23, 30, tzinfo=UTC), tick=False):
        # In London it is Monday already.
        request = requests.resume(request=request, on=date(2027, 3, 29), by=by)

    assert request.paused_days == 2


def test_resume_refuses_a_day_outside_the_pause(by):
    with at("2026-11-02"):
        request = begun(by)
        requests.pause(request=request, ground="scope", words="Which?", by=by)
        for wrong in (date(2026, 11, 1), date(2026, 11, 3)):
            with pytest.raises(Refusal, match="2 November 2026"):
                requests.resume(request=request, on=wrong, by=by)


def test_pause_refuses_what_is_late_stopped_or_closed(by):
    with at("2026-11-02"):
        request = begun(by)
    with at("2026-12-03"), pytest.raises(requests.IsLate):
        requests.pause(request=request, ground="scope", words="Which?", by=by)
    with at("2026-12-02"):  # the day it is due is not too late
        requests.pause(request=request, ground="scope", words="Which?", by=by)
        with pytest.raises(requests.ClockStopped):
            requests.pause(request=request, ground="identity", words="Who?", by=by)
        requests.withdraw(request=request, by=by)
        with pytest.raises(AlreadyClosed):
            requests.pause(request=request, ground="scope", words="Which?", by=by)


def test_extend_takes_two_months_once_and_tells_why(by):
    with at("2026-11-02"):
        request = begun(by)
    with at("2026-12-02"):
        request = requests.extend(request=request, ground="complex", words="Three archives.", by=by)
        assert (request.due_before, request.due_on) == (date(2026, 12, 2), date(2027, 2, 2))
        with pytest.raises(requests.ExtendedAlready):
            requests.extend(request=request, ground="many", words="Again.", by=by)

    message = Message.objects.latest("pk")
    assert "Three archives." in message.words
    assert "Tuesday 2 February 2027" in message.words
    assert "0303 123 1113" in message.words


def test_extend_refuses_what_is_late_or_stopped(by):
    with at("2026-11-02"):
        request = begun(by)
        requests.pause(request=request, ground="scope", words="Which?", by=by)
        with pytest.raises(requests.ClockStopped):
            requests.extend(request=request, ground="complex", words="Long.", by=by)
        requests.resume(request=request, on=date(2026, 11, 2), by=by)
    with at("2026-12-03"), pytest.raises(requests.IsLate):
        requests.extend(request=request, ground="complex", words="Long.", by=by)
    request.refresh_from_db()
    assert (request.extended_on, request.due_on) == (None, date(2026, 12, 2))


def test_extend_after_a_pause_keeps_the_days_it_stood_still(by):
    with at("2026-11-02"):
        request = begun(by)
        requests.pause(request=request, ground="scope", words="Which?", by=by)
    with at("2026-11-06"):
        request = requests.resume(request=request, on=date(2026, 11, 6), by=by)
        request = requests.extend(request=request, ground="many", words="Four of them.", by=by)

    assert request.due_on == date(2027, 2, 8)  # 2 February and 4 days: a Saturday


def test_answer_needs_work_begun_and_closes(by):
    request = a_request()
    with pytest.raises(Refusal, match="Confirm who is asking"):
        requests.answer(request=request, words="Here it is.", by=by)
    requests.start(request=request, by=by)

    request = requests.answer(request=request, words="Here it is.", by=by)

    assert (request.state, request.closed_on) == ("answered", timezone.localdate())
    assert templates(request) == ["request_received", "request_answered"]
    for again in (requests.answer, requests.withdraw):
        with pytest.raises(AlreadyClosed):
            again(request=request, words="Again.", by=by)


def test_refuse_while_the_clock_stands_still_ends_the_pause_and_says_why(by):
    with at("2026-11-02"):
        request = a_request()
        requests.pause(request=request, ground="identity", words="Who?", by=by)
    with at("2026-12-20"):
        request = requests.refuse(
            request=request, ground="not_identified", words="You did not tell us.", by=by
        )

    assert (request.state, request.refusal_ground) == ("refused", "not_identified")
    assert (request.paused_on, request.paused_days, request.days_late) == (None, 48, 0)
    assert "You did not tell us." in Message.objects.latest("pk").words


def test_withdraw_tells_nobody(by):
    request = requests.withdraw(request=a_request(), words="She rang.", by=by)

    assert templates(request) == ["request_received"]
    assert request.state == "withdrawn"


def test_notes_and_the_organisation_are_written_to_the_history(by):
    other = OrganisationFactory(name="Kettle and Keyboard")
    request = requests.concern(request=a_request(), controller=other, by=by)
    requests.note(request=request, words="Rang twice.", by=by)

    assert request.controller == other
    rows = request.events.order_by("pk").values_list("kind", "summary", "words")
    assert list(rows)[1:] == [
        ("controller", "Kettle and Keyboard", ""),
        ("note", "", "Rang twice."),
    ]


# What the database refuses, whoever asks it ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "answered"},
        {"closed_on": date(2026, 11, 20)},
        {"paused_on": date(2026, 11, 20)},
        {"pause_ground": "scope"},
        {"state": "identity_asked"},
        {"extended_on": date(2026, 11, 20)},
        {"extended_on": date(2026, 11, 20), "extension_ground": "complex"},
        {"due_before": date(2026, 12, 8)},
        {
            "extended_on": date(2026, 12, 9),
            "due_before": date(2026, 12, 8),
            "extension_ground": "complex",
        },
        {"refusal_ground": "unfounded"},
        {"due_on": date(2026, 11, 9)},
        {"email": ""},
        {"phone": "01279 446611"},
        {"erased_at": datetime(2026, 11, 20, tzinfo=UTC)},
        {"kind": "fame"},
    ],
    ids=lambda values: ", ".join(values),
)
def test_the_database_refuses(wrong):
    with at("2026-11-08"):
        request = a_request()

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**wrong)


def test_the_database_lets_nobody_be_erased_while_it_is_open():
    request = a_request()
    empty = dict.fromkeys(("name", "email", "phone", "postal_address", "words", "attempt"), "")

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**empty, erased_at=timezone.now())


def test_history_is_never_changed():
    request = a_request()

    for change in (
        lambda: RequestEvent.objects.update(words="Nothing."),
        lambda: RequestEvent.objects.all().delete(),
        lambda: request.events.filter(kind="received").update(at=timezone.now()),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_open_and_closed_states_are_told_apart():
    assert set(OPEN_REQUESTS) == {"received", "identity_asked", "in_progress"}


@pytest.mark.parametrize("channel", Channel.values)
def test_every_letter_can_be_sent_in_every_form(channel, by, settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "set"
    request = begun(
        by,
        channel=channel,
        email="ada@test.example" if channel == "email" else "",
        phone="+447700900982" if channel in ("text", "phone") else "",
        postal_address="1 Example Street\nHarlow" if channel == "letter" else "",
    )
    long = "We have looked in every place there is and found a great deal. " * 20
    requests.pause(request=request, ground="scope", words=long, by=by)
    requests.resume(request=request, on=timezone.localdate(), by=by)
    requests.extend(request=request, ground="complex", words=long, by=by)
    requests.answer(request=request, words=long, by=by)

    told = Message.objects.order_by("pk")

    assert {one.channel for one in told} == {channel}
    assert [one.template for one in told] == [
        "privacy/request_received",
        "privacy/request_paused",
        "privacy/request_extended",
        "privacy/request_answered",
    ]
    for one in told:
        assert request.reference in one.words
        assert "{{" not in one.words + one.subject
        # A telephone lies about: a text says that there is news, and not what.
        assert (long.strip() in one.words) == (
            channel != "text" and one.template != "privacy/request_received"
        )
