from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from diz_portal import words as words_of
from diz_portal.attention import Item, Urgency, provider

from . import selectors

# Longer, and whoever the letter was for has been reached another way.
LOOK_BACK = timedelta(days=7)


@provider("undelivered messages")
def undelivered(user, today):
    """Managers hear of messages that will not arrive by themselves."""
    if not user.has_perm("outbox.send_again"):
        return
    count = selectors.in_trouble(timezone.now() - LOOK_BACK)["given_up"]
    if count:
        yield Item(
            key="mail:given_up",
            title="Check 1 undelivered message"
            if count == 1
            else f"Check {count} undelivered messages",
            about="Messages",
            when="in the last 7 days",
            url=f"{reverse('admin:outbox_message_changelist')}?state__exact=given_up",
            urgency=Urgency.WEEK,
        )


@provider("held back")
def held_back(user, today):
    """Somebody may be filling a mailbox through our forms; its owner may ring."""
    if not user.has_perm("outbox.send_again"):
        return
    count = selectors.held_back()
    if count:
        yield Item(
            key="mail:held_back",
            title=f"Check {_some(count, '1 message', '{} messages')} held back",
            about="Messages",
            when="too many messages to one address were requested on public forms",
            url=f"{reverse('admin:outbox_message_changelist')}?held=yes",
            urgency=Urgency.WEEK,
        )


@provider("letters and calls")
def by_hand(user, today):
    """Whoever is told by letter or telephone hears nothing until somebody does it."""
    if not user.has_perm("outbox.tell_by_hand"):
        return
    waiting = selectors.counted_for_staff()
    parts = [
        words
        for count, words in (
            (waiting["letters"], _some(waiting["letters"], "post 1 letter", "post {} letters")),
            (waiting["calls"], _some(waiting["calls"], "call 1 person", "call {} people")),
        )
        if count
    ]
    if not parts:
        return
    soonest = waiting["soonest"]
    day = timezone.localdate(soonest) if soonest else None
    said = words_of.listed(parts)
    yield Item(
        key="mail:by_hand",
        title=capfirst(said),
        about="Letters and calls",
        when=f"the first is due by {words_of.uk_datetime(soonest)}" if soonest else "waiting",
        url=reverse("letters:list"),
        urgency=Urgency.by_date(day, today) if day else Urgency.WEEK,
        due_on=day,
    )


def _some(count, one, more):
    return one if count == 1 else more.format(count)
