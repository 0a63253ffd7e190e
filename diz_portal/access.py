"""Who may: the one way to ask, and the one way to be told no."""

from typing import Any

from django.core.exceptions import PermissionDenied


class Refusal(Exception):
    """A rule that says no, in words fit for the person who asked.

    Raise a subclass named for what happened (`SiteMoved`), or this one with a sentence.
    Views put `message` beside the form; commands print it and exit with status 1.
    """

    message = "That cannot be done now."

    def __init__(self, message: str | None = None):
        if message:
            self.message = message
        super().__init__(self.message)


def require(user: Any, permission: str, on: object = None) -> None:
    """Let the person pass, or raise PermissionDenied (a 403 page)."""
    if not user.has_perm(permission, on):
        raise PermissionDenied
