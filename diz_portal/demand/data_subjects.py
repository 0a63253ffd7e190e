"""A business that left an email address: found by it, handed out, and forgotten."""

from typing import Any

from diz_portal.accounts import visits
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, own, register
from diz_portal.privacy.mentions import places

from .models import Company, Need, Register, Sector, Support


def _find(wanted: Wanted) -> Any:
    return wanted.among(Need.objects.exclude(email=""), name="", phone="")


def _forget(need: Need, by: User | None = None) -> None:
    """The address goes; that one business of the sector needs a connection is nobody's name, and
    counted."""
    Need.objects.filter(pk=need.pk).update(email="")


register(
    Kind(
        name="business-need",
        what="Need of a business for a better connection",
        model=Need,
        find=_find,
        bearer=lambda row: Bearer("", row.email),
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=_forget,
        parts=[
            Part(
                Need,
                lambda row: [row],
                {
                    "email": own("Email address"),
                    "sector": "Postcode sector",
                    "wanted": "What the business needs",
                    "size": "People who work there",
                    "told_at": "Sent",
                },
                subject="What your business needs",
            )
        ],
    )
)
places.found_by_itself(Need, "email", kind="business-need")
places.published(Support)
places.made_here(Sector, "code", "Geography.")
places.made_here(Company, "number sector", "Of a public register.")
places.made_here(Register, "file", "The name of a published file.")
places.room(Need, Support, Company, Register, Sector, name="Businesses", read=places.staff)

visits.mark("connection_told", "business_need_told")
