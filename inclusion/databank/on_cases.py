"""What the databank adds to a case: see `inclusion.cases.additions`."""

import pgtrigger
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from diz_portal.privacy.kinds import (
    Part,
    known,
    own,
)
from diz_portal.words import data_size
from inclusion.cases.additions import Addition, Door, add
from inclusion.cases.models import Case, Need, NeedKind, NeedState
from inclusion.cases.selectors.residents import cases_of
from inclusion.databank.models import DataEntry, DataItem
from inclusion.databank.services import databank


def entries_of(cases: QuerySet[Case]) -> QuerySet[DataEntry]:
    """What was written of SIMs and vouchers from when they were first kept for one of the cases
    until they were kept for somebody else."""
    kept_for = (
        DataEntry.objects.filter(item=OuterRef("item"), pk__lte=OuterRef("pk"), need__isnull=False)
        .order_by("-pk")
        .values("need__case")[:1]
    )
    held = DataItem.objects.filter(entries__need__case__in=cases)
    return (
        DataEntry.objects.filter(item__in=held).alias(_of=Subquery(kept_for)).filter(_of__in=cases)
    )


WANTS_SOME = (
    NeedState.IDENTIFIED,
    NeedState.APPROVED,
    NeedState.WAITING,
    NeedState.RESERVED,
)


def door(need: Need) -> Door | None:
    if need.kind != NeedKind.DATA or need.state not in WANTS_SOME:
        return None
    return Door(
        "Issue mobile data", reverse("inclusion_workspace:need_data", args=[need.reference])
    )


def forget(people: list[int], cases: QuerySet[Case]) -> None:
    """Every move of data stays in the accounts, without a word why."""
    with pgtrigger.ignore("inclusion.DataEntry:append_only"):
        entries_of(cases).exclude(why="").update(why="")


add(
    Addition(
        room="databank",
        confirmed=databank.confirmed,
        door=door,
        read_with_needs=lambda: [
            Prefetch("data_items", DataItem.objects.select_related("batch")),
        ],
        forget=forget,
        parts=(
            Part(
                DataItem,
                lambda person: DataItem.objects.filter(need__case__in=cases_of(person)),
                {
                    "batch": known("Network", lambda item: item.batch.network),
                    "code": own("Number or code"),
                    "account": "Status",
                },
                subject="Mobile data given to you",
                lead="1GB is 1,000MB.",
                more={
                    "What it is": known("What it is", lambda item: item.batch.get_kind_display()),
                    "How much": known("How much", lambda item: data_size(item.batch.mb_each)),
                    "Number of months": lambda item: item.batch.months,
                    "Activate by": lambda item: item.batch.expires_on,
                },
            ),
            Part(
                DataEntry,
                lambda person: entries_of(cases_of(person)),
                {
                    "at": "When",
                    "item": known("SIM card or data voucher", lambda entry: str(entry.item)),
                    "to_account": "What happened",
                    "why": "Reason",
                },
                subject="What happened to mobile data reserved for you",
            ),
        ),
    )
)
