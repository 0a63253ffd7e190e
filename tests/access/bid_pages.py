"""Bids: those who write them for their lead organisation keep them, those who sign for a partner
read them once they are joint, and nobody signs for another. Grants: as the money of their project.
"""

from .bid_world import OWNERS
from .doors import LEADS, MANAGERS, MEMBERS, SIGNED_IN, Table

PARTNER = frozenset({"supplier"})
LEAD = frozenset({"lead"})
IDEA, JOINT, LOST = "idea.reference", "bid.reference", "lost_bid.reference"


def add(table: Table) -> None:
    door = table.door
    readers = MEMBERS - {"viewer", "caseworker"}
    shut = SIGNED_IN - readers
    door("money:bids", opens=readers, refused=shut)
    door("money:bid_add", opens=readers, refused=shut, acts=readers)
    door("money:bid", opens=OWNERS, reference=IDEA)
    door("money:bid", opens=OWNERS | PARTNER, reference=JOINT)
    door("money:bid_draft", opens=OWNERS, acts=OWNERS, reference=IDEA)
    keeps = {"opens": OWNERS, "refused": PARTNER, "acts": OWNERS, "reference": JOINT}
    for name in ("edit", "ask", "return", "submit", "lost", "withdraw", "partner"):
        door(f"money:bid_{name}", **keeps)
    door("money:bid_partner_remove", **keeps, organisation="supplier.slug")
    door("money:bid_lessons", opens=OWNERS, acts=OWNERS, reference=LOST)
    door(
        "money:bid_won",
        opens=MANAGERS,
        refused=(OWNERS | PARTNER) - MANAGERS,
        acts=MANAGERS,
        reference=JOINT,
    )
    # What is not signed is its own people's: for a manager and for D it is not there.
    signs = {"opens": LEAD, "refused": frozenset({"contributor"}), "acts": LEAD}
    for name in ("share", "sign"):
        door(f"money:bid_{name}", **signs, reference=JOINT, share="bid_share.reference")
    door("money:bid_share_remove", **signs, reference=JOINT, share="second_share.reference")
    door(
        "money:bid_share_add",
        opens=LEAD,
        refused=(OWNERS | PARTNER) - LEAD,
        acts=LEAD,
        reference=JOINT,
        organisation="ours.slug",
    )
    door("money:grants", opens=readers, refused=shut)
    for name in ("grant_add", "grant_recipient_add"):
        door(f"money:{name}", opens=MANAGERS, refused=SIGNED_IN - MANAGERS, acts=MANAGERS)
    door("money:grant", opens=LEADS, reference="regrant.reference")
    for name in ("edit", "award", "vary", "pay", "monitor", "cancel", "publish"):
        door(
            f"money:grant_{name}",
            opens=MANAGERS,
            refused=LEADS - MANAGERS,
            acts=MANAGERS,
            reference="regrant.reference",
        )
