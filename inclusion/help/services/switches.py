"""Pausing what the public may ask for, with an honest waiting time."""

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.help.models import Item, ItemSwitch, ItemSwitchEvent

MOST_WEEKS = 104


class SayHowLong(Refusal):
    message = "Enter a waiting time from 1 to 104 weeks"


def lock(item: str) -> ItemSwitch:
    """The switch as it is now, held until the transaction ends; with its first use it is made."""
    ItemSwitch.objects.get_or_create(item=Item(item))
    return ItemSwitch.objects.select_for_update().get(item=item)


@transaction.atomic
def set_item(*, item: str, is_paused: bool, weeks: int | None, by: User) -> ItemSwitch:
    """Pause asking for a kind of thing or open it again; say how long it takes either way."""
    if (weeks is not None and not 1 <= weeks <= MOST_WEEKS) or (is_paused and weeks is None):
        raise SayHowLong
    switch = lock(item)
    if (switch.is_paused, switch.weeks) == (is_paused, weeks) and switch.events.exists():
        return switch
    switch.is_paused, switch.weeks, switch.changed_at = is_paused, weeks, timezone.now()
    switch.save()
    ItemSwitchEvent.objects.create(switch=switch, is_paused=is_paused, weeks=weeks, by=by)
    return switch
