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

# What is said of each: whoever knows the list decides.
HEADINGS_AGAIN = (
    "This row looks like the headings again. Leave it out, or keep it if it is a record"
)
A_TOTAL = "This row looks like a total. Leave it out, or keep it if it is a record"
A_NOTE = "This row looks like a note about the list. Leave it out, or keep it if it is a record"
THE_END = "This row looks like the end of the list. Leave it out, or keep it if it is a record"
A_TITLE = "This row looks like a title between rows. Leave it out, or keep it if it is a record"


def aside(cells: list[Any], headings: list[str]) -> str:
    """What to say of a row that looks like none; nothing where it looks like a record."""
    filled = [text for cell in cells if (text := text_of(cell))]
    if not filled:
        return ""
    first = filled[0]
    named = [heading.casefold() for heading in headings if heading]
    if len(filled) > 1 and [text.casefold() for text in filled] == named:
        return HEADINGS_AGAIN
    if _TOTAL.match(first) and len(first) < LONGEST and all(map(_AMOUNT.fullmatch, filled[1:])):
        return A_TOTAL
    if len(filled) <= 2 and len(named) > 2 and _ABOUT.match(first):
        return A_NOTE
    if len(filled) == 1 and _ENDS.fullmatch(first):
        return THE_END
    # In a list of one or two columns, one cell is a record.
    if len(filled) == 1 and len(named) > 2 and not any(map(str.isdigit, first)):
        return A_TITLE
    return ""
