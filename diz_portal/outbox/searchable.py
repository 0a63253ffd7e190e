"""Messages are found by their reference; by subject and address by POST alone."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Code, Hit, Searchable, Words
from diz_portal.words import uk_datetime

from .models import BY_ITSELF, Message


def _message(message: Message, user: Any) -> Hit:
    if message.channel in BY_ITSELF:
        url = reverse("admin:outbox_message_change", args=[message.pk])
    else:
        url = reverse("letters:one", args=[message.reference])
    channel = message.get_channel_display()
    return Hit(
        title=message.subject or f"{channel} {message.reference}",
        url=url,
        about=f"{channel}, {uk_datetime(message.queued_at)}",
        state=message.get_state_display(),
    )


def _may_look(user: Any) -> bool:
    return bool(user.has_perm("outbox.send_again"))


search.register(
    Searchable(
        kind="messages",
        label="Messages",
        rows=lambda user: Message.objects.all() if _may_look(user) else Message.objects.none(),
        hit=_message,
        order=95,
        title="subject",
        codes=("reference",),
        private_words=Words("subject"),
        private_codes=(Code("to"),),
        may_look=_may_look,
    )
)
