"""Whether the websites that our lessons lead on to still answer: looked at once a month.

Only the addresses of rows are asked, over TLS, and nothing is sent with the question. An address
that leads to a machine of ours is not asked at all: the rows are written by people.
"""

import ipaddress
import socket
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import requests
import urllib3
from django.db.models import Q
from django.utils import timezone

from inclusion.learning.models import HelpLink

EVERY = timedelta(days=30)
# One that did not answer may have had a bad day.
AGAIN = timedelta(days=1)
# Seconds to be connected, and to the first piece of an answer.
PATIENCE = (5, 10)
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
    if urlsplit(url).scheme != "https":
        return UNREACHABLE
    try:
        if _is_inside(url):
            return INSIDE
        # Not followed: it answers, and where it leads a browser finds out.
        with requests.get(
            url, headers=WHO, timeout=PATIENCE, allow_redirects=False, stream=True
        ) as answer:
            status = answer.status_code
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        return SLOW
    except (OSError, requests.RequestException, urllib3.exceptions.HTTPError, ValueError):
        return UNREACHABLE
    if status in {404, 410}:
        return GONE
    return f"It answers with an error ({status})" if status >= 500 else ""


def _is_inside(url: str) -> bool:
    parts = urlsplit(url)
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    return any(not ipaddress.ip_address(one[4][0]).is_global for one in found)
