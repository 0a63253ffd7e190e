"""Whether the websites that our lessons lead on to still answer: looked at once a month.

Only the addresses of rows are asked, over TLS, and nothing is sent with the question. An address
that leads to a machine of ours is not asked at all: the rows are written by people.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from diz_portal import calling
from inclusion.learning.models import HelpLink

EVERY = timedelta(days=30)
# One that did not answer may have had a bad day.
AGAIN = timedelta(days=1)
# Websites turn away what does not say what it is.
WHO = {"User-Agent": "Link check of a public website, once a month", "Accept": "text/html,*/*"}
GONE = "This page no longer exists"
SLOW = "It did not answer in time"
UNREACHABLE = "It could not be reached securely"
INSIDE = "It leads to a private network"


def check_due(now: datetime | None = None) -> int:
    """Look at each link that was not looked at for a month, or failed a day ago. How many."""
    now = now or timezone.now()
    due = Q(checked_at=None) | Q(checked_at__lte=now - EVERY)
    failed = ~Q(problem="") & Q(checked_at__lte=now - AGAIN)
    number = 0
    for link in HelpLink.objects.filter(due | failed):
        check(link, now)
        number += 1
    return number


def check(link: HelpLink, now: datetime) -> None:
    problem = problem_of(link.url)
    since = (link.failing_since or now) if problem else None
    # Only what was asked: an address that somebody has changed meanwhile is looked at next time.
    HelpLink.objects.filter(pk=link.pk, url=link.url).update(
        problem=problem, failing_since=since, checked_at=now
    )


def look_again(link: HelpLink) -> None:
    """Not saved: nothing is known of this address."""
    link.problem, link.failing_since, link.checked_at = "", None, None


def problem_of(url: str) -> str:
    """What is wrong with it, in words for staff; nothing where it answers, even with a closed door:
    many websites turn away every machine, and still serve people."""
    if not url.lower().startswith("https://"):
        return UNREACHABLE
    try:
        # Where it leads a browser finds out.
        status = calling.status_of(url, WHO)
    except calling.Inside:
        return INSIDE
    except calling.TookTooLong:
        return SLOW
    except calling.NotTaken:
        return UNREACHABLE
    if status in {404, 410}:
        return GONE
    return f"It answers with an error ({status})" if status >= 500 else ""
