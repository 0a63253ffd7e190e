"""The ledger: who reads all of a project's money reads it, a manager and the finance officers of
the accountable body keep it, and a certifier of it alone locks a month."""

from .doors import LEADS, MANAGERS, MOVED, NOBODY, Table

PUBLIC = "public.slug"


def add(table: Table) -> None:
    door, button = table.door, table.button
    reads = {"opens": LEADS, "slug": PUBLIC}
    keeps = {
        "opens": MANAGERS,
        "refused": LEADS - MANAGERS,
        "acts": MANAGERS,
        "slug": PUBLIC,
    }
    month = {"month": "ledger_month.slug"}
    door("money:ledger", **reads)
    door("money:month", **reads, **month)
    for name in ("explain", "sign", "withdraw"):
        door(f"money:month_{name}", **keeps, **month)
    door("money:month_take_out", **keeps, **month, reference="ledger_difference.reference")
    # Neither a lead nor a manager: a certifier.
    door("money:month_lock", opens=NOBODY, refused=LEADS, acts=NOBODY, slug=PUBLIC, **month)
    press = {"acts": MANAGERS, "refused": LEADS - MANAGERS, "slug": PUBLIC}
    button("money:month_match", **press, **month)
    line = {"reference": "ledger_line.reference"}
    door("money:ledger_line", **reads, **line)
    door("money:ledger_post", **keeps, **line)
    door("money:ledger_match", **keeps, **line, posting="booked.reference")
    door("money:ledger_unmatch", **keeps, reference="matched_line.reference")
    # Files of the ledger.
    door("money:imports", **reads)
    door("money:import_new", **keeps)
    batch, applied = {"reference": "ledger_batch.reference"}, "ledger_applied.reference"
    for name in ("import", "import_errors"):
        door(f"money:{name}", **reads, **batch)
    door("money:import_match", **keeps, **batch)
    door("money:import_undo", **keeps, reference=applied)
    door("money:import_rows", **{**keeps, "gives": MOVED}, **batch)
    for name in ("import_check", "import_apply", "import_discard"):
        button(f"money:{name}", **press, **batch)
