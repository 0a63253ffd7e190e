import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox.models import MOST_BYTES, Attachment, Message
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db

CALENDAR = outbox.File(
    "seminar.ics",
    "text/calendar; method=PUBLISH; charset=utf-8",
    b"BEGIN:VCALENDAR\r\nX:\xc5\xb4\r\n",
)


def queue(letter, **changes):
    values = {"to": "ann@council.example", "key": "with-file", "attachments": [CALENDAR]}
    return outbox.queue(letter("Subject: Hello\nCome in."), **{**values, **changes})


def test_deliver_sends_the_file_byte_for_byte(letter, post_office):
    message = queue(letter)

    assert outbox.deliver(message.pk) == "sent"

    (taken,) = post_office.taken
    (part,) = taken.iter_attachments()
    assert part.get_filename() == "seminar.ics"
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_payload(decode=True) == CALENDAR.content
    assert "Come in." in taken.get_body(("plain",)).get_content()


def test_queue_stores_the_files_of_one_key_once(letter):
    queue(letter)
    queue(letter)

    assert Attachment.objects.get().name == "seminar.ics"


def test_queue_refuses_files_no_mail_server_would_take(letter):
    half = outbox.File("half.pdf", "application/pdf", b"x" * (MOST_BYTES // 2 + 1))

    with pytest.raises(ValueError, match="bytes together"):
        queue(letter, attachments=[half, half._replace(name="other.pdf")])

    assert not Message.objects.exists()


def test_database_refuses_a_file_too_large():
    message = MessageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        message.attachments.create(
            name="big.pdf", content_type="application/pdf", content=b"x" * (MOST_BYTES + 101)
        )


def test_deliver_deletes_the_files_of_a_secret_message(letter, post_office):
    message = queue(letter, secret=True)

    outbox.deliver(message.pk)

    assert not Attachment.objects.exists()


def test_deliver_keeps_the_files_of_a_message_to_be_tried_again(letter, post_office):
    post_office.answers = ["450 4.2.0 wait"]
    message = queue(letter, secret=True)

    assert outbox.deliver(message.pk) == "failed"

    assert message.attachments.exists()


def test_empty_old_deletes_the_files(letter):
    long_ago = timezone.now() - dt.timedelta(days=400)
    message = queue(letter)
    Message.objects.update(state="sent", sent_at=long_ago)

    assert outbox.empty_old() == 1

    assert not message.attachments.exists()


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_forget_deletes_the_files(letter, state):
    queue(letter, key="someone-1-registered")
    Message.objects.update(state=state, sent_at=timezone.now())

    outbox.forget(key_prefix="someone-1-")

    assert not Attachment.objects.exists()
