"""What a call script tells staff to press is there under that name."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MESSAGES = ROOT / "templates" / "emails"
SCRIPTS = sorted(
    str(file.relative_to(MESSAGES))
    for file in MESSAGES.rglob("*.txt")
    if "== phone ==" in file.read_text() or file.stem.startswith("phone_")
)
# Where staff press: pages of the workspace and the words that its views and forms give them.
PRESSED = [
    *(file for file in (ROOT / "templates").rglob("*.html")),
    *(
        file
        for app in ("diz_portal", "inclusion", "seminars")
        for file in (ROOT / app).rglob("*.py")
    ),
]


@pytest.fixture(scope="module")
def said_by_pages() -> str:
    return "\n".join(file.read_text() for file in PRESSED)


def to_press(script: str) -> list[str]:
    """What is in quotation marks among what to record; what is said before is the call."""
    words = (MESSAGES / script).read_text().rpartition("== phone ==")[2]
    return re.findall("“([^”{]+)”", words.partition("Record:")[2] or words)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_names_buttons_that_are_there(script, said_by_pages):
    missing = [
        one
        for one in to_press(script)
        if f'"{one}"' not in said_by_pages and f">{one}</a>" not in said_by_pages
    ]

    assert missing == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_always_has_something_to_record(script):
    """That the call was made, at the least: it waits in a list until then."""
    recorded = (MESSAGES / script).read_text().rpartition("Record:")[2]

    assert not re.match(r"\s*- Nothing", recorded)


def test_buttons_are_found_in_scripts():
    assert to_press("seminars/waiting.txt") == ["Remove from waiting list"]
