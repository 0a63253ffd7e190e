"""How old somebody must be to read a text: Flesch and Kincaid's grade, and five.

A rough measure, for finding the hardest texts and not for passing them: it knows the lengths of
sentences and words and nothing else.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouyscxz])es$")
# Values are names, dates and numbers: short, as a reader meets them.
_VALUE = re.compile(r"[{…}]+")


@cache
def _hyphens() -> "Pyphen":
    # With the first text that somebody measures.
    from pyphen import Pyphen

    return Pyphen(lang="en_GB")


@cache
def syllables(word: str) -> int:
    """No word is broken after one letter, so that “any” and “open” would have one: of the places to
    break it and the sounds of its vowels, what is more."""
    sounds = _VOWELS.findall(_SILENT.sub("", word) if not word.endswith("le") else word)
    return max(len(_hyphens().positions(word)) + 1, len(sounds), 1)


def of(paragraphs: list[str]) -> tuple[float, int]:
    """The reading age, and of how many words."""
    sentences, words = 0, []
    for one in paragraphs:
        for sentence in re.split(r"(?<=[.!?:])\s+", _VALUE.sub("Ann", one)):
            found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", sentence)
            if found:
                sentences += 1
                words += found
    if not words:
        return 0, 0
    each = sum(syllables(word.lower()) for word in words) / len(words)
    grade = 0.39 * len(words) / sentences + 11.8 * each - 15.59
    return grade + 5, len(words)
