"""Mobile data that came into the databank, and that was issued from it, by day."""

from collections.abc import Callable, Iterator

from django.db.models import F, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.asked import begins
from diz_portal.changes.registry import Rows, total
from diz_portal.words import data_size
from inclusion.databank.models import Account, DataBatch, DataEntry
from partners.models import Organisation


def _sum(words: str, key: str) -> Callable[[Rows], str]:
    return lambda rows: words.format(data_size(total(rows, key)))


ISSUED = Kind(
    name="data-issued",
    title="Mobile data issued",
    room="Databank",
    says=_sum("{} of mobile data was issued", "mb_issued"),
    order=88,
    counted="mb_issued",
)
RECEIVED = Kind(
    name="data-received",
    title="Mobile data received",
    room="Databank",
    says=_sum("{} of mobile data was received", "mb_received"),
    order=87,
    counted="mb_received",
)


def find(asked: Asked) -> Iterator[Change]:
    """Without what was corrected since: a mistake issued nothing."""
    if asked.project is not None or not asked.reader.has_perm("inclusion.see_databank"):
        return
    batches = DataBatch.objects.visible_to(asked.reader)
    if asked.organisation is not None:
        batches = batches.filter(kept_by=asked.organisation)
    entries = DataEntry.objects.filter(asked.noted("at"), batch__in=batches, corrects=None).exclude(
        corrections__at__lt=asked.known
    )
    moves = (
        (ISSUED, entries.filter(to_account=Account.ISSUED), "issued"),
        (RECEIVED, entries.filter(from_account=Account.DONOR), "received"),
    )
    rows = [
        (kind, verb, row)
        for kind, found, verb in moves
        for row in found.order_by()
        .values(keeper=F("batch__kept_by"), day=TruncDate("at"))
        .annotate(mb=Sum("mb"))
    ]
    keepers = Organisation.objects.in_bulk({row["keeper"] for *_, row in rows} - {None})
    for kind, verb, row in rows:
        keeper = keepers.get(row["keeper"])
        of = f" from stock held by {keeper}" if keeper and kind == ISSUED else ""
        yield Change(
            kind=kind.name,
            on=row["day"],
            recorded_at=begins(row["day"]),
            says=f"{data_size(row['mb'])} of mobile data was {verb}{of}",
            url=reverse("inclusion_workspace:databank"),
            organisation=keeper,
            counts={kind.counted: row["mb"]},
        )


changes.register(ISSUED, RECEIVED, find=find)
