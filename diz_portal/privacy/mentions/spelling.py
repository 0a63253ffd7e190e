"""One word in every spelling that somebody may type: as a pattern for Python and for PostgreSQL.

Both engines read the same letters, so that the database hands out no row too few. Capitals and
accents are written out letter by letter, since neither engine folds as `diz_portal.unseen` does.
What nobody sees may stand between two letters; PostgreSQL hands out every row with such a mark,
which costs it nothing and is rare.
"""

import re
import unicodedata
from functools import cache

from diz_portal import unseen

# Letters that Unicode does not take apart.
_ALONE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th"}
    | {"æ": "ae", "œ": "oe"}
)
# Accents written after their letter, and what nobody sees.
UNSEEN = f"[\u0300-\u036f\u200c\u200d{unseen.MARKS}]"
# A word that is broken at the end of a line; in what JSON holds the database reads it as two signs.
BROKEN = r"[-‐]\r?\n[ \t]*"
LOOKED_FOR = rf"{UNSEEN}|[-‐](?:\r|\n|\\r|\\n)"
_RANGES = (*((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0xFB00, 0xFB07), (0xFF21, 0xFF5B)),)
# Between two words of a name, and inside a name with a hyphen or an apostrophe; also as HTML and
# JSON write them.
_WRITTEN = (
    r"&(?:#0*(?:32|39|45|96|160|173|82[0-9][0-9])|#[xX]0*(?:2[07dD]|60|[aA][0dD]|20[0-9a-fA-F]{2})"
    r"|apos|nbsp|shy|[lr]squo|[nm]dash|hyphen);|\\u(?:002[07dD]|00[aA][0dD]|20[0-9a-fA-F]{2})"
)
_JOINS = rf"(?:[\s.,_‐-―'’‘`+{UNSEEN[1:-1]}-]|{_WRITTEN})"
GAP = f"{_JOINS}{{1,12}}"
MAY_JOIN = f"{_JOINS}{{0,3}}"
GAP_OR_NONE = f"{_JOINS}{{0,12}}"
# The surname first.
GAP_BACK = rf"(?:{_JOINS}|[;:/(]){{1,12}}"
# “Wilhelmina (Billie) Oakapple”.
NICKNAME = r"\s{0,3}[(\"“‘][^\n()\"“”‘’]{1,30}[)\"”’]"


def _belongs_to_a_word() -> str:
    """The marks of scripts that write their vowels so: to Python they are no letters."""
    codes = [
        code
        for code in range(0x483, 0xFE00)
        if unicodedata.category(chr(code))[0] == "M" and not re.match(UNSEEN, chr(code))
    ]
    found = [[codes[0], codes[0]]]
    for code in codes[1:]:
        if code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


_MARKS = _belongs_to_a_word()
# Fillers are letters to Unicode.
_FILLERS = "\u115f\u1160\u3164\uffa0"
_A_LETTER = rf"(?:[^\W\d_{_FILLERS}]|[{_MARKS}])"
_WORD = re.compile(f"{_A_LETTER}+")


def folded(text: str) -> str:
    """Small letters without accents, as all spellings of a word are one."""
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = re.sub("[\u0300-\u036f]", "", parted)
    return unicodedata.normalize("NFC", bare).translate(_ALONE)


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
    for plain, umlauts in (("ae", "äÄ"), ("oe", "öÖ"), ("ue", "üÜ")):
        found[plain] = found.get(plain, "") + umlauts
    return found


def letters(word: str) -> list[str]:
    """The parts of a name that are words: `O'Brien-Núñez` is o, brien, nunez."""
    return _WORD.findall(folded(word))


def _letter(letter: str, *, capital: bool) -> str:
    known = _spelt().get(letter) or letter + letter.upper()
    if capital:
        known = "".join(one for one in known if one.upper() == one) or known
    return f"[{known}]" if len(known) > 1 else re.escape(known)


def spelt(word: str, *, capital: bool = False, broken: bool = True) -> str:
    """A pattern of one folded word; with `capital` only as a name is written."""
    between = f"(?:{UNSEEN}|{BROKEN})*" if broken else ""
    parts, at = [], 0
    while at < len(word):
        one = _letter(word[at], capital=capital and at == 0)
        pair = word[at : at + 2]
        if len(pair) == 2 and pair in _spelt():
            both = f"{one}{between}{_letter(pair[1], capital=False)}"
            apart = f"|[{pair[0]}{pair[0].upper()}]\u0308" if pair in {"ae", "oe", "ue"} else ""
            parts.append(f"(?:{both}|[{_spelt()[pair]}]{apart})")
            at += 2
        else:
            parts.append(one)
            at += 1
    return between.join(parts)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def name(text: str, *, capital: bool = False, broken: bool = True) -> str:
    """A pattern of one part of a name, however its hyphens, apostrophes and umlauts are typed."""
    written = unicodedata.normalize("NFC", text)
    each = zip(letters(written), letters(written.translate(_UMLAUTS)), strict=True)
    return MAY_JOIN.join(
        spelt(one, capital=capital, broken=broken)
        if one == other
        else f"(?:{spelt(one, capital=capital, broken=broken)}"
        f"|{spelt(other, capital=capital, broken=broken)})"
        for one, other in each
    )


def number(digits: str, between: str = "") -> str:
    """A pattern of digits, also wide and Arabic ones."""
    return between.join(
        f"[{one}{chr(0xFF10 + int(one))}{chr(0x660 + int(one))}{chr(0x6F0 + int(one))}]"
        for one in digits
    )


def line(text: str) -> str:
    """A pattern of a line of an address: its words and numbers in their order."""
    words = re.findall(rf"{_A_LETTER}+|[0-9]+", folded(text))
    return rf"[\s.,'’{UNSEEN[1:-1]}-]{{0,4}}".join(
        _STREETS.get(one) or (number(one, f"{UNSEEN}*") if one.isdigit() else spelt(one))
        for one in words
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
    return rf"(?<![^\W\d_{_FILLERS}]){pattern}(?!{UNSEEN}*{_A_LETTER})"
