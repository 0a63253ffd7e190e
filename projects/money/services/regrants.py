"""Grants to voluntary bodies: decided, awarded, paid out of a funding source, monitored."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds
from partners.enums import IdentifierType
from partners.identifiers import normalise
from partners.models import Organisation
from projects.money.enums import CapitalBasis, Expenditure
from projects.money.models import (
    FundingSource,
    GrantRecipient,
    Posting,
    Regrant,
    RegrantEvent,
    RegrantNote,
    RegrantPayment,
)
from projects.money.regrant_enums import (
    REGRANT_MOVES,
    TO_RELEASE,
    PurposeMet,
    RecipientKind,
    RegrantState,
)
from projects.money.selectors import regrants
from projects.money.services import postings
from projects.money.services.reasons import why
from projects.money.services.sources import locked as locked_source
from projects.money.services.sources import not_in_the_future

# Whose register a number is of.
REGISTERS = {
    RecipientKind.CHARITY: IdentifierType.CHARITY,
    RecipientKind.CIO: IdentifierType.CHARITY,
    RecipientKind.COMPANY: IdentifierType.COMPANY,
    RecipientKind.CIC: IdentifierType.COMPANY,
    RecipientKind.SOCIETY: IdentifierType.COMPANY,
}


class MoreThanTheFund(Refusal):
    def __init__(self, left: Decimal):
        super().__init__(
            f"{pounds(max(left, Decimal(0)))} of the funding is left to be passed on. Enter no "
            "more than that"
        )


@transaction.atomic
def add_recipient(
    *,
    by: User,
    name: str,
    kind: str,
    number: str = "",
    constitution: str = "",
    organisation: Organisation | None = None,
    is_withheld: bool = False,
) -> GrantRecipient:
    """A body that may be given grants, once: the same number is the same body."""
    number, constitution = known_by(kind, number, constitution)
    if number:
        known = GrantRecipient.objects.filter(number=number).first()
    else:
        known = GrantRecipient.objects.filter(number="", name__iexact=name.strip()).first()
    if known:
        raise Refusal(f"{known} is a recipient already. Select it in the form of the grant")
    return GrantRecipient.objects.create(
        name=name.strip(),
        kind=kind,
        number=number,
        constitution=constitution,
        organisation=organisation,
        is_withheld=is_withheld,
    )


def known_by(kind: str, number: str, constitution: str) -> tuple[str, str]:
    """The number in its one spelling; of a group without one, its constitution."""
    if kind not in RecipientKind.values:
        raise Refusal("Select the type of body. A grant cannot be given to an individual")
    if kind == RecipientKind.GROUP:
        if not constitution.strip():
            raise Refusal("Enter the constitution of the group, and when it was checked")
        return "", constitution.strip()
    try:
        return normalise(REGISTERS[RecipientKind(kind)], number), ""
    except ValidationError as wrong:
        raise Refusal(str(wrong.messages[0]).rstrip(".")) from wrong


@transaction.atomic
def decide(
    *,
    by: User,
    source: FundingSource,
    recipient: GrantRecipient,
    amount: Decimal,
    decided_on: date,
    attempt: str = "",
    **facts: Any,
) -> Regrant:
    """A grant was decided: by whom and where that is minuted, to which body and what for."""
    source = locked_source(source)
    said = {"source_id": source.pk, "recipient_id": recipient.pk, "amount": amount}
    if known := sent_before(Regrant, attempt, "grant", **said):
        return known
    if not source.is_cash:
        raise Refusal("Select funding in cash: what is given in kind cannot be passed on")
    not_in_the_future(decided_on)
    _within(source, amount)
    made = Regrant.objects.create(
        source=source,
        recipient=recipient,
        amount=amount,
        decided_on=decided_on,
        attempt=attempt,
        **facts,
    )
    _step(made, decided_on, by, made.decision)
    return made


@transaction.atomic
def edit(*, by: User, regrant: Regrant, **facts: Any) -> Regrant:
    """Change what describes it; its amount once awarded only by `vary`."""
    regrant = locked(regrant)
    if regrant.state == RegrantState.CANCELLED:
        raise NotNow("This grant was cancelled. Add a new grant instead")
    for name, value in facts.items():
        setattr(regrant, name, value)
    regrant.save(update_fields=list(facts))
    return regrant


@transaction.atomic
def award(*, by: User, regrant: Regrant, on: date, agreement: str) -> Regrant:
    """The body has been told, and has accepted the grant with its conditions."""
    regrant = locked(regrant)
    not_in_the_future(on)
    if on < regrant.decided_on:
        raise Refusal("Enter a date on or after the decision")
    if not agreement.strip():
        raise Refusal("Enter the grant agreement: its reference, or the letter that was accepted")
    _may_move(regrant, RegrantState.AWARDED)
    regrant.awarded_on, regrant.agreement = on, agreement.strip()
    regrant.state = RegrantState.AWARDED
    regrant.save(update_fields=["state", "awarded_on", "agreement"])
    _step(regrant, on, by, regrant.agreement)
    return regrant


@transaction.atomic
def vary(*, by: User, regrant: Regrant, on: date, amount: Decimal, reason: str) -> Regrant:
    """More or less than was decided: never less than has been paid."""
    regrant = locked(regrant)
    if regrant.state == RegrantState.CANCELLED:
        raise NotNow("This grant was cancelled. Add a new grant instead")
    not_in_the_future(on)
    if amount <= 0:
        raise Refusal("Enter an amount above £0")
    paid = regrants.paid(regrant)
    if amount < paid:
        raise Refusal(f"{pounds(paid)} has been paid. Enter no less than that")
    _within(regrant.source, amount, but=regrant)
    regrant.amount = amount
    regrant.save(update_fields=["amount"])
    _step(regrant, on, by, why(reason))
    return regrant


@transaction.atomic
def pay(
    *,
    by: User,
    regrant: Regrant,
    on: date,
    amount: Decimal,
    transaction_reference: str = "",
    attempt: str = "",
    **consent: Any,
) -> Posting:
    """Pay the grant or a part of it: a posting of spend against its funding source.

    `consent` is the contract or the consent of spend that needs one (`consents.require`).
    """
    regrant = locked(regrant)
    if attempt:
        sent = Posting.objects.filter(attempt=attempt).first()
        if sent and (sent.on, sent.net, sent.source_id) == (on, amount, regrant.source_id):
            return sent
    if regrant.state != RegrantState.AWARDED or regrant.awarded_on is None:
        raise NotNow(
            f"The status of this grant is “{regrant.get_state_display()}”. Enter its award before "
            "you pay"
        )
    if on < regrant.awarded_on:
        raise Refusal("Enter a date on or after the award")
    left = regrant.amount - regrants.paid(regrant)
    if amount > left:
        raise Refusal(f"{pounds(left)} is left to pay. Enter no more than that")
    is_capital = regrant.expenditure == Expenditure.CAPITAL
    posting = postings.spend(
        by=by,
        source=regrant.source,
        on=on,
        net=amount,
        description=f"Grant: {regrant.title}",
        expenditure=regrant.expenditure,
        capital_basis=CapitalBasis.GRANT if is_capital else "",
        counterparty=regrant.recipient.name,
        transaction_reference=transaction_reference,
        attempt=attempt,
        **consent,
    )
    RegrantPayment.objects.create(regrant=regrant, posting=posting)
    return posting


@transaction.atomic
def monitor(
    *, by: User, regrant: Regrant, on: date, met: str, note: str, attempt: str = ""
) -> RegrantNote:
    """What was found of its purpose on a day."""
    regrant = locked(regrant)
    said = {"regrant_id": regrant.pk, "on": on, "met": met}
    if known := sent_before(RegrantNote, attempt, "note", **said):
        return known
    if regrant.state != RegrantState.AWARDED:
        raise NotNow("You can only monitor a grant that was awarded. Enter its award first")
    not_in_the_future(on)
    if not note.strip():
        raise Refusal("Enter what monitoring found")
    return regrant.notes.create(
        on=on, met=PurposeMet(met), note=note.strip(), attempt=attempt, by=by
    )


@transaction.atomic
def cancel(*, by: User, regrant: Regrant, on: date, reason: str) -> Regrant:
    """It will not be paid; what has been paid is refunded first."""
    regrant = locked(regrant)
    not_in_the_future(on)
    _may_move(regrant, RegrantState.CANCELLED)
    if paid := regrants.paid(regrant):
        raise NotNow(f"{pounds(paid)} has been paid. Record its refund before you cancel the grant")
    regrant.state = RegrantState.CANCELLED
    regrant.save(update_fields=["state"])
    _step(regrant, on, by, why(reason))
    return regrant


@transaction.atomic
def publish(*, by: User, regrant: Regrant, fields: Collection[str]) -> Regrant:
    """Select what the public edition of the register says of it; nothing leaves it out."""
    regrant = locked(regrant)
    if set(fields) - set(TO_RELEASE):
        raise Refusal("Select what is published from the list")
    regrant.public_fields = [name for name in TO_RELEASE if name in fields]
    regrant.save(update_fields=["public_fields"])
    return regrant


def locked(regrant: Regrant) -> Regrant:
    """As it is now; its funding source is locked first, as by everything that posts to it."""
    locked_source(regrant.source)
    return (
        Regrant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source__project__lead", "recipient")
        .get(pk=regrant.pk)
    )


def _within(source: FundingSource, amount: Decimal, *, but: Regrant | None = None) -> None:
    left = regrants.left_of(source, but=but)
    if amount > left:
        raise MoreThanTheFund(left)


def _may_move(regrant: Regrant, to: RegrantState) -> None:
    if to not in REGRANT_MOVES[RegrantState(regrant.state)]:
        raise NotNow(
            f"The status of this grant is “{regrant.get_state_display()}”. Reload the page"
        )


def _step(regrant: Regrant, on: date, by: User, reason: str) -> None:
    RegrantEvent.objects.create(
        regrant=regrant,
        state=regrant.state,
        amount=regrant.amount,
        on=on,
        reason=reason,
        by=by,
    )
