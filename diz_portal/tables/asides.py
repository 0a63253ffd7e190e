"""Rows that look as if they were no record: totals, who made the list, titles between the rows.

Whoever reads the table decides what becomes of them; a record may look so by chance.
"""

import re
from typing import Any

from .cells import text_of

_TOTAL = re.compile(r"(?:grand |sub-? ?|overall )?totals?\b|sum\b|count\b|average\b", re.IGNORECASE)
_AMOUNT = re.compile(r"[-(£]*[0-9][0-9,. ]*%?[-)]*")
_ABOUT = re.compile(
    r"(?:prepared|produced|compiled|created|generated|exported|printed|downloaded|issued|checked"
    r"|approved|last updated|updated|as at|report(?:ed)? (?:by|date|run)|source|contact"
    r"|confidential|official|end of|page [0-9]|©|copyright|notes?:|key:|n\.?b\.?[: ]|\*)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"-{2,}|={2,}|_{2,}|\*{2,}|end", re.IGNORECASE)
LONGEST = 200


def aside(cells: list[Any], headings: list[str]) -> str:
    """What the row looks like (“a total”); nothing where it looks like a record."""
    filled = [text for cell in cells if (text := text_of(cell))]
    if not filled:
        return ""
    first = filled[0]
    named = [heading.casefold() for heading in headings if heading]
    if len(filled) > 1 and [text.casefold() for text in filled] == named:
        return "the headings again"
    if _TOTAL.match(first) and len(first) < LONGEST and all(map(_AMOUNT.fullmatch, filled[1:])):
        return "a total"
    if len(filled) <= 2 and len(named) > 2 and _ABOUT.match(first):
        return "a note about the list"
    if len(filled) == 1 and _ENDS.fullmatch(first):
        return "the end of the list"
    # In a list of one or two columns, one cell is a record.
    if len(filled) == 1 and len(named) > 2 and not any(map(str.isdigit, first)):
        return "a title between the rows"
    return ""
