"""What can happen to a funding source: named, awarded, varied, secured, withdrawn, accepted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import documents
from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds, uk_date
from partners.models import Organisation
from projects.money.enums import (
    SOURCE_MOVES,
    Acceptance,
    Form,
    LetterKind,
    SourceState,
)
from projects.money.models import FundingLetter, FundingSource, SourceEvent
from projects.money.rules import LETTER_GUARD
from projects.money.services.reasons import why
from projects.portfolio.models import Project

NOTHING = Decimal(0)


class TitleTaken(Refusal):
    message = "This project already has a funding source with this name. Enter a different name"


class OneFunder(Refusal):
    message = "Select a partner or enter a funder, not both"


class AwardedAlready(Refusal):
    message = "This funding has been awarded. Enter a variation instead"


class NotAwardedYet(Refusal):
    message = "This funding has not been awarded yet. Enter the award letter first"


class LessThanNothing(Refusal):
    def __init__(self, kind: str, awarded: Decimal):
        super().__init__(
            f"The award has {pounds(awarded)} of {kind}. Enter a reduction of no more than that"
        )


class InTheFuture(Refusal):
    message = "Enter a date that is today or in the past"


def locked(source: FundingSource) -> FundingSource:
    """The source as it is now, held until the transaction ends: every change of its money waits
    for the one before."""
    return (
        FundingSource.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project", "organisation")
        .get(pk=source.pk)
    )


@transaction.atomic
def add(
    *,
    by: User,
    project: Project,
    title: str,
    kind: str,
    organisation: Organisation | None = None,
    funder: str = "",
    form: str = Form.CASH,
    in_kind: str = "",
    valuation: str = "",
    **facts: Any,
) -> FundingSource:
    """Name where money may come from. It is not secured, and nothing has been awarded."""
    if bool(organisation) == bool(funder.strip()):
        raise OneFunder
    # Locked, so that two people adding one name meet here and not at the constraint.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    _title_is_free(project, title)
    gives_in_kind = form == Form.IN_KIND
    if gives_in_kind and not (in_kind and valuation.strip()):
        raise Refusal("Select what is given in kind and enter how it is valued")
    return FundingSource.objects.create(
        project=project,
        title=title,
        kind=kind,
        organisation=organisation,
        funder=funder.strip(),
        form=form,
        in_kind=in_kind if gives_in_kind else "",
        valuation=valuation if gives_in_kind else "",
        acceptance=Acceptance.ASKED if gives_in_kind else "",
        **facts,
    )


def _title_is_free(project: Project, title: str, *, but: FundingSource | None = None) -> None:
    others = project.funding_sources.standing().filter(title=title)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise TitleTaken


@transaction.atomic
def edit(*, by: User, source: FundingSource, title: str, **facts: Any) -> FundingSource:
    """Change what describes it: never its money, its status or who gives it."""
    Project.objects.select_for_update(no_key=True).get(pk=source.project_id)
    source = locked(source)
    _title_is_free(source.project, title, but=source)
    source.title = title
    for name, value in facts.items():
        setattr(source, name, value)
    source.save(update_fields=["title", *facts])
    return source


@transaction.atomic
def award(
    *,
    by: User,
    source: FundingSource,
    dated_on: date,
    capital: Decimal = NOTHING,
    revenue: Decimal = NOTHING,
    letter_reference: str = "",
    reason: str = "",
    upload: Any = None,
) -> FundingLetter:
    """Record the letter that awards it. What comes after is a variation."""
    source = locked(source)
    if source.letters.exists():
        raise AwardedAlready
    return _letter(
        LetterKind.AWARD, source, by, dated_on, capital, revenue, letter_reference, reason, upload
    )


@transaction.atomic
def vary(
    *,
    by: User,
    source: FundingSource,
    dated_on: date,
    capital: Decimal = NOTHING,
    revenue: Decimal = NOTHING,
    reason: str,
    letter_reference: str = "",
    upload: Any = None,
    attempt: str = "",
) -> FundingLetter:
    """Record a letter that varies the award by so much more, or less than 0 by so much less."""
    source = locked(source)
    said = {"source_id": source.pk, "dated_on": dated_on, "capital": capital, "revenue": revenue}
    if known := sent_before(FundingLetter, attempt, "letter", **said):
        return known
    first = source.letters.first()
    if first is None:
        raise NotAwardedYet
    if dated_on < first.dated_on:
        raise Refusal(f"Enter a date on or after the award letter’s, {uk_date(first.dated_on)}")
    if source.awarded_capital + capital < 0:
        raise LessThanNothing("capital", source.awarded_capital)
    if source.awarded_revenue + revenue < 0:
        raise LessThanNothing("revenue", source.awarded_revenue)
    return _letter(
        LetterKind.VARIATION,
        *(source, by, dated_on, capital, revenue, letter_reference, reason, upload, attempt),
    )


def _letter(
    kind: str,
    source: FundingSource,
    by: User,
    dated_on: date,
    capital: Decimal,
    revenue: Decimal,
    letter_reference: str,
    reason: str,
    upload: Any,
    attempt: str = "",
) -> FundingLetter:
    if source.state == SourceState.WITHDRAWN:
        raise NotNow("This funding source was withdrawn. Restore it before you enter a letter")
    not_in_the_future(dated_on)
    if not (capital or revenue):
        raise Refusal("Enter an amount of capital or revenue")
    paper = upload and documents.store(
        upload=upload, title=f"{source.title}: {kind}", guard=LETTER_GUARD, by=by
    )
    return source.letters.create(
        kind=kind,
        dated_on=dated_on,
        capital=capital,
        revenue=revenue,
        letter_reference=letter_reference,
        reason=reason.strip(),
        paper=paper or None,
        attempt=attempt,
        by=by,
    )


@transaction.atomic
def secure(*, by: User, source: FundingSource, on: date, evidence: str) -> FundingSource:
    """It will come: a minute, a letter or a payment says so."""
    source = locked(source)
    not_in_the_future(on)
    if not evidence.strip():
        raise Refusal("Enter the evidence: a minute, a letter or a payment")
    source.secured_on, source.evidence = on, evidence.strip()
    return _move(source, SourceState.SECURED, by, on, also=["secured_on", "evidence"])


@transaction.atomic
def unsecure(*, by: User, source: FundingSource, reason: str) -> FundingSource:
    """What was taken for evidence was none."""
    source = locked(source)
    source.secured_on, source.evidence = None, ""
    today = timezone.localdate()
    also = ["secured_on", "evidence"]
    return _move(source, SourceState.EXPECTED, by, today, reason=why(reason), also=also)


@transaction.atomic
def withdraw(*, by: User, source: FundingSource, on: date, reason: str) -> FundingSource:
    """It will not come after all. What has been received and spent from it stays."""
    source = locked(source)
    not_in_the_future(on)
    return _move(source, SourceState.WITHDRAWN, by, on, reason=why(reason))


@transaction.atomic
def restore(*, by: User, source: FundingSource, reason: str) -> FundingSource:
    """It may come again: not secured until somebody says so anew."""
    Project.objects.select_for_update(no_key=True).get(pk=source.project_id)
    source = locked(source)
    _title_is_free(source.project, source.title, but=source)
    source.secured_on, source.evidence = None, ""
    today = timezone.localdate()
    also = ["secured_on", "evidence"]
    return _move(source, SourceState.EXPECTED, by, today, reason=why(reason), also=also)


def _move(
    source: FundingSource,
    to: SourceState,
    by: User,
    on: date,
    *,
    reason: str = "",
    also: list[str] | None = None,
) -> FundingSource:
    if to not in SOURCE_MOVES[SourceState(source.state)]:
        raise NotNow(
            f"The status of this funding source is “{source.get_state_display()}”. Reload the page"
        )
    source.state = to
    source.save(update_fields=["state", *(also or [])])
    SourceEvent.objects.create(
        source=source, state=to, on=on, reason=reason or source.evidence, by=by
    )
    return source


@transaction.atomic
def decide_match(
    *,
    by: User,
    source: FundingSource,
    acceptance: str,
    reason: str,
    percent: int = 100,
    up_to: Decimal | None = None,
) -> FundingSource:
    """Whether the funding agreement takes a contribution in kind for match, at what share of its
    worth and up to what sum."""
    source = locked(source)
    if source.is_cash:
        raise NotNow("This decision is only for contributions in kind. Select one of those")
    source.acceptance, source.acceptance_reason = acceptance, why(reason)
    source.accepted_percent, source.accepted_up_to = percent, up_to
    source.save(
        update_fields=["acceptance", "acceptance_reason", "accepted_percent", "accepted_up_to"]
    )
    SourceEvent.objects.create(
        source=source,
        state=source.state,
        acceptance=acceptance,
        accepted_percent=percent,
        accepted_up_to=up_to,
        on=timezone.localdate(),
        reason=source.acceptance_reason,
        by=by,
    )
    return source


def not_in_the_future(on: date) -> None:
    if on > timezone.localdate():
        raise InTheFuture
