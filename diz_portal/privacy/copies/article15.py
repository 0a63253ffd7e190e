"""Why it is held, on what ground, who receives it and for how long; and what the person may do.

What controllers answer is read in `told_of`, and nowhere else.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from diz_portal.places.selectors import partnership
from diz_portal.privacy import processing, registry
from diz_portal.privacy.erasure import Record
from diz_portal.privacy.purposes import JOINT, LEAD_ORGANISATION


@dataclass(frozen=True)
class Told:
    """Article 15(1)(a) to (d) and (2) for one kind of record, each in words; some may be empty."""

    controller: str = ""
    why: str = ""
    basis: str = ""
    special: str = ""
    recipients: str = ""
    processors: str = ""
    transfers: str = ""
    how_long: str = ""


def told_of(model: type[models.Model], record: Record) -> Told:
    """What its controller answers for the rows of a model. Of one that names nobody by itself
    (a device), what is answered for the record that it is kept with."""
    declared = registry.declaration_of(model)
    if declared is None or declared.purpose is None:
        declared = registry.declaration_of(record.kind.model)
    if declared is None or declared.purpose is None:
        return Told(controller=record.controller)
    # What the partners keep together, or the lead for all, is not the organisation's that helps.
    is_lead = declared.controller in (LEAD_ORGANISATION, JOINT)
    said = processing.of(declared, None if is_lead else processing.controller_of(record))
    return Told(
        controller=said.controller,
        why=said.why,
        basis=f"{capfirst(said.basis_plainly)}. {said.basis}",
        special=said.condition,
        recipients=said.recipients,
        processors="; ".join(said.processors),
        transfers=said.transfers,
        how_long=said.how_long_theirs,
    )


ICO = (
    "Information Commissioner’s Office, Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF. "
    "Phone 0303 123 1113. Website ico.org.uk/make-a-complaint."
)


def rights() -> list[dict[str, Any]]:
    """The end of every copy: sections of sentences, in the person's words."""
    us = partnership()
    page = f"{settings.PORTAL_URL}{reverse('your_data:ask')}"
    phone = f" or call us on {us.phone}" if us.phone else ""
    return [
        {
            "heading": "Who else receives it",
            "sentences": [
                "Each subject above says who receives it. We do not sell your data or give it to "
                "advertisers.",
                "Companies run our computers and deliver our emails, texts and letters. They may "
                "use your data only as we tell them to.",
            ],
        },
        {
            "heading": "Decisions made by a computer",
            "sentences": [
                "None. People decide. Places at a seminar go to people in the order in which they "
                "registered."
            ],
        },
        {
            "heading": "Your rights",
            "sentences": [
                "You can ask us to correct what is wrong, or to add what is missing.",
                "You can ask us to delete your data, or to stop using it for now.",
                "You can object to how we use it.",
                "Where you agreed to something, you can change your mind at any time.",
                "You can have what you gave us as a file that another organisation’s computer can "
                "read.",
                f"To do any of these, write to us at {page}{phone}. It is free. We will answer "
                "within one month.",
            ],
        },
        {
            "heading": "If you are not happy",
            "sentences": [
                f"Complain to us first, at the same address{phone and ' or number'}. We will tell "
                "you within 30 days that we have your complaint. Then we will tell you the "
                "outcome.",
                f"You can also complain to the regulator: {ICO}",
                "You can also take the matter to court.",
            ],
        },
    ]
