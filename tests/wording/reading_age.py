"""How old somebody must be to read a page of ours: see `diz_portal.reading_age`.

`make lint` shows the ten hardest texts for residents.

    python -m tests.wording.reading_age
"""

import re
import sys
from collections.abc import Iterator

from diz_portal.reading_age import of
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
