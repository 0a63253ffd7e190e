from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, kept
from diz_portal.privacy.purposes import ACCOUNTS

from .models import Rescue, SingleSignOn, UnsentForm, User, Visit

declare(
    User,
    what="Accounts",
    personal={"name": "name", "email": "email address", "last_login": "last sign-in"},
    not_personal={"password": "cannot be read back"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To know who is signed in, and who made each change",
    retention=Retention(
        days=365,
        from_field=("last_login", "date_joined"),
        only={"is_active": False, "name__gt": ""},
        action="pseudonymise",
        kind="account",
        after="the last sign-in to a closed account",
        words="For as long as the account is open. {period} after the last sign-in to a closed "
        "account, the name and the address are replaced by a reference",
        at_least=180,
        at_most=6 * 365,
    ),
)
declare(
    Visit,
    what="Signed-in visits",
    personal={
        "session_data": "their sign-in, and answers that they have not sent yet",
        "account": "who is signed in",
    },
    not_personal={"session_key": "random"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To keep someone signed in from page to page",
    retention=Retention(
        days=0, from_field="expire_date", after="the visit expired", words="12 hours, then deleted"
    ),
)
declare(
    UnsentForm,
    what="Forms that were being filled in when a visit ended",
    personal={
        "person": "who was filling it in",
        "page": "which page it was",
        "sealed": "what was typed, sealed until the same person signs in again",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="So that no one has to type again what they typed when they were signed out",
    retention=Retention(
        days=0, from_field="kept_at", after="it was kept", words="1 hour at most, then deleted"
    ),
)
declare(
    SingleSignOn,
    what="Links to a council’s single sign-on",
    personal={
        "person": "whose account it is",
        "subject": "identifier given by the council",
    },
    not_personal={"issuer": "the council’s address for signing in"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To let staff of a council sign in with their own account",
    retention=kept("For as long as the account is open"),
)
declare(
    Rescue,
    what="Requests to turn off two-step verification for someone who lost it",
    personal={
        "person": "who lost it",
        "operator": "who asked for it on the server",
        "reason": "how they checked who it was",
        "second": "who was named to confirm it",
        "confirmed_by": "who confirmed it",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To record who asked for this and who confirmed it",
    retention=Retention(
        days=730, from_field="made_at", after="it was asked", at_least=180, at_most=6 * 365
    ),
)
