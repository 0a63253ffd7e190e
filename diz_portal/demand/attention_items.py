"""Vouchers and support whose details no one has checked for six months: businesses rely on them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago

from . import selectors

STALE_AFTER = timedelta(days=183)


@provider("support for businesses")
def unchecked_support(user, today):
    """For those who keep it: one row, however many there are."""
    if not user.has_perm("demand.change_support"):
        return
    before = (today or timezone.localdate()) - STALE_AFTER
    stale = list(selectors.support().filter(checked_on__lt=before).order_by("checked_on", "pk"))
    if not stale:
        return
    first, more = stale[0], len(stale) - 1
    others = f" and {more} other offer{'' if more == 1 else 's'}" if more else ""
    yield Item(
        key="support-unchecked",
        title=f"Check the details of {first}{others}",
        about="Support for businesses",
        when=f"last checked {ago(first.checked_on, today)}",
        url=reverse("admin:demand_support_changelist")
        if more
        else reverse("admin:demand_support_change", args=[first.pk]),
        urgency=Urgency.LATER,
    )
