"""How old somebody must be to read a page of ours: Flesch and Kincaid's grade, and five.

A rough measure, for finding the hardest pages and not for passing them: it knows the lengths of
sentences and words and nothing else. `make lint` shows the ten hardest texts for residents.

    python -m tests.wording.reading_age
"""

import re
import sys
from collections.abc import Iterator
from functools import cache

import pyphen

from tests.wording.texts import ROOT, paragraphs

TEMPLATES = ROOT / "templates"
# What residents read, below templates/.
FOR_RESIDENTS = (
    "seminars",
    "emails/seminars",
    "inclusion/help",
    "inclusion/learn",
    "inclusion/donate",
    "emails/inclusion",
    "pages",
)
FOR_STAFF = re.compile(r"/(workspace|admin)/")
# So short a text says nothing of its reader.
LEAST_WORDS = 40
SHOWN = 10
_HYPHENS = pyphen.Pyphen(lang="en_GB")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouyscxz])es$")
# Values are names, dates and numbers: short, as a reader meets them.
_VALUE = re.compile(r"[{…}]+")


@cache
def syllables(word: str) -> int:
    """No word is broken after one letter, so that “any” and “open” would have one: of the places to
    break it and the sounds of its vowels, what is more."""
    sounds = _VOWELS.findall(_SILENT.sub("", word) if not word.endswith("le") else word)
    return max(len(_HYPHENS.positions(word)) + 1, len(sounds), 1)


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


def measured() -> Iterator[tuple[float, str]]:
    for folder in FOR_RESIDENTS:
        for path in sorted((TEMPLATES / folder).rglob("*")):
            name = str(path.relative_to(TEMPLATES))
            if path.suffix in {".html", ".txt"} and not FOR_STAFF.search(f"/{name}"):
                age, words = of(paragraphs(path.read_text()))
                if words >= LEAST_WORDS:
                    yield age, name


if __name__ == "__main__":
    hardest = sorted(measured(), reverse=True)
    lines = [f"The hardest to read of {len(hardest)} texts for residents (aim: age 9):"]
    lines += [f"  {age:4.1f} years  templates/{name}" for age, name in hardest[:SHOWN]]
    sys.stdout.write("\n".join(lines) + "\n")
