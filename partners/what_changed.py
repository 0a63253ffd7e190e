"""What changed in the partnership: who joined, was suspended and left, and agreements."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.asked import begins
from diz_portal.changes.registry import counted
from diz_portal.trail.net import first_written, net
from diz_portal.words import as_date
from partners.models import Agreement, Organisation, OrganisationState


def _kind(name: str, title: str, one: str, several: str, order: int) -> Kind:
    return Kind(name=name, title=title, room="Partners", says=counted(one, several), order=order)


JOINED = _kind(
    "partners-joined",
    "Partners that joined",
    "1 partner joined",
    "{} partners joined",
    90,
)
SUSPENDED = _kind(
    "partners-suspended",
    "Partners that were suspended",
    "1 partner was suspended",
    "{} partners were suspended",
    92,
)
REINSTATED = _kind(
    "partners-reinstated",
    "Partners that were reinstated",
    "1 partner was reinstated",
    "{} partners were reinstated",
    94,
)
LEFT = _kind(
    "partners-left",
    "Partners that left the partnership",
    "1 partner left the partnership",
    "{} partners left the partnership",
    96,
)
SIGNED = _kind(
    "agreements-signed",
    "Agreements signed",
    "1 agreement was signed",
    "{} agreements were signed",
    98,
)
EXPIRED = _kind(
    "agreements-expired",
    "Agreements that expired or were ended",
    "1 agreement expired or was ended",
    "{} agreements expired or were ended",
    100,
)


def organisations(asked: Asked) -> Iterator[Change]:
    """Anybody reads who joined; who was suspended or left, those who look after it."""
    if asked.late:
        return
    seen = Organisation.objects.visible_to(asked.reader)
    if asked.organisation is not None:
        seen = seen.filter(pk=asked.organisation.pk)
    if asked.project is not None:
        seen = seen.filter(Q(projects=asked.project) | Q(led_projects=asked.project)).distinct()
    worked_in = set(Organisation.objects.worked_in_by(asked.reader).values_list("pk", flat=True))
    moved = net(seen, "state", "name", "slug", starts=asked.starts, ends=asked.ends)
    found = Organisation.objects.in_bulk(list(moved))
    for pk, one in moved.items():
        if (told := _of_organisation(one, is_inside=pk in worked_in)) is None:
            continue
        kind, verb, at = told
        name = "partners_workspace:organisation" if pk in worked_in else "partners:organisation"
        yield Change(
            kind=kind.name,
            on=as_date(at),
            recorded_at=at,
            says=f"{found[pk]} {verb}",
            url=reverse(name, args=[found[pk].slug]),
            organisation=found[pk],
            counts={kind.name.replace("-", "_"): 1},
        )


def _of_organisation(one: Any, *, is_inside: bool) -> tuple[Kind, str, datetime] | None:
    states = one.change(lambda row: row["state"])
    if one.is_new and one.after["state"] == OrganisationState.ACTIVE:
        return JOINED, "joined", one.began_at
    if states is None:
        return None
    was, now, at = states
    if now == OrganisationState.ACTIVE:
        if was == OrganisationState.SUSPENDED:
            return (REINSTATED, "was reinstated", at) if is_inside else None
        return JOINED, "joined", at
    if not is_inside:
        return None
    if now == OrganisationState.SUSPENDED:
        return SUSPENDED, "was suspended", at
    if now == OrganisationState.LEFT and was in (
        OrganisationState.ACTIVE,
        OrganisationState.SUSPENDED,
    ):
        return LEFT, "left the partnership", at
    return None


def _agreements(asked: Asked) -> QuerySet[Agreement]:
    seen = Agreement.objects.visible_to(asked.reader)
    if asked.organisation is not None:
        seen = seen.filter(parties=asked.organisation)
    if asked.project is not None:
        seen = seen.none()
    return seen.annotate(recorded_at=first_written(Agreement)).order_by("pk")


def _of_agreement(kind: Kind, agreement: Any, on: date, at: datetime, says: str) -> Change:
    return Change(
        kind=kind.name,
        on=on,
        recorded_at=at,
        says=says,
        url=agreement.get_absolute_url(),
        counts={kind.name.replace("-", "_"): 1},
    )


def signed(asked: Asked) -> Iterator[Change]:
    for one in _agreements(asked).filter(asked.happened("signed_on", "recorded_at")):
        says = f"{one.title} was signed"
        # As annotated.
        yield _of_agreement(SIGNED, one, one.signed_on, vars(one)["recorded_at"], says)


def expired(asked: Asked) -> Iterator[Change]:
    """An agreement holds on its last day, and has expired on the next."""
    if asked.late:
        return
    one_day = timedelta(days=1)
    last = min(asked.until, timezone.localdate(), as_date(asked.known))
    for one in _agreements(asked).filter(
        Q(ended_on__range=(asked.since, last))
        | Q(ended_on=None, expires_on__range=(asked.since - one_day, last - one_day))
    ):
        on: date
        if one.ended_on:
            on, says = one.ended_on, f"{one.title} was ended"
        elif one.expires_on:
            on, says = one.expires_on + one_day, f"{one.title} expired"
        else:
            continue
        yield _of_agreement(EXPIRED, one, on, begins(on), says)


changes.register(JOINED, SUSPENDED, REINSTATED, LEFT, find=organisations)
changes.register(SIGNED, find=signed)
changes.register(EXPIRED, find=expired)
