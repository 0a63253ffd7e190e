"""A complaint from the day it comes to its outcome."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel, Message
from diz_portal.privacy.models import Complaint, ComplaintEvent
from diz_portal.privacy.registers.models import COMPLAINT_MOVES, ComplaintState
from diz_portal.privacy.registers.services import complaints
from diz_portal.privacy.registers.services.receiving import AlreadyClosed
from tests.factories.partners import manager
from tests.factories.privacy import a_complaint

pytestmark = pytest.mark.django_db

BY_PHONE = {"channel": "phone", "email": "", "phone": "+441632960162", "came_by": "phone"}
TO_RESIDENTS = sorted(
    path.stem
    for path in (Path(django_settings.BASE_DIR) / "templates/emails/privacy").glob("*.txt")
    if path.stem.startswith(("request_", "complaint_"))
)


@pytest.fixture
def by():
    return manager()


def kinds(complaint) -> list[str]:
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def test_every_state_is_a_key_of_the_moves():
    assert set(COMPLAINT_MOVES) == set(ComplaintState)


def test_every_message_to_whoever_asks_has_all_four_forms():
    assert len(TO_RESIDENTS) == 9
    for name in TO_RESIDENTS:
        _, forms = rendering.sources(f"privacy/{name}")
        assert set(forms) == set(Channel.values), name


def test_receive_acknowledges_by_itself_what_comes_by_the_page_with_an_email():
    complaint = a_complaint()

    assert (complaint.state, complaint.acknowledged_on) == ("acknowledged", timezone.localdate())
    assert kinds(complaint) == ["received", "acknowledged"]
    assert "We have your complaint" in Message.objects.get().words


@pytest.mark.parametrize("values", [BY_PHONE, {"came_by": "email"}])
def test_receive_leaves_the_rest_to_staff(values, by):
    complaint = a_complaint(**values, by=by)

    assert (complaint.state, complaint.acknowledged_on) == ("received", None)
    assert not Message.objects.exists()

    complaints.acknowledge(complaint=complaint, by=by)

    assert Message.objects.get().channel == values.get("channel", "email")


def test_receive_says_nothing_to_whoever_has_been_told(by):
    complaint = a_complaint(**BY_PHONE, is_told=True, by=by)

    assert complaint.state == "acknowledged"
    assert not Message.objects.exists()


def test_acknowledge_is_due_thirty_days_after_it_came(by):
    today = timezone.localdate()
    in_time = a_complaint(**BY_PHONE, received_on=today - timedelta(days=30), by=by)
    late = a_complaint(**BY_PHONE, received_on=today - timedelta(days=31), by=by)

    assert (in_time.acknowledge_by, in_time.is_late) == (today, False)
    assert late.is_late


def test_acknowledge_twice_is_refused(by):
    with pytest.raises(Refusal):
        complaints.acknowledge(complaint=a_complaint(), by=by)


def test_the_first_note_begins_the_investigation(by):
    complaint = complaints.note(complaint=a_complaint(), words="The list was open.", by=by)

    assert complaint.state == "investigating"
    assert kinds(complaint) == ["received", "acknowledged", "note"]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("upheld", "You were right: we uphold"),
        ("partly", "You were partly right: we uphold part"),
        ("not_upheld", "We do not uphold your complaint"),
    ],
)
def test_close_tells_the_person_what_came_of_it(outcome, words, by):
    complaint = complaints.close(
        complaint=a_complaint(), outcome=outcome, words="We have changed it.", by=by
    )

    assert (complaint.state, complaint.outcome) == ("closed", outcome)
    body = Message.objects.latest("pk").words
    assert words in body
    assert "We have changed it." in body
    with pytest.raises(AlreadyClosed):
        complaints.withdraw(complaint=complaint, by=by)


def test_close_refuses_before_the_person_knows_that_we_have_it(by):
    complaint = a_complaint(**BY_PHONE, by=by)

    with pytest.raises(complaints.NotAcknowledged):
        complaints.close(complaint=complaint, outcome="upheld", words="Yes.", by=by)
    with pytest.raises(Refusal):
        complaints.close(complaint=complaint, outcome="withdrawn", words="Yes.", by=by)


def test_withdraw_closes_at_once_and_tells_nobody(by):
    complaint = complaints.withdraw(complaint=a_complaint(**BY_PHONE, by=by), by=by)

    assert (complaint.state, complaint.outcome, complaint.acknowledged_on) == (
        "closed",
        "withdrawn",
        None,
    )
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed", "closed_on": date(2036, 1, 1)},
        {"outcome": "upheld"},
        {"acknowledged_on": None},
        {"state": "received"},
        {"closed_on": date(2036, 1, 1)},
        {"acknowledged_on": date(2020, 1, 1)},
        {"email": ""},
    ],
    ids=str,
)
def test_the_database_refuses(wrong):
    complaint = a_complaint()

    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**wrong)


def test_history_is_never_changed():
    a_complaint()

    for change in (
        lambda: ComplaintEvent.objects.update(words="Nothing."),
        lambda: ComplaintEvent.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
