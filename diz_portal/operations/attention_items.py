"""Managers hear when a restored portal waits for them, when there is no backup, and when a message
may have gone twice: nobody else would notice."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox, words
from diz_portal.attention import Item, Urgency, provider
from diz_portal.backups import keeping, releasing

LOOK_BACK = timedelta(days=7)
ABOUT = "Portal administration"


@provider("restore")
def restored(user, today):
    if not user.has_perm("operations.see"):
        return
    held = releasing.held()
    if held:
        yield Item(
            key=f"restore:{held.pk}",
            title="Check what was restored, then release messages",
            about=ABOUT,
            when=f"email and texts have been held since {words.uk_datetime(held.restored_at)}",
            url=reverse("operations:overview"),
            urgency=Urgency.OVERDUE,
        )


@provider("backups")
def no_backup(user, today):
    if not user.has_perm("operations.see"):
        return
    last = keeping.last_taken_at()
    if keeping.is_overdue(last, timezone.now()):
        key, title = "backup:late", "Check why there is no recent backup"
    elif keeping.has_failed():
        key, title = "backup:failed", "Check why the backup failed"
    else:
        return
    yield Item(
        key=key,
        title=title,
        about=ABOUT,
        when=f"last backup {words.uk_datetime(last)}" if last else "no backup yet",
        url=reverse("operations:overview"),
        urgency=Urgency.WEEK,
    )


@provider("messages that may have been sent twice")
def doubtful(user, today):
    if not user.has_perm("outbox.send_again"):
        return
    count = outbox.in_trouble(timezone.now() - LOOK_BACK)["doubtful"]
    if count:
        yield Item(
            key="mail:doubtful",
            title="Check 1 message that may have been sent twice"
            if count == 1
            else f"Check {count} messages that may have been sent twice",
            about="Messages",
            when="in the last 7 days",
            url=f"{reverse('admin:outbox_message_changelist')}?doubtful=yes",
            urgency=Urgency.WEEK,
        )
