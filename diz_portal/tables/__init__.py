"""The one way in for a table that comes from outside: CSV, XLSX or ODS, from a person or a server.

    with path.open("rb") as file:
        table = open_table(file, path.name, known=lambda heading: heading.casefold() in OURS)
        for row in table.rows():
            ...

reading → headings                 which row names the columns; rows with their sheet and number
        → text                     CSV, whatever it is written in (encodings, separators)
        → xlsx, ods → packages     workbooks, read as a stream from a zip that was judged first
rows, cells                        what stands in a cell, and where that is
values                             what that means: numbers, days, identifiers, words
told                               what a person ought to know: formulas, hidden rows, merged cells
limits                             how much is read, and the one refusal

A file that cannot be read as it was meant is refused with words that name the place and the
cure. What can be read but may surprise is read and told (`Table.notes`). Nothing is guessed
away: no byte is replaced, no broken cell becomes a blank.
"""

from .cells import Broken, day_of_number, letter, text_of
from .limits import MAX_UPLOAD, FileRefused, Limits, said_size
from .reading import ACCEPTED, FORMATS, Table, open_table
from .rows import Row

__all__ = [
    "ACCEPTED",
    "FORMATS",
    "MAX_UPLOAD",
    "Broken",
    "FileRefused",
    "Limits",
    "Row",
    "Table",
    "day_of_number",
    "letter",
    "open_table",
    "said_size",
    "text_of",
]
