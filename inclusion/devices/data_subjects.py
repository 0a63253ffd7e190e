"""People who give devices."""

from typing import Any

from diz_portal.privacy.kinds import Bearer, Kind, Part, by_managers, elsewhere, register
from inclusion.cases.roles import handles_for, protects_data_for
from inclusion.cases.rules import is_caseworker
from inclusion.devices.models import Donation, PatTest, WipeRecord
from inclusion.devices.services import donations


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "The gift is still being arranged. Settle it first."


def _giver(row: Any) -> Bearer:
    return Bearer(row.name, row.email, row.phone)


register(
    Kind(
        name="device-gift",
        what="Gift of devices",
        model=Donation,
        find=lambda wanted: wanted.among(Donation.objects.select_related("to").exclude(name="")),
        bearer=_giver,
        controller=lambda row: str(row.to),
        erase=lambda row, by: donations.forget(donation=row),
        obstacles=[_still_arranged],
        decides=lambda user, row: (
            by_managers(user, row) or row.to_id in handles_for(user) | protects_data_for(user)
        ),
        enters=is_caseworker,
        stays=("That devices were given, and what became of them.",),
        parts=[
            Part(
                Donation,
                lambda row: [row],
                (
                    "reference",
                    "name",
                    "email",
                    "phone",
                    "postcode",
                    "organisation",
                    "what",
                    "how_many",
                    "words",
                    "state",
                    "offered_at",
                ),
            )
        ],
    )
)

elsewhere(WipeRecord, "Who wiped a device, at work.")

elsewhere(PatTest, "Who tested a device, at work.")
