"""What the docs name by its place stands there: whoever follows them opens it."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`((?:diz_portal|partners|projects|seminars|inclusion|tests)/[\w/.]*[\w/])`")
# Made in an exercise of the guide that names them.
TO_BE_WRITTEN = {
    "projects/portfolio/reminders.py",
    "tests/projects/test_reminders_of_milestones.py",
}


TESTS = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def test_every_promise_of_security_is_held_by_a_test_that_is_there():
    table = (ROOT / "docs" / "security.md").read_text().partition("\n## What is guaranteed")[2]
    promises = [line for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")][
        2:
    ]

    assert len(promises) > 20
    for promise in promises:
        named = TESTS.findall(promise)
        assert named, promise
        for file, test in named:
            assert (ROOT / file).exists(), promise
            assert f"def {test}" in (ROOT / file).read_text(), promise


def named_in_docs() -> set[tuple[str, str]]:
    return {
        (str(doc.relative_to(ROOT)), place)
        for doc in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for place in NAMED.findall(doc.read_text())
    }


def test_every_file_that_the_docs_name_is_there():
    named = named_in_docs()

    assert len(named) > 50
    assert {
        (doc, place)
        for doc, place in named
        if place not in TO_BE_WRITTEN and not (ROOT / place).exists()
    } == set()
