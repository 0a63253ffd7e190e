"""Of both registers: what asks for attention, what is kept, what goes, and the example."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Urgency
from diz_portal.outbox.models import Message
from diz_portal.privacy import attention_items, erasure, example, nightly
from diz_portal.privacy.copies import content, papers
from diz_portal.privacy.kinds import Wanted
from diz_portal.privacy.models import Complaint, DataRequest, Decision
from diz_portal.privacy.registers.services import complaints, letters, requests
from diz_portal.privacy.registers.services.receiving import AlreadyClosed
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_complaint, a_request

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by():
    return manager()


@pytest.fixture
def inside(client, by):
    client.force_login(by, BACKEND)
    return client


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def titles(provider, user):
    return [(one.title.split()[0], one.urgency) for one in provider(user, timezone.localdate())]


def test_attention_is_asked_for_what_is_late_or_soon_or_long_stopped(by):
    with time_machine.travel(timezone.now() - timedelta(days=29), tick=False):
        stopped = a_request()
        requests.pause(request=stopped, ground="scope", words="Which?", by=by)
    fresh = a_request()
    requests.pause(request=fresh, ground="scope", words="Which?", by=by)
    a_request()
    assert titles(attention_items.requests, by) == [("Remind", Urgency.WEEK)]
    a_request(received_on=ago(60))
    a_request(received_on=ago(27))

    assert titles(attention_items.requests, by) == [
        ("Answer", Urgency.OVERDUE),
        ("Answer", Urgency.WEEK),
        ("Remind", Urgency.WEEK),
    ]
    assert titles(attention_items.requests, contributor_of()) == []


def test_attention_is_asked_for_complaints_that_nobody_acknowledged(by):
    a_complaint()
    for days in (31, 29, 3):
        a_complaint(came_by="email", received_on=ago(days), by=by)

    assert titles(attention_items.complaints, by) == [
        ("Acknowledge", Urgency.OVERDUE),
        ("Acknowledge", Urgency.WEEK),
        ("Acknowledge", Urgency.LATER),
    ]
    assert titles(attention_items.complaints, contributor_of()) == []


def test_an_open_request_stays_and_that_is_written_down(inside, by):
    one = a_request()
    args = ["data-request", one.reference]

    for _ in range(2):
        assert inside.post(reverse("privacy:erase", args=args)).status_code == 422

    one.refresh_from_db()
    assert one.name == "Ada Example"
    kept = Decision.objects.get()
    assert (kept.outcome, kept.ground) == ("refused", "still_needed")
    assert "still open" in kept.words


def test_erasing_a_closed_one_leaves_that_it_was(by):
    asked = a_request()
    requests.withdraw(request=asked, words="Ada rang.", by=by)
    complaint = complaints.withdraw(complaint=a_complaint(), words="Ada rang.", by=by)
    for kind, one in (("data-request", asked), ("complaint", complaint)):
        erasure.erase(kind=kind, reference=one.reference, by=by)
        one.refresh_from_db()
        assert (one.name, one.email, one.words) == ("", "", "")
        assert not one.events.exclude(words="").exists()
        assert one.events.filter(kind="erased").exists()
        with pytest.raises(erasure.AlreadyErased):
            erasure.erase(kind=kind, reference=one.reference, by=by)
    assert (DataRequest.objects.count(), Complaint.objects.count()) == (1, 1)
    assert not Message.objects.exclude(to="").exists()


def test_nobody_writes_to_the_history_of_one_that_was_erased(by):
    asked = requests.withdraw(request=a_request(), by=by)
    erasure.erase(kind="data-request", reference=asked.reference, by=by)

    with pytest.raises(AlreadyClosed):
        requests.note(request=asked, words="Ada rang.", by=by)


def test_the_nightly_run_forgets_three_years_after_it_was_settled(by):
    made = []
    for days in (1, -1):
        then = timezone.now() - relativedelta(years=3, days=days)
        with time_machine.travel(then, tick=False):
            made.append(requests.withdraw(request=a_request(), words="Ada rang.", by=by))
            complaints.withdraw(complaint=a_complaint(), words="Ada rang.", by=by)
    a_request()

    outcomes = {one.label: (one.rows, one.problem) for one in nightly.run_retention()}

    assert outcomes["privacy.DataRequest"] == (1, "")
    assert outcomes["privacy.Complaint"] == (1, "")
    assert sorted(DataRequest.objects.values_list("name", flat=True)) == [
        "",
        "Ada Example",
        "Ada Example",
    ]
    made[0].refresh_from_db()
    assert not made[0].events.exclude(words="").exists()
    gone, kept = (Message.objects.filter(key__startswith=letters.prefix(one)) for one in made)
    assert (gone.count(), kept.count()) == (0, 1)


def test_the_registers_stand_in_what_is_handed_out(by):
    requests.note(request=a_request(), words="Rang in the morning.", by=by)
    a_complaint()

    data = papers.as_data(content.gathered(erasure.find(Wanted.of("ada@test.example"))))

    held = {one["kind"]: str(one["held"]) for one in data["records"]}
    assert "What do you hold?" in held["Data protection request"]
    assert "Rang in the morning." in held["Data protection request"]
    assert "You rang my neighbour." in held["Data protection complaint"]
    assert by.name not in str(data)


def test_days_are_counted_by_the_clock_on_the_wall(by):
    """At half past midnight of a summer's day it is still yesterday in Greenwich."""
    with time_machine.travel(datetime(2026, 6, 9, 10, tzinfo=UTC), tick=False):
        one, complaint = a_request(), a_complaint(came_by="email", by=by)
    with time_machine.travel(datetime(2026, 7, 9, 23, 30, tzinfo=UTC), tick=False):
        assert (one.days_open, one.is_late, one.in_time) == (31, True, "1 day overdue")
        assert complaint.is_late


@pytest.mark.parametrize("day", ["2026-11-22", "2027-01-31", "2028-02-29", "2027-03-28"])
def test_the_example_holds_on_any_day(day):
    PartnershipFactory()
    UserFactory(email="manager@diz.example")
    with time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00+00:00"), tick=False):
        example.load(timezone.localdate())

        late = [one.name for one in DataRequest.objects.all() if one.is_late]
        states = sorted(DataRequest.objects.values_list("state", flat=True))

    assert late == ["Tobias Wick"]
    assert states == [
        "answered",
        "identity_asked",
        "in_progress",
        "in_progress",
        "received",
        "refused",
        "withdrawn",
    ]
    assert sorted(Complaint.objects.values_list("state", flat=True)) == [
        "acknowledged",
        "closed",
        "investigating",
        "received",
    ]
