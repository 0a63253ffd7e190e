"""GOV.UK Notify, by its official client: emails and texts of a partnership with an account there.

Our reference goes with each message. Before a message is tried again Notify is asked for it, so
an attempt cut short after Notify took it is recognised and not repeated.
"""

import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from diz_portal.outbox.failures import Failure, Overtaken
from diz_portal.secrecy import Unreadable

from .models import Attachment, Channel, Message

# The kinds of file it takes. A calendar file is none: the text leads to the page that holds it.
FILES = (".pdf", ".csv", ".docx", ".xlsx", ".odt", ".txt", ".png", ".jpg")
# What it says when it will never reach somebody; its other refusals are about how we are set up.
_ABOUT_THE_READER = ("phone_number", "email_address", "recipient")

_local = threading.local()
# At each failure it logs the answer, which may repeat what was sent.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


def sends_emails() -> bool:
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_EMAIL_TEMPLATE_ID)


def can_text() -> bool:
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_TEXT_TEMPLATE_ID)


def hand_over(message: Message, *, is_ours: Callable[[], bool]) -> None:
    """Send one email or text, or raise Failure."""
    if message.channel == Channel.TEXT and not can_text():
        # Waits for its key as for a server that is down, then shows as given up.
        raise Failure("There is no key for GOV.UK Notify, so texts cannot be sent")
    file = _file_of(message)
    with _in_our_words():
        client = _client()
        has_it = message.attempts > 1 and _has_it(client, message)
    if has_it:
        return
    if not is_ours():
        raise Overtaken
    with _in_our_words():
        _send(client, message, file)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (Unreadable, SoftTimeLimitExceeded):
        raise
    except Exception as error:  # noqa: BLE001  what is no answer of Notify's is our error and final
        raise _failure(error) from None


def reference_of(message: Message) -> str:
    """The same for every attempt; a copy that staff asked for gets its own."""
    return f"{message.reference}.{message.copies}" if message.copies else message.reference


def _client() -> Any:
    """One connection for each thread: the client cannot be shared."""
    from notifications_python_client import NotificationsAPIClient

    asked = (settings.NOTIFY_API_KEY, settings.NOTIFY_URL, settings.EMAIL_TIMEOUT)
    if getattr(_local, "asked", None) != asked:
        key, url, timeout = asked
        _local.client = NotificationsAPIClient(key, base_url=url, timeout=timeout)
        _local.asked = asked
    return _local.client


def _has_it(client: Any, message: Message) -> bool:
    found = client.get_all_notifications(reference=reference_of(message))
    return bool(found.get("notifications"))


def _send(client: Any, message: Message, file: Attachment | None) -> None:
    words: dict[str, Any] = {"body": message.words}
    if message.channel == Channel.TEXT:
        client.send_sms_notification(
            phone_number=message.to,
            template_id=settings.NOTIFY_TEXT_TEMPLATE_ID,
            personalisation=words,
            reference=reference_of(message),
        )
        return
    words["subject"] = message.subject
    template = settings.NOTIFY_EMAIL_TEMPLATE_ID
    if file:
        from notifications_python_client import prepare_upload

        template = settings.NOTIFY_FILE_TEMPLATE_ID
        words["file"] = prepare_upload(io.BytesIO(file.as_sent), filename=file.name)
    client.send_email_notification(
        email_address=message.to,
        template_id=template,
        personalisation=words,
        reference=reference_of(message),
        email_reply_to_id=settings.NOTIFY_REPLY_TO_ID or None,
        one_click_unsubscribe_url=message.unsubscribe or None,
    )


def _file_of(message: Message) -> Attachment | None:
    """The file that Notify keeps for the reader behind a link of its own, where there is one."""
    from notifications_python_client.utils import DOCUMENT_UPLOAD_SIZE_LIMIT

    if message.channel != Channel.EMAIL or not settings.NOTIFY_FILE_TEMPLATE_ID:
        return None
    for file in message.attachments.all():
        if file.name.lower().endswith(FILES) and len(file.content) <= DOCUMENT_UPLOAD_SIZE_LIMIT:
            return file
    return None


def _failure(error: Exception) -> Failure:
    """Its codes in our words; never its own, which may repeat the address."""
    from notifications_python_client.errors import APIError

    if not isinstance(error, APIError):
        return Failure(
            f"The message could not be made for GOV.UK Notify ({type(error).__name__})",
            permanent=True,
        )
    if error.response is None:
        # Nobody answered: it may have taken the message all the same. Asked before the next try.
        return Failure("GOV.UK Notify did not answer", doubtful=True)
    code = error.status_code
    if code == 429:
        return Failure("GOV.UK Notify asked us to wait (429)")
    if code in (401, 403):
        return Failure(f"GOV.UK Notify did not accept our key ({code})")
    if code >= 500 or code < 400:
        return Failure(f"GOV.UK Notify has a problem ({code})")
    about = str(error.message)
    if any(word in about for word in _ABOUT_THE_READER):
        return Failure(f"GOV.UK Notify cannot reach this address ({code})", permanent=True)
    if "emplate" in about:
        return Failure(f"GOV.UK Notify does not know our template ({code})")
    return Failure(f"GOV.UK Notify refused the message ({code})", permanent=True)
