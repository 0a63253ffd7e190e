"""Words that must be short enough: names go first, so that the fact and its date stay.

In a template the filter `may_shrink` marks a name, in code the function of the same name. The
marks are taken out before anybody reads the text: in texts to telephones (`texts.fit`), and in
every subject (`rendering.fit_subject`).
"""

import re
from collections.abc import Callable

OPEN, CLOSE = "\ue000", "\ue001"
# Shorter than this, the name of something no longer says what it is.
SHORTEST_NAME = 16
_NAMES = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


def may_shrink(name: object) -> str:
    return f"{OPEN}{name}{CLOSE}"


def bare(text: str) -> str:
    """The text without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def shrink(text: str, fits: Callable[[str], bool], *, more: str = "…") -> str:
    """The text without the marks. While it does not fit, the longest of the marked names loses its
    last word to `more`; once none has a word to lose, it is too long still."""
    while not fits(bare(text)):
        names = sorted((found[1] for found in _NAMES.finditer(text)), key=len, reverse=True)
        shorter = next((pair for name in names if (pair := (name, _less(name, more)))[1]), None)
        if shorter is None:
            break
        text = text.replace(may_shrink(shorter[0]), may_shrink(shorter[1]))
    return bare(text)


def _less(name: str, more: str) -> str:
    """The name without its last word, or of one very long word its beginning; nothing where it
    would no longer say what it is."""
    whole = name.removesuffix(more)
    less = " ".join(whole.split()[:-1]).rstrip(".,;:-") + more
    if len(less) >= SHORTEST_NAME:
        return less
    return whole[:SHORTEST_NAME].rstrip() + more if len(whole) > SHORTEST_NAME + len(more) else ""
