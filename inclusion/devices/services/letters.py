"""A letter about a loan, for whoever would rather have it on paper."""

from diz_portal import words
from diz_portal.access import Refusal
from diz_portal.outbox.letters import Letter
from inclusion.cases.models import Team
from inclusion.cases.services.letters import letter_to
from inclusion.devices import terms
from inclusion.devices.models import Holding, HoldingKind


class NoLoan(Refusal):
    message = "A letter is written about a loan that is still out. This one is not."


def loan_letter(holding: Holding) -> Letter:
    """What is lent, until when, on what conditions, and how it comes back: as it is today, where
    the terms that were signed may name an earlier day. Without an address it is handed over."""
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
    ring = f"call us on {team.phone}" if team and team.phone else "ask us"
    due_on = words.uk_date(holding.due_on)
    parts = [
        f"Dear {holding.need.case.person.name}",
        f"{keeper} has lent you this device.",
        _list([f"{device.get_kind_display()}: {device.title}", *serial]),
        f"Please bring it back by {due_on}. If you need it for longer, {ring} before that day.",
        "## What we agreed",
        _list(terms.LENT),
        "## How to bring it back",
        _list(
            [
                terms.BEFORE_IT_COMES_BACK,
                "Bring it to us, with its charger and whatever else came with it.",
                f"If you cannot come, {ring}. We will find another way.",
            ]
        ),
        f"If it does not work, {ring}. Asking costs nothing.",
    ]
    return "\n\n".join(parts)


def _list(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
