"""Second steps as allauth keeps them. There is no public way to set one up or to reckon its codes,
and no other file of the tests reaches inside."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

__all__ = [
    "TOTP",
    "RecoveryCodes",
    "format_hotp_value",
    "hotp_value",
    "totp",
    "yield_hotp_counters_from_time",
]
