"""The text of a message in a copy for a person: without what lets somebody in."""

import pytest
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox import disclosed
from diz_portal.outbox.models import MessageState
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db
LINK = "https://portal.example/seminars/mine/eyJhbGciOi/?x=1"
BODY = f"Hello Ann,\n\nYour place ({LINK}) is booked. Your code is bcd 234 f5gh.\n"


def test_a_message_without_a_secret_is_shown_as_it_is():
    assert outbox.text_of(MessageFactory(body=BODY)) == BODY


def test_links_and_codes_of_a_secret_message_are_taken_out_and_its_other_words_stay():
    shown = outbox.text_of(MessageFactory(body=BODY, secret=True))

    assert shown == (
        "Hello Ann,\n\nYour place ([private link removed]) is booked. Your code is [code "
        "removed].\n"
    )


def test_what_was_deleted_when_it_was_sent_is_said_to_be():
    sent = MessageFactory(body="", secret=True, state=MessageState.SENT, sent_at=timezone.now())

    assert outbox.text_of(sent) == disclosed.DELETED


def test_words_of_a_library_are_not_shown_since_its_codes_have_any_form():
    code = MessageFactory(body="Your code: XQ4-77R", secret=True, template="rendered")

    assert outbox.text_of(code) == disclosed.NOT_SHOWN


def test_what_cannot_be_opened_any_more_is_not_shown(settings):
    message = MessageFactory(body=BODY, secret=True)
    message.sealed = "another key's"

    assert outbox.text_of(message) == disclosed.NOT_SHOWN
