"""What can happen to a change request: written, asked for, decided, withdrawn. What is approved is
carried out in the same transaction (`carrying_out`)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import pounds
from partners.models import Organisation
from projects.change import measuring
from projects.change.enums import CHANGE_MOVES, ChangeState, Route
from projects.change.models import ChangeControl, ChangeEvent, ChangeRequest
from projects.change.services.carrying_out import carry_out
from projects.portfolio.controlled import KNOWN
from projects.portfolio.models import Project


class NotControlled(Refusal):
    message = "Set the baseline of this project first. Until then you can change its plan directly"


class SameEyes(Refusal):
    message = "Ask another programme manager to decide: you requested this change"


class ForTheBoard(Refusal):
    message = (
        "This change is beyond what is delegated. Record the decision of the board at its meeting"
    )


class AskedForNothing(Refusal):
    message = "Add what should change: a milestone, sites, a budget or the tolerance"


@transaction.atomic
def start_control(
    *, by: User, project: Project, days: int, pounds: Any, sites: int
) -> ChangeControl:
    """Set the baseline: from now on scope, baselines and budget move only by a request."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if ChangeControl.objects.filter(project=project).exists():
        raise NotNow("The baseline of this project is set already. Request a change instead")
    made = ChangeControl.objects.create(
        project=project, days=days, pounds=pounds, sites=sites, started_by=by
    )
    project.__dict__.pop(KNOWN, None)
    return made


@transaction.atomic
def write(
    *, by: User, project: Project, organisation: Organisation, title: str, reason: str, **facts: Any
) -> ChangeRequest:
    """A draft, which its organisation alone and programme managers read."""
    control_of(project)
    # Locked, so that two who write at once have two numbers.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = project.change_requests.order_by("-number").values_list("number", flat=True).first()
    request = ChangeRequest.objects.create(
        project=project,
        number=(last or 0) + 1,
        organisation=organisation,
        title=title,
        reason=reason,
        written_by=by,
        **facts,
    )
    _record(request, by)
    return request


@transaction.atomic
def edit(*, by: User, request: ChangeRequest, **facts: Any) -> ChangeRequest:
    request = held_draft(request, by)
    for name, value in facts.items():
        setattr(request, name, value)
    request.save(update_fields=list(facts))
    return request


@transaction.atomic
def ask(*, by: User, request: ChangeRequest) -> ChangeRequest:
    """Ask for it; from now on what it asks for stays as it is."""
    request = held_draft(request)
    if not consists_of_something(request):
        raise AskedForNothing
    if not (request.effect_on_time and request.effect_on_cost and request.effect_on_scope):
        raise Refusal("Enter the effects on time, cost and scope. If there is none, enter “None”")
    _measure(request)
    request.asked_by, request.asked_at = by, timezone.now()
    return _move(request, ChangeState.ASKED, by)


@transaction.atomic
def approve(*, by: User, request: ChangeRequest, words: str) -> ChangeRequest:
    """By a programme manager, as far as that is delegated; and carry it out."""
    request = _held(request)
    if request.is_draft:
        raise NotNow("This change has not been requested yet. Request it first")
    _decidable(request, by)
    _measure(request)
    if request.route != Route.DELEGATED:
        raise ForTheBoard
    return _approved(request, by, words=words, on=timezone.localdate())


@transaction.atomic
def make(*, by: User, request: ChangeRequest, words: str) -> ChangeRequest:
    """By a programme manager alone, where it is within the tolerance: that was decided before."""
    request = held_draft(request)
    if not consists_of_something(request):
        raise AskedForNothing
    if request.is_correction:
        raise Refusal("Request the correction: another programme manager approves it")
    _measure(request)
    if request.route != Route.DELEGATED:
        raise ForTheBoard
    return _approved(request, by, words=words, on=timezone.localdate())


@transaction.atomic
def decide_by_board(
    *, by: User, request: ChangeRequest, item: Any, is_approved: bool, on: date, words: str
) -> ChangeRequest:
    """What the board decided at its meeting (`item` of the minutes)."""
    request = _held(request)
    _decidable(request, by)
    _measure(request)
    request.decision, request.route = item, Route.BOARD
    if is_approved:
        return _approved(request, by, words=words, on=on)
    return _decided(request, ChangeState.REFUSED, by, words=words, on=on)


@transaction.atomic
def refuse(*, by: User, request: ChangeRequest, words: str) -> ChangeRequest:
    request = _held(request)
    _decidable(request, by)
    return _decided(request, ChangeState.REFUSED, by, words=words, on=timezone.localdate())


@transaction.atomic
def withdraw(*, by: User, request: ChangeRequest, words: str) -> ChangeRequest:
    """It is not wanted any more; it stays on record with the reason."""
    return _move(_held(request), ChangeState.WITHDRAWN, by, words=words.strip())


# Inside ---------------------------------------------------------------------------------------


def control_of(project: Project) -> ChangeControl:
    control = ChangeControl.objects.filter(project=project).first()
    if control is None:
        raise NotControlled
    return control


def consists_of_something(request: ChangeRequest) -> bool:
    return bool(
        request.milestones.exists()
        or request.site_lines.exists()
        or request.figures.exists()
        or request.value_change
        or request.changes_cost
        or request.changes_tolerance
    )


def _held(request: ChangeRequest) -> ChangeRequest:
    """The request as it is now, and its project, held until the transaction ends: two changes of
    one project are decided one after the other."""
    Project.objects.select_for_update(no_key=True).get(pk=request.project_id)
    return (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("project", "organisation")
        .get(pk=request.pk)
    )


def held_draft(request: ChangeRequest, by: User | None = None) -> ChangeRequest:
    """`by` whoever changes it: those who wrote any of it do not decide."""
    request = _held(request)
    if not request.is_draft:
        raise NotNow("This change has been requested, so you cannot change it. Withdraw it first")
    if by is not None and not _wrote(request, by):
        _record(request, by)
    return request


def _wrote(request: ChangeRequest, by: User) -> bool:
    return request.events.filter(by=by, state=ChangeState.DRAFT).exists()


def _decidable(request: ChangeRequest, by: User) -> None:
    if not request.is_open:
        raise NotNow("This change is not awaiting a decision. Reload the page to see its status")
    if by.pk == request.asked_by_id or _wrote(request, by):
        raise SameEyes


def _measure(request: ChangeRequest) -> None:
    request.route, size = measuring.route_of(request, control_of(request.project))
    request.days, request.pounds, request.sites = size.days, size.pounds, size.sites


def _approved(request: ChangeRequest, by: User, *, words: str, on: date) -> ChangeRequest:
    request = _decided(request, ChangeState.APPROVED, by, words=words, on=on)
    carry_out(request)
    return request


def _decided(
    request: ChangeRequest, to: ChangeState, by: User, *, words: str, on: date
) -> ChangeRequest:
    if not words.strip():
        raise Refusal("Enter the decision and the reason for it")
    request.decided_words, request.decided_by = words.strip(), by
    request.decided_on, request.decided_at = on, timezone.now()
    return _move(request, to, by, words=words.strip())


def _move(request: ChangeRequest, to: ChangeState, by: User, *, words: str = "") -> ChangeRequest:
    if to not in CHANGE_MOVES[ChangeState(request.state)]:
        raise NotNow(
            f"This change request is “{request.get_state_display()}”, so it cannot be "
            f"“{to.label}”. Reload the page to see it"
        )
    request.state = to
    request.save()
    _record(request, by, words=words)
    return request


def _record(request: ChangeRequest, by: User, *, words: str = "") -> None:
    ChangeEvent.objects.create(request=request, state=request.state, by=by, words=words)


def said(control: ChangeControl) -> str:
    """The limits in words: `30 days, £50,000 and 2 sites`."""
    days = "1 day" if control.days == 1 else f"{control.days} days"
    sites = "1 site" if control.sites == 1 else f"{control.sites} sites"
    return f"{days}, {pounds(control.pounds)} and {sites}"
