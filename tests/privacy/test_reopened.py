"""A closed request or complaint that is looked at again: why, by when, and what people are told."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from diz_portal.privacy.models import DataRequest
from diz_portal.privacy.registers.services import complaints, forgetting, letters, requests
from tests.factories.partners import contributor_of, manager
from tests.factories.privacy import a_complaint, a_request

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by():
    return manager()


def at(day: str):
    return time_machine.travel(datetime.fromisoformat(f"{day}T10:00+00:00"), tick=False)


def answered(by, day="2026-03-16"):
    """Came on 2 March 2026, so due on 2 April."""
    with at("2026-03-02"):
        request = requests.start(request=a_request(), by=by)
    with at(day):
        return requests.answer(request=request, words="Here it is.", by=by)


def told(asked) -> list[str]:
    rows = Message.objects.filter(key__startswith=letters.prefix(asked)).order_by("pk")
    return [one.template.removeprefix("privacy/") for one in rows]


@pytest.mark.parametrize("ground", ["mistake", "incomplete"])
def test_what_was_not_answered_well_is_due_when_it_was_due(by, ground):
    request = answered(by)

    with at("2026-03-20"):
        request = requests.reopen(request=request, ground=ground, words="One is missing.", by=by)
        assert (request.state, request.closed_on) == ("in_progress", None)
        assert (request.due_on, request.is_late) == (date(2026, 4, 2), False)
    with at("2026-04-05"):
        assert request.is_late
    with at("2026-04-08"):
        closed = requests.answer(request=request, words="And the other.", by=by)

    assert closed.days_late == 6


def test_reopened_after_it_was_due_it_is_late_at_once_and_says_sorry(by):
    request = answered(by)

    with at("2026-04-10"):
        request = requests.reopen(request=request, ground="incomplete", words="So.", by=by)
        assert request.is_late

    words = Message.objects.latest("pk").words
    assert "We are sorry that it is late" in words
    assert "Thursday 2 April 2026" in words


@pytest.mark.parametrize("how", ["withdraw", "refuse"])
def test_who_comes_back_has_a_month_from_that_day(by, how):
    with at("2026-03-02"):
        request = requests.start(request=a_request(), by=by)
        request = requests.extend(request=request, ground="complex", words="Much.", by=by)
    with at("2026-03-10"):
        if how == "withdraw":
            request = requests.withdraw(request=request, by=by)
        else:
            request = requests.refuse(request=request, ground="not_identified", words="Who?", by=by)

    with at("2026-05-05"):
        request = requests.reopen(
            request=request, ground="came_back", on=date(2026, 5, 1), words="You rang.", by=by
        )
        assert (request.due_on, request.is_late) == (date(2026, 6, 1), False)
        assert (request.counted_from, request.extended_on) == (date(2026, 5, 1), None)
        paused = requests.pause(request=request, ground="scope", words="Which?", by=by)
    with at("2026-05-08"):
        request = requests.resume(request=paused, on=date(2026, 5, 8), by=by)
        assert request.due_on == date(2026, 6, 4)


def test_each_answer_reaches_the_person(by):
    request = answered(by)
    with at("2026-03-20"):
        request = requests.reopen(request=request, ground="mistake", words="Sorry.", by=by)
        request = requests.answer(request=request, words="All of it.", by=by)

    assert told(request) == [
        "request_received",
        "request_answered",
        "request_reopened",
        "request_answered",
    ]
    assert "All of it." in Message.objects.latest("pk").words
    event = request.events.get(kind="reopened")
    assert (event.by, event.words) == (by, "Sorry.")
    assert event.summary == "It was closed by mistake. Answer due 2 April 2026"


def test_reopen_refuses_what_is_open_erased_or_was_answered_once(by):
    with at("2026-03-02"):
        fresh = a_request()
    request = answered(by)

    def refused(asked, **values):
        with at("2026-03-20"), pytest.raises(Refusal) as refusal:
            requests.reopen(request=asked, words="So.", by=by, **values)
        return refusal.value.message

    assert refused(fresh, ground="mistake") == "This is already open. Reload the page to see it"
    assert refused(request, ground="came_back", on=date(2026, 3, 19)).startswith(
        "This request was answered"
    )
    forgetting.forget_request(request=request)
    assert "have been erased" in refused(request, ground="mistake")
    with at("2026-03-03"):
        gone = requests.withdraw(request=fresh, by=by)
    assert "between the day it was closed" in refused(gone, ground="came_back", on=date(2026, 3, 1))


def test_what_is_reopened_is_kept_and_its_time_counts_anew(by):
    request = answered(by)
    with at("2026-03-20"):
        request = requests.reopen(request=request, ground="mistake", words="So.", by=by)

    assert forgetting.obstacle(request)


@pytest.mark.parametrize("how", ["close", "withdraw"])
def test_a_complaint_is_looked_into_again(by, how):
    complaint = a_complaint(came_by="phone")
    if how == "close":
        complaints.acknowledge(complaint=complaint, by=by)
        complaint = complaints.close(complaint=complaint, outcome="upheld", words="Yes.", by=by)
    else:
        complaint = complaints.withdraw(complaint=complaint, by=by)

    complaint = complaints.reopen(complaint=complaint, words="You wrote again.", by=by)

    assert (complaint.state, complaint.outcome, complaint.closed_on) == ("investigating", "", None)
    assert complaint.acknowledged_on
    assert told(complaint)[-1] == "complaint_reopened"
    complaints.close(complaint=complaint, outcome="partly", words="In part.", by=by)
    assert told(complaint)[-1] == "complaint_answered"
    assert complaint.events.filter(kind="reopened", by=by).count() == 1


def test_a_complaint_that_is_open_or_erased_is_not_reopened(by):
    complaint = a_complaint()
    with pytest.raises(Refusal, match="already open"):
        complaints.reopen(complaint=complaint, words="So.", by=by)
    complaint = complaints.withdraw(complaint=complaint, by=by)
    forgetting.forget_complaint(complaint=complaint)

    with pytest.raises(Refusal, match="have been erased"):
        complaints.reopen(complaint=complaint, words="So.", by=by)


@pytest.mark.parametrize("channel", ["email", "text", "letter", "phone"])
def test_it_is_told_as_the_person_chose(by, channel, settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "set"
    who = {
        "channel": channel,
        "email": "ada@test.example",
        "phone": "+447700900111",
        "postal_address": "1 High Street",
    }
    request = requests.withdraw(request=a_request(**who), by=by)
    complaint = complaints.withdraw(complaint=a_complaint(**who), by=by)

    requests.reopen(request=request, ground="mistake", words="The long reason.", by=by)
    complaints.reopen(complaint=complaint, words="The long reason.", by=by)

    for one in Message.objects.filter(template__contains="reopened"):
        assert one.channel == channel
        assert "{{" not in one.words + one.subject
        assert ("The long reason." in one.words) == (channel != "text")


def test_a_manager_reopens_on_the_page(client, by):
    request = answered(by)
    client.force_login(by, BACKEND)
    page = client.get(request.get_absolute_url()).content.decode()
    step = reverse("privacy:request_step", args=[request.reference, "reopen"])
    assert step in page

    wrong = client.post(step, {"ground": "came_back", "words": "So."})
    assert wrong.status_code == 422
    assert "Enter the date they asked again" in wrong.content.decode()
    assert client.post(step, {"ground": "mistake", "words": "So."}).status_code == 302

    request = DataRequest.objects.get(pk=request.pk)
    assert request.is_open
    assert (
        "It was closed by mistake".lower()
        in client.get(request.get_absolute_url()).content.decode().lower()
    )


def test_only_who_may_answer_reopens(client, by):
    request = answered(by)
    client.force_login(contributor_of(), BACKEND)

    step = reverse("privacy:request_step", args=[request.reference, "reopen"])

    assert client.post(step, {"ground": "mistake", "words": "So."}).status_code == 403
