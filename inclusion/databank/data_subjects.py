"""People who donate mobile data."""

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
from diz_portal.words import data_size
from inclusion.databank.models import (
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
)
from inclusion.databank.services import pledges


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "This data pledge is still open. Receive it or close it first"


def _of_batches(path: str, user: Any) -> Q:
    return Q(**{f"{path}__in": DataBatch.objects.visible_to(user).values("pk")})


def _donor(row: Any) -> Bearer:
    return Bearer(row.name, row.email)


register(
    Kind(
        name="data-gift",
        what="Data pledge",
        model=DataPledge,
        find=lambda wanted: wanted.among(DataPledge.objects.exclude(name=""), phone=""),
        bearer=_donor,
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=lambda row, by: pledges.forget(pledge=row),
        obstacles=[_still_arranged],
        named="name",
        stays=("The record that data was donated, and how it was used.",),
        parts=[
            Part(
                DataPledge,
                lambda row: [row],
                {
                    "reference": "Reference",
                    "pledged_at": "Offered",
                    "kind": known("What you offered", lambda row: row.get_kind_display()),
                    "network": Shown("Network", is_read=False),
                    "mb": known("How much", lambda row: data_size(row.mb)),
                    "state": "Status",
                    "settled_at": "Received or closed",
                    "words": "How we asked you to send it",
                    "answered_at": "Instructions sent",
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
                    "donor": "Donated by",
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
places.made_here(DataItem, "known_as", "Made from the number, to compare it.")
places.room(DataPledge, name="Databank", read=places.staff, others=Q(erased_at=None))
places.room(DataBatch, name="Databank", read=partial(_of_batches, "pk"))
places.room(DataItem, name="Databank", read=partial(_of_batches, "batch"))
places.room(
    DataEntry,
    name="Databank",
    read=partial(_of_batches, "batch"),
    others=Q(need__case__person__erased_at=None, need__isnull=False),
)
