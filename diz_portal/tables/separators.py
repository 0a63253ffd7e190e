"""What separates the cells of a CSV: found from its first rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable

SEPARATORS = ",;\t|"
ROWS_LOOKED_AT = 10
# What Excel writes above the headings, and honours, so that a file opens alike everywhere.
_SAYS_SEPARATOR = re.compile(r"\A\"?sep=([,;\t|])\"?\r?\n", re.IGNORECASE)
Known = Callable[[str], bool]


def dialect_of(text: str, known: Known = lambda heading: False) -> type[csv.Dialect]:
    """Quoted as Excel quotes, and separated as the start of the file is."""

    class Found(csv.excel):
        delimiter = separator_of(text, known)
        # A mark out of place would shift cells or swallow rows: better no than wrong.
        strict = True

    return Found


def separator_of(text: str, known: Known) -> str:
    """The one that parts the first rows into the most headings we know, else most evenly.

    A title with a comma in it above a table of semicolons does not decide, and neither do the
    decimal commas of its numbers.
    """
    if said := _SAYS_SEPARATOR.match(text):
        return said[1]
    scores = {separator: _score(text, separator, known) for separator in SEPARATORS}
    return max(scores, key=scores.__getitem__)


def _score(text: str, separator: str, known: Known) -> tuple[int, int, int]:
    """Headings known in the best row; rows of the same width, if wider than one; that width."""
    if separator not in text:
        return 0, 0, 0
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cells):
                rows.append(cells)
            if len(rows) == ROWS_LOOKED_AT:
                break
    except csv.Error:
        pass  # a cell beyond its limit: what came before it decides, and reading refuses it
    known_in = max((sum(1 for cell in cells if known(cell)) for cells in rows), default=0)
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    even, width = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return known_in, even, width
