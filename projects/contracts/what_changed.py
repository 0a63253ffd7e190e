"""Contracts that were signed, for those who read all of the project's money: no value is told."""

from collections.abc import Iterator

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from projects.contracts.models import Contract

SIGNED = Kind(
    name="contracts-signed",
    title="Contracts signed",
    room="Money",
    says=counted("1 contract was signed", "{} contracts were signed"),
    order=69,
)


def signed(asked: Asked) -> Iterator[Change]:
    found = Contract.objects.visible_to(asked.reader).filter(
        asked.happened("signed_on", "recorded_at")
    )
    if asked.project is not None:
        found = found.filter(project=asked.project)
    if asked.organisation is not None:
        found = found.filter(buyer=asked.organisation)
    for one in found.select_related("project", "buyer"):
        yield Change(
            kind=SIGNED.name,
            on=one.signed_on,
            recorded_at=one.recorded_at,
            says=f"{one.title}: the contract was signed",
            url=reverse("contracts:contract", args=[one.project.slug, one.reference]),
            project=one.project,
            organisation=one.buyer,
        )


changes.register(SIGNED, find=signed)
