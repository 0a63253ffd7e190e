"""A private address for one's calendar: created, and stopped."""

from django.db import transaction

from diz_portal import access
from diz_portal.accounts.models import User

from .models import CalendarAddress


@transaction.atomic
def create_address(*, by: User) -> CalendarAddress:
    """One each: asked for twice, it is the same."""
    access.require(by, "attention.see")
    address, _ = CalendarAddress.objects.get_or_create(person=by)
    return address


@transaction.atomic
def stop_address(*, by: User) -> None:
    """It opens nothing any more; the next one is another."""
    access.require(by, "attention.see")
    CalendarAddress.objects.filter(person=by).delete()
