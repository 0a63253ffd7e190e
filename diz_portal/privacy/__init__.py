"""What the portal knows about people, why, and for how long (design §4.11).

Each app's `personal_data.py` says it, and is read when Django starts:

    from diz_portal.privacy import JOINT, Retention, declare, no_personal_data

    declare(
        Invitation,
        what="Invitations",
        personal={"name": "name", "email": "email address"},
        not_personal={"reason source": "chosen from a list"},
        controller=JOINT,
        purpose=PARTNERSHIP,
        why="To let somebody in who was asked to join",
        retention=Retention(days=365, from_field="sent_at", kind="invitation"),
    )
    no_personal_data(District, reason="Public geography.", texts="code name")

What it is used for, and on which lawful basis: `purposes.py` and `processing/`.

A test fails on a field that takes words and stands in none of these: whoever adds one says whether
people's words come to stand there. Then they are handed out and erased too (`data_subjects.py`).
"""

from .purposes import JOINT, LEAD_ORGANISATION, Footing, Purpose, purpose
from .registry import (
    Declaration,
    Retention,
    declare,
    kept,
    no_personal_data,
)

__all__ = [
    "JOINT",
    "LEAD_ORGANISATION",
    "Declaration",
    "Footing",
    "Purpose",
    "Retention",
    "declare",
    "kept",
    "no_personal_data",
    "purpose",
]
