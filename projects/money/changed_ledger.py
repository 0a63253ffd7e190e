"""What changed in the ledgers: months that were locked."""

from collections.abc import Iterator

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from diz_portal.words import as_date
from projects.money.models import LedgerMonth

LOCKED = Kind(
    name="months-locked",
    title="Months reconciled and locked",
    room="Money",
    says=counted("1 month was reconciled and locked", "{} months were reconciled and locked"),
    order=68,
    counted="",
)


def locked(asked: Asked) -> Iterator[Change]:
    rows = LedgerMonth.objects.visible_to(asked.reader).filter(
        asked.noted("locked_at"), locked_at__isnull=False
    )
    if asked.project is not None:
        rows = rows.filter(project=asked.project)
    if asked.organisation is not None:
        rows = rows.filter(organisation=asked.organisation)
    for one in rows.select_related("project", "organisation"):
        yield Change(
            kind=LOCKED.name,
            on=as_date(one.locked_at),
            recorded_at=one.locked_at,
            says=f"{one.name} was reconciled and locked",
            url=reverse("money:month", args=[one.project.slug, one.slug]),
            project=one.project,
            organisation=one.organisation,
            counts={"months": 1},
        )


changes.register(LOCKED, find=locked)
