"""Texts to telephones: what they can hold, how long they are, and making them short enough.

A text has 160 characters of the GSM alphabet (3GPP TS 23.038); a longer one is sent as segments of
153, each paid for. One letter outside the alphabet would cut that to 67, so such letters are
written with the nearest in it.
"""

import re
import unicodedata

from .shrinking import CLOSE, OPEN, shrink

MOST_SEGMENTS = 2
ONE_SEGMENT, OF_SEVERAL = 160, 153
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take two places: an escape and themselves.
_EXTENDED = frozenset("\f^{}\\[~]|€")
_NEAREST = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-",
    "\u00a0": " ", "×": "x", "½": "1/2", "¼": "1/4", "¾": "3/4", "ł": "l", "Ł": "L", "đ": "d",
}  # fmt: skip


def plain(text: str) -> str:
    """The text in the GSM alphabet. What has no near letter, such as an emoji, is left out."""
    return "".join(_nearest(one) for one in unicodedata.normalize("NFC", text))


def _nearest(letter: str) -> str:
    if letter in _BASIC or letter in _EXTENDED or letter in (OPEN, CLOSE):
        return letter
    if letter in _NEAREST:
        return _NEAREST[letter]
    bare = unicodedata.normalize("NFKD", letter)
    return "".join(one for one in bare if one in _BASIC or one in _EXTENDED)


def segments(text: str) -> int:
    """How many segments a text of the GSM alphabet is sent in."""
    if sum(map(_places, text)) <= ONE_SEGMENT:
        return 1
    used, count = 0, 1
    for letter in text:
        places = _places(letter)
        # An escape is never parted from its letter.
        if used + places > OF_SEVERAL:
            used, count = 0, count + 1
        used += places
    return count


def _places(letter: str) -> int:
    return 2 if letter in _EXTENDED else 1


def fit(text: str, *, most: int = MOST_SEGMENTS) -> str:
    """The text in at most so many segments: names are shortened first, then words go from the end.

    Cut only between words, and never a link: half of one leads nowhere.
    """
    text = "\n".join(" ".join(line.split()) for line in plain(text).strip().split("\n") if line)
    text = shrink(text, lambda bare: segments(bare) <= most, more="...")
    if segments(text) <= most:
        return text
    words = re.split(r"(\s)", text)
    for at in range(len(words) - 1, -1, -1):
        if segments(_joined(words)) <= most:
            break
        if not is_link(words[at]) and words[at].strip():
            words[at] = ""
    return _joined(words)


def _joined(words: list[str]) -> str:
    """What is left, with "..." where the words stop."""
    kept = [each for each, word in enumerate(words) if word.strip() and not is_link(word)]
    marked = list(words)
    if kept:
        marked[kept[-1]] = marked[kept[-1]].rstrip(".,;:") + "..."
    lines = "".join(marked).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def is_link(word: str) -> bool:
    return "://" in word
