"""The title of a page says what it is about: of several open at once, each can be told apart."""

import ast
from collections.abc import Iterator

from tests.wording.texts import ROOT

ROOMS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
ASK = {"confirm", "acted"}
# What there is one of, or what is about the reader.
ALONE = {
    "Add a spare part",
    "Add recipient",
    "Delete your progress?",
    "Publish a correction",
    "Publish an edition of all figures?",
    "Release messages?",
}


def titles() -> Iterator[tuple[str, str, bool]]:
    """Of each page that asks or acts: where, its title if it is the same for every record, and if
    a caption says more."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASK:
                    said = {one.arg: one.value for one in node.keywords}
                    title = said.get("title")
                    if isinstance(title, ast.Constant):
                        yield str(path.relative_to(ROOT)), title.value, "caption" in said


def test_a_page_that_acts_says_on_what():
    found = list(titles())

    assert len(found) >= len(ALONE)
    assert [one for one in found if one[1] not in ALONE and not one[2]] == []
