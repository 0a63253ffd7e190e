"""A process starts with what every page needs: the rest is loaded by whoever uses it first.

It counts at each start of the portal's processes, and in the memory of each as long as it lives.
"""

import subprocess
import sys

import pytest
from django.conf import settings

# Reading and writing workbooks, calendars, codes, papers and drawings, forecasts.
LATER = {
    "holidays",
    "icalendar",
    "markdown_it",
    "numpy",
    "openpyxl",
    "segno",
    "typst",
    "vl_convert",
    "xlsxwriter",
}
# What only tests and whoever writes the code have.
NEVER = {"aiosmtpd", "factory", "grimp", "hypothesis", "playwright", "pypdf", "pytest"}
START = """
import sys

import django

django.setup()
from django.urls import get_resolver

waiting = [get_resolver()]
while waiting:
    waiting += [one for one in waiting.pop().url_patterns if hasattr(one, "url_patterns")]
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """What a process has loaded that knows all its addresses, so all its views."""
    started = subprocess.run(
        [sys.executable, "-c", START],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(started.stdout.split())


def test_what_few_pages_need_is_not_loaded_with_all(loaded):
    assert {"django", "projects", "seminars", "inclusion"} <= loaded

    assert loaded & LATER == set()


def test_nothing_of_the_tests_is_loaded(loaded):
    assert loaded & NEVER == set()
