"""Asking landowners for their permission (wayleave), step by step."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.portfolio.services.owners import require_part
from projects.rollout.models import WAYLEAVE_MOVES, Site, Wayleave, WayleaveEvent, WayleaveState
from projects.rollout.models.wayleave import WAITING, WayleaveKind


class WayleaveMoved(Refusal):
    """Someone updated it while another person was looking at it."""

    def __init__(self, wayleave: Wayleave):
        super().__init__(
            "Someone else has updated this wayleave. Its status is now "
            f"“{wayleave.get_state_display()}”. Your change has not been saved. Check the "
            "wayleave, "
            "then try again"
        )


@transaction.atomic
def open_wayleave(
    *,
    site: Site,
    grantor: str,
    by: User,
    on: date | None = None,
    kind: str = WayleaveKind.FULL,
    next_action: str = "",
    owner: Organisation | None = None,
    cost: Decimal | None = None,
    note: str = "",
) -> Wayleave:
    """Record that a landowner's permission is needed.

    A second one for the same landowner while the first still waits would be counted, and
    chased, twice.
    """
    on = on or timezone.localdate()
    _not_in_the_future(on)
    site = Site.objects.standing().select_for_update(of=("self",)).get(pk=site.pk)
    if site.wayleaves.waiting().filter(grantor__iexact=grantor.strip()).exists():
        raise Refusal(
            f"There is already an open wayleave from {grantor.strip()} for this site. Update that "
            "one"
        )
    wayleave = Wayleave.objects.create(
        site=site,
        grantor=grantor.strip(),
        kind=kind,
        opened_on=on,
        next_action=next_action,
        owner=owner,
        cost=cost,
    )
    _write(wayleave, on, by, note)
    return wayleave


NOT_KNOWN_YET = "Not known yet"


def open_with_the_stage(
    *, sites: Iterable[Site], on: date, by: User, grantor: str = ""
) -> list[Wayleave]:
    """Sites that came to wait for a permission: each that has none, open or granted, gets
    one. Called where a site is moved, in that transaction."""
    known = Wayleave.objects.filter(site__in=sites, state__in=[*WAITING, WayleaveState.GRANTED])
    have = set(known.values_list("site", flat=True))
    opened = Wayleave.objects.bulk_create(
        [
            Wayleave(site=site, grantor=grantor.strip() or NOT_KNOWN_YET, opened_on=on)
            for site in sites
            if site.pk not in have
        ]
    )
    WayleaveEvent.objects.bulk_create(
        [
            WayleaveEvent(wayleave=one, state=one.state, happened_on=on, by=by, note="")
            for one in opened
        ]
    )
    return opened


@transaction.atomic
def update_status(
    *,
    wayleave: Wayleave,
    to: str,
    on: date,
    by: User,
    expected_state: str,
    note: str = "",
    expires_on: date | None = None,
) -> Wayleave:
    """The landowner was asked, answered, granted or refused."""
    wayleave = Wayleave.objects.select_for_update(of=("self",)).get(pk=wayleave.pk)
    if wayleave.state != expected_state:
        raise WayleaveMoved(wayleave)
    if to not in WAYLEAVE_MOVES[WayleaveState(wayleave.state)]:
        raise Refusal(
            f"You cannot change the status from “{wayleave.get_state_display()}” to "
            f"“{WayleaveState(to).label}”. Select another status"
        )
    _not_in_the_future(on)
    latest = wayleave.events.order_by("-happened_on").first()
    since = latest.happened_on if latest else wayleave.opened_on
    if on < since:
        raise Refusal(
            f"Enter a date that is {uk_date(since)} or later: the last update has that date"
        )
    if to == WayleaveState.REFUSED and not note.strip():
        raise Refusal("Enter why the landowner refused")
    if expires_on and expires_on <= on:
        raise Refusal("Enter an expiry date that is after the date granted")
    wayleave.state = to
    if to not in WAITING:
        # What was to be done next is done, or no longer needed.
        wayleave.next_action = ""
    if to == WayleaveState.REQUESTED:
        wayleave.requested_on, wayleave.granted_on, wayleave.expires_on = on, None, None
    elif to == WayleaveState.GRANTED:
        wayleave.granted_on, wayleave.expires_on = on, expires_on
    wayleave.save()
    _write(wayleave, on, by, note)
    return wayleave


@transaction.atomic
def add_note(*, wayleave: Wayleave, note: str, by: User, on: date | None = None) -> WayleaveEvent:
    """Record what was said, without a change of status."""
    if not note.strip():
        raise Refusal("Enter a note")
    on = on or timezone.localdate()
    _not_in_the_future(on)
    return _write(wayleave, on, by, note)


@transaction.atomic
def edit_wayleave(*, wayleave: Wayleave, by: User, **facts: Any) -> Wayleave:
    """Change the landowner, the kind, the next action, its owner, or the cost."""
    wayleave = (
        Wayleave.objects.select_for_update(of=("self",))
        .select_related("site__project", "owner")
        .get(pk=wayleave.pk)
    )
    if "owner" in facts and facts["owner"] != wayleave.owner:
        require_part(facts["owner"], wayleave.site.project)
    for name, value in facts.items():
        setattr(wayleave, name, value)
    wayleave.save(update_fields=list(facts))
    return wayleave


def _write(wayleave: Wayleave, on: date, by: User, note: str) -> WayleaveEvent:
    return wayleave.events.create(state=wayleave.state, happened_on=on, by=by, note=note.strip())


def _not_in_the_future(on: date) -> None:
    if on > timezone.localdate():
        raise Refusal("Enter a date that is today or in the past")
