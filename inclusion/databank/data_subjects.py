"""People who give mobile data."""

from functools import partial
from typing import Any

from django.db.models import Q

from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import (
    Bearer,
    Kind,
    Part,
    Shown,
    known,
    own,
    register,
)
from diz_portal.privacy.mentions import places
from inclusion.databank.models import (
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
)
from inclusion.databank.services import pledges
from inclusion.databank.sizes import in_gb


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "The gift is still being arranged. Settle it first."


def _of_batches(path: str, user: Any) -> Q:
    return Q(**{f"{path}__in": DataBatch.objects.visible_to(user).values("pk")})


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
        named="name",
        stays=("That data was given, and what became of it.",),
        parts=[
            Part(
                DataPledge,
                lambda row: [row],
                {
                    "reference": "Reference",
                    "pledged_at": "Offered",
                    "kind": known("How you give it", lambda row: row.get_kind_display()),
                    "network": Shown("Network", is_read=False),
                    "mb": known("How much", lambda row: f"{in_gb(row.mb)} GB"),
                    "state": "What became of it",
                    "settled_at": "Settled",
                    "name": own("Name"),
                    "email": own("Email address"),
                    "organisation": "Business",
                },
                subject="Mobile data you offered",
            ),
            Part(
                DataBatch,
                lambda row: row.batches.all(),
                {
                    "reference": "Reference",
                    "donor": "Given by",
                    "network": Shown("Network", is_read=False),
                    "received_on": "Received",
                },
                subject="Mobile data we received from you",
            ),
        ],
    )
)

places.found_by_itself(DataPledge, "name email", kind="data-gift")
places.made_here(DataPledge, "attempt", "Random, of the form that was sent.")
places.made_here(DataEntry, "key", "Random, of the form that was sent.")
places.made_here(DataItem, "known_as", "Made of the number, to compare it.")
places.room(DataPledge, name="Databank", read=places.staff, others=Q(erased_at=None))
places.room(DataBatch, name="Databank", read=partial(_of_batches, "pk"))
places.room(DataItem, name="Databank", read=partial(_of_batches, "batch"))
places.room(
    DataEntry,
    name="Databank",
    read=partial(_of_batches, "batch"),
    others=Q(need__case__person__erased_at=None, need__isnull=False),
)
