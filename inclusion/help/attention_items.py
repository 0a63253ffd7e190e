"""Places to get help whose details no one has checked for six months: others rely on them, on our
pages and in directories that read them (`open_referral`)."""

from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago
from inclusion.help.models import HelpPlace
from inclusion.help.open_referral import STALE_AFTER


@provider("places to get help")
def unchecked_places(user, today):
    """For those who keep them: one row, however many there are."""
    if not user.has_perm("inclusion.change_helpplace"):
        return
    before = (today or timezone.localdate()) - STALE_AFTER
    stale = list(
        HelpPlace.objects.listed().filter(checked_on__lt=before).order_by("checked_on", "pk")
    )
    if not stale:
        return
    first, more = stale[0], len(stale) - 1
    others = f" and {more} other place{'' if more == 1 else 's'}" if more else ""
    yield Item(
        key="places-unchecked",
        title=f"Check the details of {first}{others}",
        about="Places to get help",
        when=f"last checked {ago(first.checked_on, today)}",
        url=reverse("admin:inclusion_helpplace_changelist")
        if more
        else reverse("admin:inclusion_helpplace_change", args=[first.pk]),
        urgency=Urgency.LATER,
    )
