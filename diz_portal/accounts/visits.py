"""Visits kept with the account that made them, and marked when they hold answers to a form.

Django packs all of a visit into one field. Beside it stands what an erasure asks of visits: whose
it is, and whether anything that a person typed is in it. So neither question opens every visit.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import (
    VALID_KEY_CHARS,
    CreateError,
    SessionBase,
    UpdateError,
)
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.crypto import get_random_string

# What the portal itself keeps in a visit: keys and marks, no answers.
OWN = ("_auth", "_session", "account_", "mfa_", "_messages")


# When the person had signed in before this visit.
LAST = "last_visit"

# Marks of the apps: a reference or a yes, nothing that was typed.
_marks: set[str] = {LAST}


def mark(*names: str) -> None:
    """What an app keeps in a visit under these names was typed by nobody."""
    _marks.update(names)


def is_answer(name: str) -> bool:
    """Whether something in a visit was typed into a form."""
    return not (name.startswith(OWN) or name in _marks)


def last_of(session: SessionBase) -> datetime | None:
    """When the person of this visit had signed in before it."""
    kept = session.get(LAST)
    return datetime.fromisoformat(kept) if kept else None


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from .models import Visit

        return Visit

    def _get_new_session_key(self) -> str:
        """Not looked up first: a key that exists, of 32 letters by chance, is refused when kept."""
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """One statement outside of a transaction, where Django makes three of it."""
        if self.session_key is None or transaction.get_connection().in_atomic_block:
            super().save(must_create)
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # Django's own
        visit = self.create_model_instance(data)
        try:
            visit.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError as error:
            if must_create:
                raise CreateError from error
            raise
        except DatabaseError as error:
            if not must_create:
                raise UpdateError from error
            raise

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        visit: Any = super().create_model_instance(data)
        visit.account = data.get("_auth_user_id")
        visit.has_answers = any(map(is_answer, data))
        return visit
