from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider

from .models import RetentionRun

# It runs every night: after this one was missed.
LATE_AFTER = timedelta(hours=30)


@provider("privacy")
def clearing(user, today):
    """Managers hear when old records were not cleared, or not all of them."""
    if not user.has_perm("privacy.see_register"):
        return
    last = RetentionRun.objects.prefetch_related("results").first()
    if last is None:
        return
    late = last.started_at < timezone.now() - LATE_AFTER
    if late or last.failed:
        yield Item(
            key="privacy:retention",
            title="Look why old records were not cleared",
            about="Personal data",
            when=f"last run {words.uk_datetime(last.started_at)}",
            url=reverse("privacy:retention"),
            urgency=Urgency.WEEK,
        )
