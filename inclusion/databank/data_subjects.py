"""People who give mobile data."""

from typing import Any

from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, register
from inclusion.databank.models import DataBatch, DataPledge
from inclusion.databank.services import pledges


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "The gift is still being arranged. Settle it first."


def _giver(row: Any) -> Bearer:
    return Bearer(row.name, row.email)


register(
    Kind(
        name="data-gift",
        what="Gift of mobile data",
        model=DataPledge,
        find=lambda wanted: wanted.among(DataPledge.objects.exclude(name=""), phone=""),
        bearer=_giver,
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=lambda row, by: pledges.forget(pledge=row),
        obstacles=[_still_arranged],
        stays=("That data was given, and what became of it.",),
        parts=[
            Part(
                DataPledge,
                lambda row: [row],
                (
                    "reference",
                    "name",
                    "email",
                    "organisation",
                    "network",
                    "mb",
                    "state",
                    "pledged_at",
                    "settled_at",
                ),
            ),
            Part(
                DataBatch,
                lambda row: row.batches.all(),
                ("reference", "donor", "network", "received_on"),
            ),
        ],
    )
)
