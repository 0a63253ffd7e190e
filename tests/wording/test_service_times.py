"""What a partnership sets for itself is said wherever it is promised: never a number of ours."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OURS = re.compile(r"(?:portal|partnership)\.phone }}")
# Where the number is written with its hours, or beside them.
WITH_HOURS = {"components/our_number.html", "emails/our_number.txt", "components/footer.html"}
# The law's month and 30 days, and what the code keeps: 24 hours to confirm a place, 48 before it
# is only offered.
KEPT_BY_CODE = re.compile(r"within (one month|30 days|24 hours)")
PROMISED = re.compile(r"within (?:a|an|one|two|\d+) (?:working )?(?:day|week|month|hour)s?", re.I)


def named(file: Path) -> str:
    return str(file.relative_to(TEMPLATES))


def without_texts(words: str) -> str:
    """A text to a phone has no room for hours."""
    return re.sub(r"(?ms)^== text ==$.*?(?=^== |\Z)", "", words)


def files() -> list[Path]:
    return sorted(file for file in TEMPLATES.rglob("*") if file.suffix in {".html", ".txt"})


def test_our_number_is_given_with_the_hours_it_is_answered():
    alone = {named(file) for file in files() if OURS.search(without_texts(file.read_text()))}

    assert alone == WITH_HOURS


def test_a_promise_of_time_is_the_partnerships_or_kept_by_code():
    promised = [
        (named(file), one[0]) for file in files() for one in PROMISED.finditer(file.read_text())
    ]

    assert [(file, one) for file, one in promised if not KEPT_BY_CODE.fullmatch(one)] == []


def test_a_text_may_give_the_number_alone():
    words = "== text ==\nCall {{ partnership.phone }}\n== letter ==\nCall us\n"

    assert not OURS.search(without_texts(words))
    assert OURS.search(without_texts(words.replace("Call us", "Call {{ partnership.phone }}")))
