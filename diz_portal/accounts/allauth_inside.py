"""What the portal uses of allauth that allauth calls internal, because nothing public does it.

Only here, so that a new version of allauth is read against one file; a test looks for any other.
"""

# That somebody has just shown who they are, where they did so on a page of ours (an invitation).
from allauth.account.internal.flows.login import record_authentication

# "Is it you?" and back to what was asked, the form that was sent included.
from allauth.account.internal.flows.reauthentication import suspend_request

# Leaving a sign-in that is half done.
from allauth.account.internal.stagekit import clear_login

# Whose account an address is, letter by letter: the public one of this name takes letters that look
# alike for the same, which is right for a reset and wrong for signing in.
from allauth.account.internal.userkit import filter_users_by_email

# An authenticator's code is spent once (`second_step`): allauth says whether it is right, and not
# of which moment it is.
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

__all__ = [
    "clear_login",
    "compare_user_code",
    "filter_users_by_email",
    "format_hotp_value",
    "hotp_value",
    "record_authentication",
    "suspend_request",
    "yield_hotp_counters_from_time",
]
