"""What was typed, as it is looked for."""

import re
import unicodedata
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVectorExact

from diz_portal import names, unseen
from diz_portal.tables.values.days import MONTHS

from .columns import BETWEEN, HYPHENS, Words

SHORTEST, LONGEST = 2, 100  # letters and figures; characters
# Beyond these nobody narrows anything down.
MOST_WORDS = 8
# Shorter ones begin too much to be an identifier.
SHORTEST_CODE = 3
# Letters of the Cyrillic and Greek alphabets that look like ours, as a copied text may have them.
# Names are looked for as they were typed, too: many are rightly written so.
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧον",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXov",
)
_DASHES = "‐‑‒–—−"
_MONTH = re.compile(r"(?i)\b([a-z]{3,9})\.?\s+((?:19|20)[0-9]{2})\b")
_ISO_MONTH = re.compile(r"\b((?:19|20)[0-9]{2})-([0-9]{2})\b")
Found = TypeVar("Found")


def matching(column: Words, words: str) -> SearchVectorExact:
    """`words` as `Asked.words` has them."""
    return SearchVectorExact(column, SearchQuery(words, search_type="raw", config="simple"))


@dataclass(frozen=True)
class Asked:
    """`text` is one tidy line. `by_post` says that it stands in no address, so that people may be
    looked for too."""

    text: str
    by_post: bool = False

    @classmethod
    def of(cls, typed: str, *, by_post: bool) -> "Asked":
        return cls(unseen.plain(typed), by_post)

    @cached_property
    def words(self) -> str:
        """A query of PostgreSQL's for all of the words, each by how it begins; a single letter or
        figure is the whole word. Nothing, where there is none."""
        asked = []
        for chunk in self.text.split()[:MOST_WORDS]:
            spellings = {
                " & ".join(map(_begins, _tokens(spelt)))
                for letters in {chunk, _ours(chunk)}
                for spelt in (letters, letters.translate(dict.fromkeys(map(ord, HYPHENS), " ")))
            }
            if found := sorted(filter(None, spellings)):
                asked.append(" | ".join(f"({one})" for one in found))
        return " & ".join(f"({one})" for one in asked)

    def matches(self, column: Words) -> SearchVectorExact:
        """For `filter()`: each of the words is one of the column's, or how one begins. Only where
        there are `words`."""
        return matching(column, self.words)

    @cached_property
    def code(self) -> str:
        """As an identifier is compared (`columns.Code`); nothing where it is too short for one."""
        # An identifier is written in our letters, whatever those that were pasted are.
        ours = self.text.translate(_ALIKE).lower()
        bare = ours.translate(dict.fromkeys(map(ord, BETWEEN + _DASHES)))
        return bare if len(bare) >= SHORTEST_CODE else ""

    @cached_property
    def folded(self) -> str:
        return names.looked_for(self.text)

    @cached_property
    def month(self) -> date | None:
        """Of `Fibre November 2026` the month."""
        if found := _MONTH.search(self.text):
            number = MONTHS.get(found[1].casefold())
            return date(int(found[2]), number, 1) if number else None
        if found := _ISO_MONTH.search(self.text):
            number = int(found[2])
            return date(int(found[1]), number, 1) if 1 <= number <= 12 else None
        return None

    @cached_property
    def without_month(self) -> "Asked":
        left = _ISO_MONTH.sub(" ", _MONTH.sub(" ", self.text))
        return Asked(" ".join(left.split()), self.by_post)

    def once(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """What several kinds are found by is asked of the database once."""
        known: dict[Hashable, Any] = vars(self).setdefault("_once", {})
        if what not in known:
            known[what] = find()
        return known[what]

    @cached_property
    def problem(self) -> str:
        """Why nothing can be looked for; empty when something can."""
        if not self.text:
            return "Enter what you are looking for"
        if len(self.text) > LONGEST:
            return f"Enter {LONGEST} characters or fewer"
        if sum(map(_counts, self.text)) < SHORTEST:
            return f"Enter at least {SHORTEST} letters or numbers"
        return ""


def _ours(word: str) -> str:
    """The word in our letters, where each of them looks like one of ours."""
    ours = word.translate(_ALIKE)
    return ours if all(one < "\u0250" for one in ours if one.isalpha()) else word


def _counts(letter: str) -> bool:
    # Marks belong to the letters of other scripts.
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _tokens(text: str) -> list[str]:
    """Letters and figures alone, so that nothing typed is an operator of a query."""
    bare = names.looked_for(text)
    return "".join(one if _counts(one) else " " for one in bare).split()


def _begins(token: str) -> str:
    return f"'{token}':*" if len(token) > 1 else f"'{token}'"
