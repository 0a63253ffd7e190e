"""The numbers of SIM cards and the codes of vouchers, as they are typed: one to a line."""

from typing import NamedTuple

from diz_portal.tables.values import Wrong, iccid, lost_in_list, voucher
from inclusion.databank.models import ItemKind

MOST_NAMED = 3


class Typed(NamedTuple):
    """The codes in the one form that we keep; sentences about lines that are none, and about those
    to be asked about."""

    codes: list[str]
    wrong: list[str]
    doubts: list[str]


def typed(text: str, kind: str) -> Typed:
    found = Typed([], [], [])
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            code, doubt = iccid(line) if kind == ItemKind.SIM else (voucher(line), "")
        except Wrong as wrong:
            found.wrong.append(f"Line {number}: {wrong}")
            continue
        found.codes.append(code)
        lines.append(number)
        if doubt:
            found.doubts.append(f"Line {number}: {doubt}")
    if kind != ItemKind.SIM and (lost := lost_in_list(found.codes)) is not None:
        found.wrong.append(
            f"Line {lines[lost]}: “{found.codes[lost]}” seems to have lost digits in a "
            "spreadsheet, because it is unlike the others. Copy the codes from cells that are "
            "formatted as Text"
        )
    return found


def named(sentences: list[str]) -> str:
    """The first few, and how many more; without a full stop at the end."""
    shown = [sentence.removesuffix(".") for sentence in sentences[:MOST_NAMED]]
    if (more := len(sentences) - MOST_NAMED) > 0:
        shown.append(
            "1 more has the same problem" if more == 1 else f"{more:,} more have the same problem"
        )
    return ". ".join(shown)
