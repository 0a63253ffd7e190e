"""One word in every spelling that somebody may type: as a pattern for Python and for PostgreSQL.

Both engines read the same letters, so that the database hands out no row too few. Capitals and
accents are written out letter by letter, since neither engine folds as `diz_portal.unseen` does.
What nobody sees may stand between two letters; PostgreSQL hands out every row with such a mark,
which costs it nothing and is rare.
"""

import re
import unicodedata
from functools import cache

# Letters that Unicode does not take apart.
_ALONE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th"}
    | {"æ": "ae", "œ": "oe"}
)
# Accents written after their letter, soft hyphens, joiners and marks of direction.
UNSEEN = "[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_RANGES = ((0x41, 0x250), (0x1E00, 0x1F00), (0xFB00, 0xFB07), (0xFF21, 0xFF5B))
# Between two words of a name, and inside a name with a hyphen or an apostrophe.
_JOINS = rf"[\s.,_‐-―'’‘`+{UNSEEN[1:-1]}-]"
GAP = f"{_JOINS}{{1,3}}"
MAY_JOIN = f"{_JOINS}{{0,3}}"


def folded(text: str) -> str:
    """Small letters without accents, as all spellings of a word are one."""
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(one for one in parted if not unicodedata.combining(one))
    return bare.translate(_ALONE)


@cache
def _spelt() -> dict[str, str]:
    """Of each letter, or pair of letters, the single characters that stand for it."""
    found: dict[str, str] = {}
    for start, end in _RANGES:
        for code in range(start, end):
            one = chr(code)
            if unicodedata.category(one)[0] == "L":
                plain = folded(one)
                found[plain] = found.get(plain, "") + one
    return found


def letters(word: str) -> list[str]:
    """The parts of a name that are words: `O'Brien-Núñez` is o, brien, nunez."""
    return re.findall(r"[^\W\d_]+", folded(word))


def _letter(letter: str, *, capital: bool) -> str:
    known = _spelt().get(letter) or letter + letter.upper()
    if capital:
        known = "".join(one for one in known if one.upper() == one) or known
    return f"[{known}]" if len(known) > 1 else re.escape(known)


def spelt(word: str, *, capital: bool = False, unseen: bool = True) -> str:
    """A pattern of one folded word; with `capital` only as a name is written."""
    between = f"{UNSEEN}*" if unseen else ""
    parts, at = [], 0
    while at < len(word):
        one = _letter(word[at], capital=capital and at == 0)
        pair = word[at : at + 2]
        if len(pair) == 2 and pair in _spelt():
            both = f"{one}{between}{_letter(pair[1], capital=False)}"
            parts.append(f"(?:{both}|[{_spelt()[pair]}])")
            at += 2
        else:
            parts.append(one)
            at += 1
    return between.join(parts)


def name(text: str, *, capital: bool = False, unseen: bool = True) -> str:
    """A pattern of one part of a name, however its hyphens and apostrophes are typed."""
    return MAY_JOIN.join(spelt(one, capital=capital, unseen=unseen) for one in letters(text))


def line(text: str) -> str:
    """A pattern of a line of an address: its words and numbers in their order."""
    words = re.findall(r"[^\W\d_]+|[0-9]+", folded(text))
    return "[\\s.,'’-]{0,3}".join(
        _STREETS.get(one) or (one if one.isdigit() else spelt(one)) for one in words
    )


_ALIKE = (
    ("street", "st"),
    ("road", "rd"),
    ("avenue", "ave", "av"),
    ("lane", "ln"),
    ("drive", "dr"),
    ("close", "cl"),
    ("crescent", "cres"),
    ("court", "ct"),
    ("gardens", "gdns"),
    ("place", "pl"),
    ("square", "sq"),
    ("terrace", "terr", "ter"),
    ("apartment", "apt"),
    ("saint", "st"),
)
_STREETS = {
    each: f"(?:{'|'.join(spelt(one) for one in dict.fromkeys(alike))})"
    for alike in _ALIKE
    for each in alike
}
_STREETS["st"] = f"(?:{'|'.join(spelt(one) for one in ('street', 'saint', 'st'))})"


# Apart from other words, for Python alone: PostgreSQL only looks for rows worth reading.
def alone(pattern: str) -> str:
    return rf"(?<![^\W\d_]){pattern}(?!{UNSEEN}*[^\W\d_])"
