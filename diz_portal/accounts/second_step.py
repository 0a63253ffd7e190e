"""The code of an authenticator app: accepted once, also by two requests at the same moment."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import transaction

from diz_portal.access import Refusal

from .allauth_inside import (
    compare_user_code,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from .models import User

# In the data of a second step: the time of the newest code that was used, in steps of the app.
LAST = "last_step"


class CodeUsedAlready(Refusal):
    message = "This code has already been used. Wait for the next one, then enter that"


def step_of(secret: str, code: str) -> int | None:
    """Which of the app's steps of time the code is of; None when it is none of the present."""
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def spend(person: User, code: str) -> Authenticator | None:
    """The second step that the code belongs to, after marking it as used; None for a wrong one.

    A code seen over somebody's shoulder, or by a proxy between, opens nothing a second time.
    """
    # Locked: of two requests with one code, the second finds it used.
    for one in Authenticator.objects.select_for_update().filter(
        user=person, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    ):
        if one.type == Authenticator.Type.RECOVERY_CODES:
            if one.wrap().validate_code(code):
                return one
            continue
        step = step_of(decrypt(one.data["secret"]), code)
        if step is None:
            continue
        if step <= one.data.get(LAST, -1):
            raise CodeUsedAlready
        mark(one, step)
        return one
    return None


def mark(one: Any, step: int) -> None:
    one.data[LAST] = step
    one.save(update_fields=["data"])
