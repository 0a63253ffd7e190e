"""What the sites of some rows are called: surgeries where each of them is one."""

import re

from diz_portal.changes.registry import Rows, total

# A practice's ODS code is a letter and five digits, as in `standing`.
PRACTICE = re.compile(r"[A-Z][0-9]{5}")


def counts_of(ods_code: str | None) -> dict[str, int]:
    return {"surgeries": int(bool(PRACTICE.fullmatch(ods_code or "")))}


def number_of(rows: Rows) -> str:
    """`1 surgery`, `12 sites`."""
    one, several = (
        ("surgery", "surgeries") if total(rows, "surgeries") == len(rows) else ("site", "sites")
    )
    return f"1 {one}" if len(rows) == 1 else f"{len(rows):,} {several}"
