"""The pages of signing in, which are django-allauth's own under our templates."""

from .doors import (
    EVERYBODY,
    MANAGERS,
    MOVED,
    MOVED_FOR_GOOD,
    NOT_AUTHORISED,
    REAUTHENTICATE,
    SIGNED_IN,
    STRANGER,
    Table,
)

ACCOUNTS = Table()
door = ACCOUNTS.door

# For those who are not signed in; the others are already where these lead.
INWARD = {"opens": frozenset({STRANGER}), "otherwise": dict.fromkeys(SIGNED_IN, MOVED)}
for name in ("account_login", "account_signup", "account_request_login_code"):
    door(name, **INWARD, acts=EVERYBODY)
# Only on the way in, after the step before: a code that was mailed, a password that was right.
for name in ("account_confirm_login_code", "mfa_authenticate", "socialaccount_signup"):
    door(name, opens=EVERYBODY, gives=MOVED, acts=EVERYBODY)
# A lost password, for whoever lost it.
door("account_reset_password", opens=EVERYBODY, acts=EVERYBODY)
door("account_reset_password_done", opens=EVERYBODY)
door("account_reset_password_from_key", opens=EVERYBODY, acts=EVERYBODY, uidb36="=1", key="=no-key")
door("account_reset_password_from_key_done", opens=EVERYBODY)
# What is said to somebody whose account is closed, or whose link is old.
door("account_inactive", opens=EVERYBODY)
door("account_email_verification_sent", opens=EVERYBODY)
door(
    "account_confirm_email",
    opens=EVERYBODY,
    acts=frozenset(),  # there is no such key to confirm
    key="=no-key",
)
door("socialaccount_login_cancelled", opens=EVERYBODY)
door(
    "socialaccount_login_error",
    opens=SIGNED_IN,
    gives=NOT_AUTHORISED,
)

# One's own account.
door("account_logout", opens=SIGNED_IN, otherwise={STRANGER: MOVED}, acts=EVERYBODY)
for name in ("account_email", "account_change_password", "account_reauthenticate"):
    door(name, opens=SIGNED_IN, acts=SIGNED_IN)
door("account_set_password", opens=SIGNED_IN, gives=MOVED, acts=SIGNED_IN)
door("socialaccount_connections", opens=SIGNED_IN, acts=SIGNED_IN)
# Only between coming back from the council and signing in; and after signing out.
door("sign_on_connect", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY)
door("sign_on_signed_out", opens=EVERYBODY, gives=MOVED)
door("mfa_index", opens=SIGNED_IN)
door("account_signed_in", opens=EVERYBODY, acts=EVERYBODY)
door("account_sign_out_everywhere", opens=SIGNED_IN, acts=SIGNED_IN)
# Nobody in the world has a second factor yet: nothing to ask, to show or to take away.
door("mfa_reauthenticate", opens=SIGNED_IN, gives=MOVED, acts=SIGNED_IN)
# A second factor is not touched on the strength of an open session alone.
door("mfa_activate_totp", opens=SIGNED_IN, gives=REAUTHENTICATE, acts=SIGNED_IN)
door("mfa_generate_recovery_codes", opens=SIGNED_IN, gives=REAUTHENTICATE, acts=SIGNED_IN)
for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"):
    door(name, opens=frozenset())

# Whom two people let in again: for a manager or a lead of the lead organisation.
door("let_in", opens=MANAGERS, acts=MANAGERS, reference="rescue.reference")

# No single sign-on is configured: there is nothing behind these.
for name in ("openid_connect_login", "openid_connect_callback"):
    door(name, opens=frozenset(), public=True, provider_id="=council")
for old in ("login/cancelled", "login/error", "signup", "connections"):
    door(
        "",
        route=f"accounts/social/{old}/",
        opens=SIGNED_IN,
        gives=MOVED_FOR_GOOD,
        acts=SIGNED_IN,
    )
