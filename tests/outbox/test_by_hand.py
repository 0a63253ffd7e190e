"""Letters and calls: what staff see, print, do and put back."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.attention.selectors import items_for
from diz_portal.outbox import by_hand, letters, selectors
from diz_portal.outbox.models import Message, MessageState, Outcome
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db


def a_letter(**values):
    values = {
        "channel": "letter",
        "to": "",
        "reader": "Ann Example",
        "postal_address": "1 Example Street\nHarlow\nCM20 1AA",
        "subject": "Your place",
        "body": "Dear Ann,\n\nYou have a place.\n",
        **values,
    }
    return MessageFactory(**values)


def a_call(**values):
    values = {"channel": "phone", "to": "+441632960001", "reader": "Bob Example", **values}
    return MessageFactory(**values)


@pytest.fixture
def by():
    return manager()


def press(client, message, what):
    return client.post(reverse("letters:done", args=[message.reference]), {"what": what})


def test_portal_never_takes_hold_of_a_letter_or_a_call():
    letter, call = a_letter(), a_call()

    assert outbox.sweep() == {}
    assert [outbox.deliver(one.pk) for one in (letter, call)] == ["not due", "not due"]
    assert outbox.oldest_due_age() == dt.timedelta(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=letter.pk).update(
            state="claimed",
            claim="5f0c9a56-3f2c-4e0f-8a35-2f6f0f2f6c11",
            lease_until=timezone.now(),
        )


def test_waiting_lists_the_soonest_needed_first_then_the_oldest():
    now = timezone.now()
    old = a_letter(queued_at=now - dt.timedelta(days=2))
    new = a_letter()
    late = a_call(needed_by=now + dt.timedelta(days=5))
    soon = a_call(needed_by=now + dt.timedelta(days=1))
    MessageFactory()

    assert list(selectors.for_staff()) == [soon, late, old, new]


def test_finish_marks_a_letter_posted_and_put_back_undoes_it(by):
    letter = a_letter()

    by_hand.finish(message=letter, outcome="posted", by=by)

    letter.refresh_from_db()
    assert (letter.state, letter.outcome, letter.done_by) == ("sent", "posted", by)
    assert letter.sent_at
    assert by.logentry_set.count() == 1

    by_hand.put_back(message=letter, by=by)

    letter.refresh_from_db()
    assert (letter.state, letter.outcome, letter.done_by, letter.sent_at) == (
        "queued",
        "",
        None,
        None,
    )


def test_no_answer_leaves_the_call_on_the_list(by):
    call = a_call()

    by_hand.no_answer(message=call, by=by)

    call.refresh_from_db()
    assert (call.state, call.attempts) == ("queued", 1)
    assert call.last_error.startswith("No answer on ")


@pytest.mark.parametrize(
    ("make", "outcome"), [(a_letter, "spoke"), (a_call, "posted"), (a_call, "lost"), (a_call, "")]
)
def test_finish_refuses_what_such_a_message_cannot_come_to(make, outcome, by):
    with pytest.raises(by_hand.NotNow):
        by_hand.finish(message=make(), outcome=outcome, by=by)


def test_finish_refuses_what_somebody_else_settled_another_way(by):
    call = a_call()
    by_hand.finish(message=call, outcome="not_needed", by=by)

    with pytest.raises(by_hand.NotNow):
        by_hand.finish(message=call, outcome="spoke", by=by)


def test_call_overtaken_while_somebody_is_on_the_telephone_counts_as_made(by):
    call, other = a_call(), a_call()

    assert by_hand.overtake(key_prefix=call.key) == 1
    assert list(selectors.for_staff()) == [other]
    assert list(selectors.done_by_staff(timezone.now() - dt.timedelta(days=1))) == []
    by_hand.finish(message=call, outcome=Outcome.SPOKE, by=by)

    call.refresh_from_db()
    assert (call.state, call.outcome, call.done_by) == (MessageState.SENT, Outcome.SPOKE, by)
    assert call.given_up_at is None


def test_what_is_not_needed_was_not_undeliverable(by):
    call = a_call()

    by_hand.finish(message=call, outcome=Outcome.NOT_NEEDED, by=by)

    since = timezone.now() - dt.timedelta(days=1)
    assert selectors.given_up_keys(call.template, since=since) == []


def test_put_back_refuses_what_has_been_emptied(by):
    letter = a_letter(state="sent", sent_at=timezone.now() - dt.timedelta(days=400))
    outbox.empty_old()

    letter.refresh_from_db()
    assert (letter.reader, letter.postal_address, letter.body) == ("", "", "")
    with pytest.raises(by_hand.NotNow):
        by_hand.put_back(message=letter, by=by)


def test_page_leads_a_manager_from_the_list_to_posted_and_back(client, by):
    letter, call = a_letter(), a_call(needed_by=timezone.now() - dt.timedelta(hours=1))
    client.force_login(by)

    page = client.get(reverse("letters:list")).content.decode()
    assert page.index("Bob Example") < page.index("Ann Example")
    assert "Call 01632 960 001" in page
    assert "Overdue" in page
    only_letters = client.get(reverse("letters:list"), {"channel": "letter"}).content.decode()
    assert "Bob Example" not in only_letters

    assert press(client, letter, "posted").url == reverse("letters:list")
    assert press(client, call, "no_answer").url == reverse("letters:one", args=[call.reference])
    assert "Called" in client.get(reverse("letters:one", args=[call.reference])).content.decode()
    page = client.get(reverse("letters:list")).content.decode()
    assert "Posted, " in page

    press(client, letter, "undo")
    letter.refresh_from_db()
    assert letter.state == "queued"


def test_page_says_when_a_button_no_longer_fits(client, by):
    call = a_call()
    client.force_login(by)

    press(client, call, "posted")

    call.refresh_from_db()
    assert call.state == "queued"


def test_emails_have_no_page_here(client, by):
    client.force_login(by)

    page = client.get(reverse("letters:one", args=[MessageFactory().reference]))

    assert page.status_code == 404


def test_attention_counts_what_waits_for_staff(by):
    a_letter()
    a_call(needed_by=timezone.now() + dt.timedelta(hours=1))
    a_call()

    (item,) = [one for one in items_for(by) if one.key == "mail:by_hand"]

    assert item.title == "Post 1 letter and call 2 people"


def test_print_puts_each_letter_on_a_page_of_its_own(client, by):
    from pypdf import PdfReader

    first = a_letter()
    a_letter(reader="Cyd Śample", body="Dear Cyd,\n\n#set page() *you* have a place.\n")
    a_call()
    client.force_login(by)

    answer = client.get(reverse("letters:print_all"))

    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = [" ".join(page.extract_text().split()) for page in pages]
    assert len(words) == 2
    assert "Ann Example 1 Example Street Harlow CM20 1AA" in words[0]
    # “Your reference” in its text is that of what the letter is about.
    assert f"Letter number: {first.reference}" in words[0]
    assert "Our reference" not in words[0]
    assert "#set page() *you* have a place." in words[1]
    # Printing is looking: nothing is marked.
    assert selectors.counted_for_staff()["letters"] == 2


def test_print_puts_the_address_behind_the_window_of_an_envelope():
    """DL, folded in three: 20 to 110 mm from the left, 45 to 82 mm from the top."""
    from pypdf import PdfReader

    message = a_letter(reader="WINDOWFIRST", postal_address="a\nb\nc\nd\ne\nWINDOWLAST")
    (page,) = PdfReader(io.BytesIO(letters.print_letters([message]))).pages
    found = {}

    def note(text, cm, tm, font, size):
        for word in ("WINDOWFIRST", "WINDOWLAST"):
            if word in text:
                x = tm[4] * cm[0] + cm[4]
                y = tm[5] * cm[3] + cm[5]
                found[word] = (x / 72 * 25.4, (float(page.mediabox.height) - y) / 72 * 25.4)

    page.extract_text(visitor_text=note)

    for x, y in found.values():
        assert 20 <= x <= 40
        assert 45 <= y <= 82
    assert set(found) == {"WINDOWFIRST", "WINDOWLAST"}


def test_print_all_says_so_when_nothing_waits(client, by):
    client.force_login(by)

    assert client.get(reverse("letters:print_all")).url == reverse("letters:list")
