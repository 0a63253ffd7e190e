"""A bid is won: in one step it becomes a project with its funding, its letter and its conditions,
and what the partners signed becomes their match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.slugs import free_slug, words_of_pages
from diz_portal.words import as_date
from projects.money.bid_enums import BidState
from projects.money.enums import SourceKind
from projects.money.models import Bid, BidEvent, BidShare, FundingSource
from projects.money.services import conditions, sources
from projects.money.services.bids import NOTHING, decided_after_submission, locked, move
from projects.portfolio.models import Project, ProjectState


@dataclass(frozen=True)
class Condition:
    """What the funder asks for in return, as the award letter says it."""

    kind: str
    title: str
    due_on: date


@transaction.atomic
def win(
    *,
    by: User,
    bid: Bid,
    on: date,
    fund: str,
    capital: Decimal = NOTHING,
    revenue: Decimal = NOTHING,
    regranted: Decimal = NOTHING,
    letter_reference: str = "",
    upload: Any = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    asked: Sequence[Condition] = (),
    project: Project | None = None,
    title: str = "",
    attempt: str = "",
) -> Bid:
    """All of it or nothing, and once: the same form sent again is answered with the first.

    `on` is the date of the award letter. The project is one that the lead organisation leads, or a
    new one called `title`.
    """
    bid = locked(bid)
    if sent_before(BidEvent, attempt, "decision", bid_id=bid.pk, state=BidState.WON, on=on):
        return bid
    decided_after_submission(bid, on)
    if not (capital or revenue):
        raise Refusal("Enter the amount of capital or revenue that was awarded")
    if regranted > capital + revenue:
        raise Refusal("Enter no more to be passed on as grants than was awarded")
    if bool(project) == bool(title.strip()):
        raise Refusal("Select a project or enter the name of a new one, not both")
    shares = list(bid.shares.select_related("organisation", "signature"))
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal("Enter an end date on or after the start date")
    project = project or _new_project(bid, title.strip(), starts_on, ends_on)
    _joined(bid, project, [one.organisation_id for one in shares])
    source = sources.add(
        by=by,
        project=project,
        title=fund,
        kind=SourceKind.GRANT,
        funder=bid.funder,
        note=f"Won by the bid {bid.reference}",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    sources.award(
        by=by,
        source=source,
        dated_on=on,
        capital=capital,
        revenue=revenue,
        letter_reference=letter_reference,
        upload=upload,
    )
    letter = f"Award letter {letter_reference}".strip()
    source = sources.secure(by=by, source=source, on=on, evidence=letter)
    for one in asked:
        conditions.add(
            by=by,
            source=source,
            kind=one.kind,
            title=one.title,
            due_on=one.due_on,
            owner=project.lead,
        )
    for share in shares:
        if share.amount:
            _match(by, bid, project, share)
    bid.source, bid.decided_on, bid.regranted = source, on, regranted
    also = ["source", "decided_on", "regranted"]
    return move(bid, BidState.WON, by, on=on, attempt=attempt, also=also)


def _new_project(bid: Bid, title: str, starts_on: date | None, ends_on: date | None) -> Project:
    return Project.objects.create(
        slug=free_slug(Project, title, otherwise="project", reserved=words_of_pages("projects")),
        title=title,
        lead=bid.lead,
        state=ProjectState.PLANNED,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _joined(bid: Bid, project: Project, consortium: list[int]) -> None:
    if project.lead_id != bid.lead_id:
        raise Refusal(f"Select a project that {bid.lead} leads: the award is paid to it")
    project.partners.add(*{pk for pk in consortium if pk != project.lead_id})


def _match(by: User, bid: Bid, project: Project, share: BidShare) -> FundingSource:
    """What a partner signed, as match: its signature is the evidence."""
    signature = share.signature
    assert signature is not None  # noqa: S101  a bid is submitted signed
    signed_on = as_date(signature.recorded_at)
    source = sources.add(
        by=by,
        project=project,
        title=_free_title(project, f"{share.what} from {share.organisation}"),
        kind=SourceKind.MATCH,
        organisation=share.organisation,
        form=share.form,
        in_kind=share.in_kind,
        valuation=share.valuation,
    )
    evidence = f"Share signed in the bid {bid.reference}"
    sources.award(
        by=by,
        source=source,
        dated_on=signed_on,
        capital=share.capital,
        revenue=share.revenue,
        letter_reference=f"Bid {bid.reference}",
    )
    sources.secure(by=by, source=source, on=signed_on, evidence=evidence)
    return source


def _free_title(project: Project, wanted: str) -> str:
    """Where a partner has given in the same form before, its next one has a number."""
    taken = set(project.funding_sources.standing().values_list("title", flat=True))
    number, title = 1, wanted[:160]
    while title in taken:
        number += 1
        title = f"{wanted[:154]} {number}"
    return title
