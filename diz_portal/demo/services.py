"""Loading the example partnership."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.locks import one_at_a_time
from diz_portal.places.models import Partnership

from .passwords import Account, accounts
from .registry import loaders

# Any number: two loads at once take turns on it, and the second finds the work done.
LOCK = 74_113


class NotEmpty(Refusal):
    message = (
        "This database already contains a real partnership, so the example data was not loaded. "
        "Use an empty database"
    )


def is_loaded() -> bool:
    return bool(loaded_accounts())


def loaded_accounts() -> list[Account]:
    """Those that are there: an example that was loaded earlier may not have all of them."""
    known = accounts()
    emails = [one.email for one in known]
    people = get_user_model().objects.filter(email__in=emails)
    there = set(people.values_list("email", flat=True))
    return [one for one in known if one.email in there]


@transaction.atomic
def load(*, today: date, say: Callable[[str], object] = lambda words: None) -> bool:
    """Load everything or nothing. Gives False, and changes nothing, when it is there already."""
    one_at_a_time(LOCK)
    if is_loaded():
        return False
    if Partnership.objects.exists():
        raise NotEmpty
    for name, loader in loaders():
        say(f"{name}: {loader(today)}")
    for account in accounts():
        person = get_user_model().objects.get(email=account.email)
        person.set_password(account.password)
        person.save(update_fields=["password"])
    return True
