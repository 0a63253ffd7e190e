"""What the clock does about reminders, at once."""

from django.utils import timezone

from diz_portal import reminders


def remind(*kinds: str, now=None) -> int:
    """Plan what comes and settle what is due; how many people were told, or are to be."""
    now = now or timezone.now()
    reminders.plan_what_comes(now, *kinds)
    counts = reminders.sweep(now, *kinds)
    return counts["sent"] + counts["by_hand"]


def sweep_reminders(now=None):
    """Send what is due of the seminars."""
    return reminders.sweep(now, "seminar")
