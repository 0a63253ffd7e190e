"""Every promise to residents can be pointed at in the code: see promises.py."""

import importlib
import re
from collections.abc import Iterator

import pytest

from tests.wording import promises, texts
from tests.wording.texts import ROOT

# What residents read. Pages of the workspace among them are officers'.
FOLDERS = (
    *("emails/inclusion", "emails/privacy", "emails/seminars", "inclusion/donate"),
    *("inclusion/help", "inclusion/learn", "inclusion/told", "meetings/public.html"),
    *("meetings/public_list.html", "packs/published.html", "pages", "partners/directory.html"),
    *("partners/join.html", "partners/join_sent.html", "places", "privacy/ask.html"),
    *("privacy/ask_sent.html", "projects/list.html", "projects/page.html", "projects/picture.html"),
    *("projects/site.html", "projects/sites.html", "seminars", "emails/enquiries"),
    *("demand/business.html", "demand/need.html", "demand/need_sent.html", "demand/areas.html"),
    *("demand/connection.html", "demand/connection_told.html", "enquiries/relocate.html"),
    "enquiries/sent.html",
)
OF_OFFICERS = re.compile(
    r"seminars/workspace|_of_case|learn/(by_hand|draft|figures|no_paths|of_case|session_row|writing/)"
    r"|help/(caller|places_import)|emails/privacy/asked"
    r"|emails/inclusion/(emergency|lead_|referral_|transfer_)"
)
CODE = (
    *("diz_portal/privacy/copies/article15.py", "diz_portal/privacy/registers/forms.py"),
    *("inclusion/cases/steps.py", "inclusion/devices/terms.py", "inclusion/front_page.py"),
    *("inclusion/devices/services/letters.py", "inclusion/help/forms/asking.py"),
    *("inclusion/help/forms/donate.py", "inclusion/help/leaflets.py"),
    *("inclusion/learning/forms/learning.py", "inclusion/learning/views/progress.py"),
    *("partners/forms/joining.py", "partners/front_page.py", "seminars/forms/public.py"),
    *("seminars/views/place.py", "seminars/views/public.py", "diz_portal/demand/forms.py"),
    "partners/enquiries/forms.py",
)
TABLES = (promises.BY_CODE, promises.BY_PEOPLE, promises.FACTS)
SENTENCE = re.compile(r"(?<=[.?!”])\s*(?=[A-Z“…])")


def _read() -> Iterator[tuple[str, str]]:
    for path in texts.files("templates", FOLDERS, ".html", ".txt"):
        where = str(path.relative_to(ROOT / "templates"))
        if not OF_OFFICERS.search(where):
            yield from ((where, words) for words in texts.paragraphs(path.read_text()))
    for name in CODE:
        yield from ((name, text.words) for text in texts.sentences(ROOT / name))


PROMISED = [
    (where, sentence)
    for where, words in _read()
    for sentence in SENTENCE.split(words)
    if promises.PROMISE.search(sentence)
]
PATTERNS = [pattern for table in TABLES for pattern in table]
POINTERS = sorted(
    {one for table in (promises.BY_CODE, promises.BY_PEOPLE) for to in table.values() for one in to}
)


def is_kept(sentence: str) -> bool:
    return any(re.search(pattern, sentence) for pattern in PATTERNS)


def test_every_promise_says_what_keeps_it():
    assert len(PROMISED) > 200
    assert [one for one in PROMISED if not is_kept(one[1])] == []


@pytest.mark.parametrize("pointer", POINTERS)
def test_what_keeps_a_promise_is_there(pointer):
    module, _, name = pointer.partition(":")
    if module.endswith(".py"):
        assert re.search(rf"^{name}\b", (ROOT / module).read_text(), re.MULTILINE)
        return
    found = importlib.import_module(module)
    assert not name or hasattr(found, name)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_line_is_left_of_a_promise_that_is_not_made_any_more(pattern):
    assert any(re.search(pattern, sentence) for _, sentence in PROMISED)


def test_a_new_promise_without_a_line_is_found():
    assert promises.PROMISE.search("We will send you flowers.")
    assert not is_kept("We will send you flowers.")
