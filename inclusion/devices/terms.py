"""What somebody signs when they are lent or given a device. The exact words are kept with it."""

import hashlib
from datetime import date

from diz_portal import words
from inclusion.cases.models import Team
from inclusion.devices.models import Device, HoldingKind
from partners.models import Organisation

# What holds for every loan, in the terms that are signed and in a letter about it.
LENT = (
    "It stays ours. You may ask to keep it for longer.",
    "Please look after it, and do not sell it or give it away.",
    "Nothing is charged if it breaks or gets lost by accident. Tell us as soon as you can.",
)
BEFORE_IT_COMES_BACK = (
    "Take your own files and pictures off before you bring it back. We wipe it when it comes back, "
    "and cannot give them back to you."
)


def terms_for(device: Device, kind: str, due_on: date | None, organisation: Organisation) -> str:
    """Plain words, each sentence on a line of its own, so that they can be read aloud."""
    team = Team.objects.filter(organisation=organisation).first()
    serial = f", serial number {device.serial}" if device.serial else ""
    lines = [
        f"{device.get_kind_display()}: {device.title}{serial}. Our reference: {device.reference}.",
    ]
    if kind == HoldingKind.LOAN:
        lines += [
            f"{organisation} lends you this device until {words.uk_date(due_on)}.",
            *LENT,
            BEFORE_IT_COMES_BACK,
        ]
    else:
        lines += [
            f"{organisation} gives you this device. It is yours to keep.",
            "It was used before. We wiped it and checked that it works, but we cannot promise how "
            "long it will last.",
            "If you no longer need it, you may bring it back to us: we wipe it and pass it on.",
        ]
    lines.append("If it does not work, ask us for help. Asking costs nothing.")
    if team and team.phone:
        lines.append(f"Call us on {team.phone}.")
    return "\n".join(lines)


def digest(terms: str) -> str:
    """Names the words that were shown, so that what is signed is what was read."""
    return hashlib.sha256(terms.encode()).hexdigest()[:20]
