"""What somebody signs when they are lent or given a device. The exact words are kept with it."""

import hashlib
from datetime import date

from diz_portal import words
from diz_portal.phones import in_words
from inclusion.cases.models import Team
from inclusion.devices.models import Device, HoldingKind
from partners.models import Organisation

# What holds for every loan, in the terms that are signed and in a letter about it.
LENT = (
    "It still belongs to us. You can ask to keep it for longer.",
    "Please look after it. Do not sell it or give it to anyone else.",
    "You will not be charged if it breaks or you lose it by accident. Tell us as soon as you can.",
)
BEFORE_IT_COMES_BACK = (
    "Copy your files and photos before you return it. We wipe it when we get it back, and cannot "
    "recover them."
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
            "It has been used before. We have wiped it and checked that it works, but we cannot "
            "say "
            "how long it will last.",
            "If you no longer need it, you can bring it to us. We will wipe it and give it to "
            "someone else.",
        ]
    lines.append("If it does not work, ask us for help. It is free to ask.")
    if team and team.phone:
        lines.append(f"Call us on {in_words(team.phone)}.")
    return "\n".join(lines)


def digest(terms: str) -> str:
    """Names the words that were shown, so that what is signed is what was read."""
    return hashlib.sha256(terms.encode()).hexdigest()[:20]
