"""One box that finds everything that somebody may see.

An app says in its `searchable.py` what can be found, by what, and by whom:

    search.register(Searchable(
        kind="risks",
        label="Risks and issues",
        rows=lambda user: Risk.objects.filter(project__in=Project.objects.worked_on_by(user)),
        words=RISK_WORDS,
        codes=("reference",),
        hit=lambda risk, user: Hit(title=risk.title, url=…, about=str(risk.project)),
        order=30,
    ))

`columns` has what models index and what is compared; `asked` reads what was typed; `statements`
has what the database is asked; `reading` finds.
Names, addresses and numbers of people are looked for by POST alone: they stand in no address, no
log and no history. How to: docs/how-to/make-something-searchable.md.
"""

from .asked import Asked
from .columns import Code, Ending, Words, code_index, words_index
from .registry import Hit, Searchable, register, rows_depend_on

__all__ = [
    "Asked",
    "Code",
    "Ending",
    "Hit",
    "Searchable",
    "Words",
    "code_index",
    "register",
    "rows_depend_on",
    "words_index",
]
