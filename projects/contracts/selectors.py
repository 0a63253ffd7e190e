"""What can be read of section 24 directions."""

from typing import Any

from partners.models import Organisation, Sector
from projects.contracts.models import Dissolution


def direction_panel(organisation: Organisation, user: Any) -> dict[str, Any] | None:
    """On the workspace page of an organisation: its direction, and where a programme manager
    enters one for a council."""
    found = Dissolution.objects.filter(organisation=organisation).first()
    may_keep = user.has_perm("projects.keep_directions")
    if found is None and not (may_keep and organisation.sector == Sector.COUNCIL):
        return None
    return {"direction": found, "council": organisation, "may_keep": may_keep}


def as_it_is(slug: str) -> dict[str, Any]:
    """What the form begins with, for the council that was chosen."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        return {}
    found = Dissolution.objects.filter(organisation=organisation).first()
    names = ("direction_from", "dissolves_on", "direction", "lifted_on")
    facts = {name: getattr(found, name) for name in names} if found else {}
    return {"organisation": organisation.pk, **facts}
