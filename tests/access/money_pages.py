"""Money: the accountable body's leads, finance officers and certifiers read all of a project's,
a partner's people their own part. A manager and the accountable body's finance officers keep it.
"""

from .doors import LEADS, MANAGERS, MEMBERS, NOBODY, SIGNED_IN, Table

# Of A, which gives a contribution of its own.
OWN = frozenset({"contributor", "lead", "manager"})
PUBLIC, GRANT, SHARE = "public.slug", "grant.reference", "share.reference"


def add(table: Table) -> None:
    door = table.door
    readers = MEMBERS - {"viewer", "caseworker"}
    door("money:list", opens=readers, refused=SIGNED_IN - readers)
    for name in ("project", "project_csv"):
        door(f"money:{name}", opens=OWN, slug=PUBLIC)
    for name in ("partner", "partner_csv"):
        door(f"money:{name}", opens=OWN, slug="ours.slug")
    for name in ("finance", "source_add"):
        door(f"money:{name}", opens=MANAGERS, refused=OWN - MANAGERS, acts=MANAGERS, slug=PUBLIC)
    door("money:source", opens=LEADS, slug=PUBLIC, reference=GRANT)
    door("money:source", opens=OWN, slug=PUBLIC, reference=SHARE)
    line = {"slug": PUBLIC, "reference": "line.reference"}
    door("money:budget", opens=OWN, slug=PUBLIC)
    door("money:line", opens=LEADS, **line)
    keeps_line = {"opens": MANAGERS, "refused": LEADS - MANAGERS, "acts": MANAGERS, **line}
    for name in ("line_budget", "line_forecast"):
        door(f"money:{name}", **keeps_line)
    door("money:line_explain", **keeps_line, quarter="quarter")
    # With a return, its own organisation's finance officers alone, and none of them walks here.
    of_return = {"reference": "draft.reference", "line": "line.reference"}
    door("returns:forecast", opens=NOBODY, refused=LEADS, **of_return)
    keeps = {"opens": MANAGERS, "refused": LEADS - MANAGERS, "acts": MANAGERS, "slug": PUBLIC}
    for name in (
        *("edit", "award", "vary", "secure", "unsecure", "withdraw", "restore", "condition"),
        *("receive", "claw-back", "spend", "accrue", "adjust", "reclassify"),
    ):
        door(f"money:source_{name}", **keeps, reference=GRANT)
    door("money:line_add", **keeps, reference=GRANT)
    for name in ("match", "give"):
        door(f"money:source_{name}", **keeps, reference="in_kind.reference")
    door("money:take_back", **keeps, reference="in_kind.reference", given="given.reference")
    for name in ("condition", "condition_met"):
        door(f"money:{name}", **keeps, reference=GRANT, one="condition.reference")
    for name in ("refund", "reverse"):
        door(f"money:{name}", **keeps, reference="posting.reference")
    _claims(table)


def _claims(table: Table) -> None:
    """Who prepares them are finance officers and managers; only certifiers approve, and none of
    those who walk here is one: see `test_claims.py`."""
    door = table.door
    door("money:claim_queue", opens=MANAGERS, refused=SIGNED_IN - MANAGERS)
    door("money:claims", opens=OWN, slug=PUBLIC)
    starts = {"opens": MANAGERS, "refused": LEADS - MANAGERS, "acts": MANAGERS, "slug": PUBLIC}
    door("money:claim_start", **starts, reference="claimable.reference")
    # Claimed for the accountable body: its contributors read what their organisation gives, and no
    # more.
    keeps = starts
    door("money:claim", opens=LEADS, slug=PUBLIC, reference="claim.reference")
    for name in ("edit", "lines_add", "submit", "withdraw"):
        door(f"money:claim_{name}", **keeps, reference="claim.reference")
    line = {"reference": "claim.reference", "one": "claim_line.reference"}
    for name in ("line", "line_remove", "evidence"):
        door(f"money:claim_{name}", **keeps, **line)
    door("money:claim_evidence_remove", **keeps, **line, file="claim_evidence.reference")
    door("money:claim_paid", **keeps, reference="approved_claim.reference")
    door("money:claim_release", **keeps, reference="paid_claim.reference")
    door("money:claim_reverse-payment", **keeps, reference="paid_claim.reference")
    for name in ("approve", "send-back"):
        door(
            f"money:claim_{name}",
            opens=NOBODY,
            refused=LEADS,
            acts=NOBODY,
            slug=PUBLIC,
            reference="submitted_claim.reference",
        )
