"""What a person is called and reached by, and where it stands in a text.

Certain is what is nobody else's: the name in full, a surname of two names, a number, an email
address, the house, a day of birth that is said to be one. A surname alone, a postcode alone and a
date alone are doubtful: they are shown, and somebody decides.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diz_portal import phones, unseen
from diz_portal.accounts.models import normalise_email
from diz_portal.privacy.kinds import Bearer

from . import spelling
from .ordinary import ORDINARY

NAME, NUMBER, EMAIL, ADDRESS, BORN = "name", "number", "email address", "address", "date of birth"

_TITLES = "mrs mr ms miss mx dr prof professor rev revd reverend sir dame lady lord cllr"
TITLES = set(_TITLES.split())
_AFTER = "jr sr junior senior obe mbe cbe phd md ba bsc msc ma"
_AFTER_A_NAME = set(_AFTER.split())
_PARTICLES = "van von der den de du la le di da del bin binti al el ap st ter"
_BEFORE_A_SURNAME = set(_PARTICLES.split())
_ANY_TITLE = "|".join(spelling.spelt(one) for one in _TITLES.split())
_TITLE = rf"(?:(?:{_ANY_TITLE})\.?\s+)?"
_INITIALS = r"(?:[A-Z](?:\.\s?|\s))"
# No letters at the foot of which spaces stand: a name of these is whole without them.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_LONG_ENOUGH_JOINED = 10
PLURAL = "with an s it may be another name"
_BETWEEN_DIGITS = rf"[\s().,_*‐-―/{spelling.UNSEEN[1:-1]}-]{{0,6}}"
_POSTCODE = re.compile(r"(?i)\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
_HOUSE = re.compile(r"(?i)^(?:(?:flat|unit|apartment|apt|room)\s*)?[0-9]+\s*[a-z]?$")
_NUMBERED = re.compile(r"(?i)^\D{0,12}?[0-9]+\s?[a-z]?\b\s+\S")


@dataclass(frozen=True)
class Pattern:
    """`anchor` is what PostgreSQL looks for: a short piece, so that a million rows take seconds.
    It may find too much, and never too little."""

    what: str
    certain: bool
    regex: re.Pattern[str]
    anchor: str
    # Of what is doubtful, why.
    why: str = ""
    # So often somebody else's that it says nothing in what is published.
    weak: bool = False


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    what: str
    certain: bool
    why: str = ""
    weak: bool = False


def patterns_of(called: Iterable[Bearer]) -> list[Pattern]:
    """Each once, the certain ones first: what they claim is not claimed again."""
    found = {(one.regex.pattern, one.certain): one for each in called for one in _patterns(each)}
    return sorted(found.values(), key=lambda one: (not one.certain, one.weak))


def anchor_of(patterns: Iterable[Pattern]) -> str:
    """What PostgreSQL looks for in every table."""
    return "|".join(dict.fromkeys([*(one.anchor for one in patterns), spelling.LOOKED_FOR]))


def spans(text: str, patterns: Iterable[Pattern]) -> list[Span]:
    """Where the person stands in a text, from its beginning on; none over another."""
    found: list[Span] = []
    for pattern in patterns:
        for hit in pattern.regex.finditer(text):
            start, end = hit.span("it") if "it" in pattern.regex.groupindex else hit.span()
            if start < end and all(end <= one.start or one.end <= start for one in found):
                found.append(
                    Span(start, end, pattern.what, pattern.certain, pattern.why, pattern.weak)
                )
    return sorted(found, key=lambda one: one.start)


def _patterns(called: Bearer) -> Iterator[Pattern]:
    yield from _of_email(normalise_email(called.email) if called.email else "")
    yield from _of_number(phones.key(called.phone))
    yield from _of_address(called)
    for one in _each_name(unseen.plain(called.name)):
        yield from _of_name(one)
    if called.born:
        yield from _of_birth(called.born)


def _made(
    what: str, regex: str, anchor: str, *, certain: bool, why: str = "", weak: bool = False
) -> Pattern:
    return Pattern(what, certain, re.compile(regex), anchor, why, weak)


# Names ----------------------------------------------------------------------------


def _each_name(text: str) -> Iterator[list[str]]:
    """The words of each name: "Ann and Bob Smith" are two people."""
    several = [_words(one) for one in re.split(r"(?i)\s*(?:&|\+|/|\band\b)\s*", text)]
    several = [words for words in several if words]
    for words in several:
        shared = several[-1][-1:] if len(words) == 1 and len(several[-1]) > 1 else []
        yield [*words, *shared]


def _words(text: str) -> list[str]:
    words = [one for one in re.split(r"[\s,()\"“”]+", text) if spelling.letters(one)]
    while words and "".join(spelling.letters(words[0])) in TITLES:
        words.pop(0)
    while words and "".join(spelling.letters(words[-1])) in _AFTER_A_NAME:
        words.pop()
    return words


def _of_name(words: list[str]) -> Iterator[Pattern]:
    begins = len(words) - 1
    while begins > 1 and spelling.folded(words[begins - 1]) in _BEFORE_A_SURNAME:
        begins -= 1
    given, surname = words[:begins], " ".join(words[begins:])
    if not given:
        yield from _of_one_word(surname)
        return
    parts = [one for each in words for one in spelling.letters(each)]
    if all(one in ORDINARY for one in parts):
        yield from _whole(given, surname, capital=True)
        yield from _whole(given, surname, certain=False, why="every word of it is an everyday word")
    else:
        yield from _whole(given, surname)
    halves = spelling.letters(surname)
    if len(halves) > 1 and min(map(len, halves)) > 2:
        # Of two names: hardly anybody else's.
        core = spelling.name(surname)
        before = rf"(?:{_TITLE}{_INITIALS}{{0,3}})?"
        yield _made(NAME, before + spelling.alone(core), _anchor(surname), certain=True)
        for half in (halves[0], halves[-1]):
            yield from _surname(half)
    else:
        yield from _surname(surname)


def _whole(
    given: list[str], surname: str, *, certain: bool = True, capital: bool = False, why: str = ""
) -> Iterator[Pattern]:
    """First name and surname, with or without what stands between; also the other way round."""
    first, last = spelling.name(given[0], capital=capital), spelling.name(surname, capital=capital)
    # Each once: of fifty alike, every three would be tried.
    between = list(dict.fromkeys(rf"{spelling.GAP}{spelling.name(one)}" for one in given[1:]))
    between += [rf"{spelling.GAP}[A-Za-z](?![^\W\d_])", spelling.NICKNAME]
    rather_long = len("".join(spelling.letters(given[0] + surname))) >= _LONG_ENOUGH_JOINED
    unspaced = bool(_UNSPACED.fullmatch(given[0] + surname))
    joined = (rather_long and not capital) or unspaced
    gap = spelling.GAP_OR_NONE if joined else spelling.GAP
    ahead = rf"{first}(?:{'|'.join(between)}){{0,3}}{gap}{last}"
    back = rf"{last}{spelling.GAP_BACK}{first}"
    regex = rf"{spelling.alone(f'{_TITLE}{ahead}')}|{spelling.alone(f'{_TITLE}{back}')}"
    if unspaced:
        regex = f"{ahead}|{back}"
    yield _made(NAME, regex, _anchor(surname), certain=certain, why=why)
    if certain and not capital and not unspaced:
        # “Ann Roberts laptop” is Ann Robert's, or of Ann Roberts.
        plural = spelling.alone(f"{_TITLE}{ahead}[sS]")
        yield _made(NAME, plural, _anchor(surname), certain=False, why=PLURAL)


def _anchor(surname: str) -> str:
    """Everyday words begin a word, or half the table would be read."""
    core = spelling.name(surname, broken=False)
    return rf"(^|[^A-Za-z]|\\[nrt]){core}" if len(surname) < 6 else core


def _surname(surname: str) -> Iterator[Pattern]:
    """Alone, or after a title or initials: perhaps somebody else's."""
    if len("".join(spelling.letters(surname))) < 2:
        return
    everyday = all(one in ORDINARY for one in spelling.letters(surname))
    core = spelling.name(surname, capital=everyday)
    called = rf"(?:(?:{_ANY_TITLE})\.?\s+{_INITIALS}{{0,3}}|{_INITIALS}{{1,3}})"
    why = "the surname alone may be someone else’s"
    anchor = _anchor(surname)
    yield _made(NAME, spelling.alone(called + core), anchor, certain=False, why=why)
    yield _made(NAME, spelling.alone(core), anchor, certain=False, why=why, weak=True)
    if not everyday and len(surname) > 3:
        titled = rf"(?:{called})?{core}[sS]"
        yield _made(NAME, spelling.alone(titled), anchor, certain=False, why=PLURAL, weak=True)


def _of_one_word(name: str) -> Iterator[Pattern]:
    if _UNSPACED.fullmatch(name):
        core = rf"\s?{spelling.UNSEEN}*".join(map(re.escape, name))
        yield _made(NAME, core, core, certain=True)
    elif len("".join(spelling.letters(name))) > 1:
        yield from _surname(name)


# How somebody is reached ----------------------------------------------------------


def _of_email(email: str) -> Iterator[Pattern]:
    if "@" not in email:
        return
    local, _, domain = email.rpartition("@")
    domains = dict.fromkeys((domain, *_other_spellings(domain)))
    spelt = "|".join(_typed(one, f"{spelling.UNSEEN}*") for one in domains)
    core = rf"{_typed(local, f'{spelling.UNSEEN}*')}{_AT}(?:{spelt})"
    anchor = rf"{_typed(local)}{_AT}(?:{'|'.join(map(_typed, domains))})"
    regex = rf"(?<![\w.+-]){core}(?![\w-])(?!\.\w)"
    yield _made(EMAIL, regex, anchor, certain=True)


_AT = (
    rf"[\s{spelling.UNSEEN[1:-1]}]{{0,3}}(?:@|%40|&#0*64;|&#[xX]0*40;|&commat;|\\u0040"
    rf"|[\[(]\s?[aA][tT]\s?[\])])[\s{spelling.UNSEEN[1:-1]}]{{0,3}}"
)
_AS_CODES = {".": r"(?:\.|%2[eE]|&#46;)", "+": r"(?:\+|%2[bB]|&#43;)", "_": r"(?:_|%5[fF]|&#95;)"}


def _typed(text: str, between: str = "") -> str:
    return between.join(
        _AS_CODES.get(one) or (f"[{one.lower()}{one.upper()}]" if one.isalpha() else re.escape(one))
        for one in text
    )


def _other_spellings(domain: str) -> Iterator[str]:
    """`bücher.example` is `xn--bcher-kva.example`, and the other way round."""
    with contextlib.suppress(UnicodeError):
        yield domain.encode("idna").decode("ascii")
    with contextlib.suppress(UnicodeError):
        yield domain.encode("ascii").decode("idna")


def _of_number(key: str) -> Iterator[Pattern]:
    digits = key.lstrip("0")
    if len(digits) < 9:
        return
    core = spelling.number(digits, _BETWEEN_DIGITS)
    nought, country = spelling.number("0"), spelling.number("44", _BETWEEN_DIGITS)
    abroad = rf"(?:(?:\+|{nought}{nought}){_BETWEEN_DIGITS})?{country}{_BETWEEN_DIGITS}"
    code = rf"(?:{abroad}(?:\(?{nought}\)?)?|\(?{nought}){_BETWEEN_DIGITS}"
    extension = r"(?:[\s,;]{0,2}(?:extension|extn|ext|x|#)[\s.:=#]*[0-9]{1,6})?"
    regex = rf"(?<![0-9])(?:{code})?{core}{extension}(?![0-9])"
    anchor = spelling.number(digits[-4:], _BETWEEN_DIGITS)
    yield _made(NUMBER, regex, anchor, certain=True)


def _of_address(called: Bearer) -> Iterator[Pattern]:
    """The house, in the words of the first lines; and its number beside the postcode."""
    typed = unseen.taken_out(called.address)
    postcode = _POSTCODE.search(called.postcode) or _POSTCODE.search(typed)
    lines = [one.strip() for one in re.split(r"[\n\r,]+", _POSTCODE.sub("\n", typed))]
    lines = [one for one in lines if spelling.line(one) and not _is_the_name(one, called.name)]
    code = (
        rf"{spelling.line(postcode[1])}[\s{spelling.UNSEEN[1:-1]}]{{0,4}}{spelling.line(postcode[2])}"
        if postcode
        else ""
    )
    houses = list(_houses(lines))
    for core, rest, anchor, _ in houses:
        more = [spelling.line(one) for one in rest] + ([code] if code else [])
        after = rf"(?:[\s.,]{{1,4}}(?:{'|'.join(more)})(?![\w]))*" if more else ""
        regex = rf"(?<![\w]){core}(?![\w]){after}"
        yield _made(ADDRESS, regex, anchor, certain=True)
    if not code:
        return
    for *_, house in houses:
        if number := re.match(r"[0-9]+", house):
            digits = spelling.number(number[0], f"{spelling.UNSEEN}*")
            regex = rf"(?<![\w]){digits}\s?[A-Za-z]?\b[^\n]{{0,60}}?\b{code}(?![\w])"
            yield _made(ADDRESS, regex, code, certain=True)
    yield _made(
        ADDRESS,
        rf"(?<![\w]){code}(?![\w])",
        code,
        certain=False,
        why="neighbours have the same postcode",
        weak=True,
    )


def _houses(lines: list[str]) -> Iterator[tuple[str, list[str], str, str]]:
    """Each line that names the house, as a pattern, the lines that may follow it, its anchor (the
    number and how the street begins, or the first word) and how it is typed."""
    for at, one in enumerate(lines[:3]):
        follow = lines[at + 1 : at + 2]
        joined = rf"{spelling.line(one)}[\s.,]{{1,4}}{spelling.line(follow[0]) if follow else ''}"
        if _HOUSE.match(one) and follow:
            yield joined, lines[at + 2 :], spelling.line(one), one
        elif _NUMBERED.match(one):
            yield spelling.line(one), lines[at + 1 :], _begins(one), one
            return
        elif at == 0 and follow and not re.search(r"[0-9]", one):
            # A house with a name and no number.
            yield joined, lines[2:], _begins(one), ""


def _begins(line: str) -> str:
    words = re.findall(r"[^\W\d_]+|[0-9]+", spelling.folded(line))[:2]
    return "[^A-Za-z0-9]{0,3}".join(
        spelling.number(one) if one.isdigit() else spelling.spelt(one[:4], broken=False)
        for one in words
    )


def _is_the_name(line: str, name: str) -> bool:
    return spelling.letters(line) == spelling.letters(name)


_YEAR = "january february march april may june july august september october november december"
_MONTHS = _YEAR.split()


def _of_birth(born: date) -> Iterator[Pattern]:
    """In the ways in which a day is written; certain only where the text says that it is one."""
    day, number = rf"0?{born.day}", rf"0?{born.month}"
    year = rf"(?:{born.year}|{born.year % 100:02})"
    full = _MONTHS[born.month - 1]
    month = f"(?:{spelling.spelt(full)}|{spelling.spelt(full[:3])})"
    core = "|".join(
        (
            rf"{day}\s?[./-]\s?{number}\s?[./-]\s?{year}",
            rf"{born.year}-{born.month:02}-{born.day:02}",
            rf"{born.day:02}{born.month:02}{born.year}",
            rf"{day}(?:st|nd|rd|th)?(?: of)?[\s,.-]{{1,3}}{month}[\s,.-]{{1,3}}{year}",
            rf"{month}\s{day}(?:st|nd|rd|th)?[\s,]{{1,2}}{born.year}",
        )
    )
    said = rf"(?i:born|birth|birthday|d\.?o\.?b\.?)\W{{0,8}}(?:on\W)?(?P<it>{core})(?![0-9])"
    anchor = rf"{born.year}|[./-] ?{born.year % 100:02}"
    yield _made(BORN, said, anchor, certain=True)
    yield _made(
        BORN,
        rf"(?<![0-9])(?:{core})(?![0-9])",
        anchor,
        certain=False,
        why="many things happen on one day",
        weak=True,
    )
