"""Transferring a case: offered by one organisation, accepted by another, never simply sent."""

from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases import additions, rules
from inclusion.cases.models import (
    TRANSFER_MOVES,
    Case,
    CaseEventKind,
    Need,
    NeedState,
    NotMetReason,
    Team,
    Transfer,
    TransferBasis,
    TransferState,
)
from inclusion.cases.services import casebook, cases, needs, notices, people, telling
from partners.models import Organisation, OrganisationState
from partners.services import TakesNothingNew, takes_new_work

# What does not travel: the record's own, and what was done with it here. All else goes with the
# case: a field that is added later travels until it is named here.
STAYS: dict[type[Model], set[str]] = {
    Case: {
        "id",
        "reference",
        "person",
        "handled_by",
        "state",
        "target_on",
        "assigned_to",
        "opened_at",
        "closed_at",
    },
    Need: {"id", "reference", "case", "state", "reason", "identified_at", "changed_at"},
}


class NoAgreement(Refusal):
    message = (
        "You can only transfer cases between active partners that have a current data sharing "
        "agreement with each other. Ask the programme manager"
    )


class SomethingReserved(Refusal):
    message = "Release or confirm any reserved or issued items before you transfer this case"


class OfferedAlready(Refusal):
    message = "This case is already offered to another organisation. Withdraw that transfer first"


class AnsweredAlready(Refusal):
    message = "This transfer has already been decided. Reload the page to see the decision"


@transaction.atomic
def offer(
    *, case: Case, to: Team, basis: str, basis_words: str, why: str, handover: str, by: User
) -> Transfer:
    """Offer a case to another organisation, on the lawful basis that is recorded.

    It reads what is needed and in which district, and not who; `handover` once it has accepted.
    """
    _hold_team(to)
    case = casebook.lock_open(case)
    if to.organisation_id == case.handled_by_id:
        raise Refusal("Select another organisation: this case is already with yours")
    if not basis_words.strip():
        raise Refusal("Enter how the person agreed, or why consent is not needed")
    _may_transfer(case, to.organisation_id)
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                case=case,
                to=to.organisation,
                basis=TransferBasis(basis),
                basis_words=basis_words,
                why=why,
                handover=handover,
                offered_by=by,
            )
    except IntegrityError as error:
        if "one_transfer_at_a_time" in str(error):
            raise OfferedAlready from None
        raise
    _say(transfer, f"Offered to {to}. {transfer.get_basis_display()}", by)
    notices.tell_of_offer(transfer)
    return transfer


def _hold_team(to: Team) -> None:
    """A team that takes cases now, and until this one is offered."""
    with suppress(TakesNothingNew):
        takes_new_work(to.organisation_id)
    if not Team.objects.taking().filter(pk=to.pk).exists():
        raise Refusal(f"{to} does not take cases at the moment. Select another organisation")


def _may_transfer(case: Case, to: int) -> None:
    """The team that takes it works here; the one that gives it may have been suspended since."""
    active = Organisation.objects.filter(pk=to, state=OrganisationState.ACTIVE)
    if not active.exists() or not rules.may_share(case.handled_by_id, to):
        raise NoAgreement
    if case.needs.filter(state__in=[NeedState.RESERVED, NeedState.SUPPLIED]).exists():
        raise SomethingReserved


@transaction.atomic
def accept(*, transfer: Transfer, by: User) -> Case:
    """Accept the transfer: a record and a case of one's own, with what is still needed.

    The old case closes. Its notes stay with those who wrote them, the controller of that record.
    """
    takes_new_work(transfer.to_id)
    transfer = _lock(transfer, TransferState.ACCEPTED)
    old = transfer.case
    _may_transfer(old, transfer.to_id)
    person = people.copy(old.person, kept_by=transfer.to)
    new = casebook.open_for(person=person, handled_by=transfer.to, by=by, **_what_travels(old))
    for need in old.needs.unresolved():
        made = needs.add(case=new, by=by, **_what_travels(need))
        for one in additions.all_added():
            one.carried(need, made)
    transfer.new_case = new
    _answer(transfer, TransferState.ACCEPTED, by)
    casebook.record(
        new,
        CaseEventKind.TRANSFER,
        by=by,
        summary=f"Transferred from {old.handled_by}",
        words=transfer.handover,
    )
    for need in old.needs.unresolved():
        needs.move(need=need, to=NeedState.NOT_MET, reason=NotMetReason.TRANSFERRED, by=by)
    telling.overtake_all(old)
    # What was to be done here is the other organisation's to plan anew.
    cases.close(case=old, words=f"Transferred to {transfer.to}.", by=by, close_anyway=True)
    return new


def _what_travels(record: Case | Need) -> dict[str, Any]:
    return {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in STAYS[type(record)]
    }


@transaction.atomic
def decline(*, transfer: Transfer, words: str, by: User) -> Transfer:
    """Decline it, with a reason; the case stays where it is."""
    transfer = _lock(transfer, TransferState.DECLINED)
    transfer.decline_words = words
    _answer(transfer, TransferState.DECLINED, by)
    return transfer


@transaction.atomic
def withdraw(*, transfer: Transfer, by: User) -> Transfer:
    """The organisation that offered it keeps it after all."""
    transfer = _lock(transfer, TransferState.WITHDRAWN)
    _answer(transfer, TransferState.WITHDRAWN, by)
    return transfer


def _lock(transfer: Transfer, to: TransferState) -> Transfer:
    """The case first, as everywhere, then the transfer."""
    case = casebook.lock(transfer.case)
    transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    transfer.case = case
    if to not in TRANSFER_MOVES[TransferState(transfer.state)]:
        raise AnsweredAlready(
            "This transfer has already been decided. Reload the page to see it. Its status is "
            f"“{transfer.get_state_display()}”"
        )
    return transfer


DECIDED = {
    TransferState.ACCEPTED: "{} accepted the transfer",
    TransferState.DECLINED: "{} declined the transfer",
    TransferState.WITHDRAWN: "Transfer to {} withdrawn",
}


def _answer(transfer: Transfer, state: TransferState, by: User) -> None:
    transfer.state = state
    transfer.decided_at, transfer.decided_by = timezone.now(), by
    transfer.save()
    _say(transfer, DECIDED[state].format(transfer.to), by)
    if state != TransferState.WITHDRAWN:
        notices.tell_of_answer(transfer)
    telling.of_move(
        (TransferState.OFFERED, state),
        transfer.new_case or transfer.case,
        once=f"transfer-{transfer.pk}",
    )


def _say(transfer: Transfer, summary: str, by: User) -> None:
    words = transfer.decline_words if transfer.decided_at else transfer.basis_words
    casebook.record(transfer.case, CaseEventKind.TRANSFER, by=by, summary=summary, words=words)


def open_needs(transfer: Transfer) -> list[Need]:
    """What the other organisation may read of a case before it has accepted it."""
    return list(transfer.case.needs.unresolved())
