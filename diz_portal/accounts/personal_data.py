from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare

from .models import User

declare(
    User,
    what="Accounts",
    personal={"name": "name", "email": "email address", "last_login": "last sign-in"},
    controller=LEAD_ORGANISATION,
    why="To know who is signed in, and who made each change",
    retention=Retention(
        days=365,
        from_field=("last_login", "date_joined"),
        only={"is_active": False, "name__gt": ""},
        action="pseudonymise",
        after="the last sign-in to a closed account",
        words="For as long as the account is open. One year after the last sign-in to a closed "
        "account, the name and the address are replaced by a reference",
    ),
)
