"""Money: the accountable body's leads, finance officers and certifiers read all of a project's,
a partner's people their own part. A manager and the accountable body's finance officers keep it.
"""

from .doors import LEADS, MANAGERS, MEMBERS, SIGNED_IN, Table

# Of A, which gives a contribution of its own.
OWN = frozenset({"contributor", "lead", "manager"})
PUBLIC, GRANT, SHARE = "public.slug", "grant.reference", "share.reference"


def add(table: Table) -> None:
    door = table.door
    readers = MEMBERS - {"viewer", "caseworker"}
    door("money:list", opens=readers, refused=SIGNED_IN - readers)
    door("money:project", opens=OWN, slug=PUBLIC)
    door("money:partner", opens=OWN, slug="ours.slug")
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
