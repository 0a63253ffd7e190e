"""How often a stranger may register: generous to an office that shares one address."""

from django.conf import settings
from django.http import HttpRequest

from diz_portal import limits

WHAT = "register for a seminar"
BY_ADDRESS = 60
BY_EMAIL = 10


def visitor_of(request: HttpRequest) -> str:
    """Where somebody sits; nobody in particular for who organises, and in a load test."""
    counts = settings.PUBLIC_FORM_LIMITS and not request.user.has_perm("seminars.manage")
    return limits.address_of(request) if counts else ""


def slow_down(request: HttpRequest, email: str) -> None:
    """Count one try, or raise TooManyTries; off in a load test, as for every public form."""
    if settings.PUBLIC_FORM_LIMITS:
        limits.require(WHAT, limits.address_of(request), tries=BY_ADDRESS)
        limits.require(WHAT, limits.email(email), tries=BY_EMAIL)
