"""A letter about a loan, for whoever would rather have it on paper."""

from diz_portal import words
from diz_portal.access import Refusal
from diz_portal.outbox.letters import Letter
from diz_portal.phones import in_words
from inclusion.cases.models import Team
from inclusion.cases.services.letters import letter_to
from inclusion.devices import terms
from inclusion.devices.models import Holding, HoldingKind


class NoLoan(Refusal):
    message = (
        "You can only print a letter about a loan that has not been returned. Reload the page and"
        " check its status"
    )


def loan_letter(holding: Holding) -> Letter:
    """What is lent, until when, on what conditions, and how it comes back: as it is today, where
    the terms that were signed may name an earlier day. Without an address staff give it to them."""
    if holding.kind != HoldingKind.LOAN or not holding.is_out:
        raise NoLoan
    person = holding.need.case.person
    keeper = holding.device.kept_by
    return letter_to(
        person,
        sender=keeper,
        subject="The device you have borrowed",
        words=_words(holding),
        reference=holding.device.reference,
    )


def _words(holding: Holding) -> str:
    device, keeper = holding.device, holding.device.kept_by
    team = Team.objects.filter(organisation=keeper).first()
    serial = [f"Serial number {device.serial}"] if device.serial else []
    contact = f"call us on {in_words(team.phone)}" if team and team.phone else "ask us"
    due_on = words.uk_date(holding.due_on)
    parts = [
        f"Dear {holding.need.case.person.name},",
        f"{keeper} has lent you this device.",
        _list([f"{device.get_kind_display()}: {device.title}", *serial]),
        f"Please return it by {due_on}. If you need it for longer, {contact} before then.",
        "## What we agreed",
        _list(terms.LENT),
        "## How to return it",
        _list(
            [
                terms.BEFORE_IT_COMES_BACK,
                "Bring it to us with its charger and everything else that came with it.",
                f"If you cannot come, {contact}. We will find another way.",
            ]
        ),
        f"If it does not work, {contact}. It is free to ask.",
    ]
    return "\n\n".join(parts)


def _list(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
