"""What tests store is out of the way of others: of another process, and of another test's sweep."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from diz_portal import documents

TESTS = Path(__file__).parent
# Where files go is told by `STORAGES`; this one says it to nobody.
UNHEARD = "MEDIA" + "_ROOT"


def test_each_process_keeps_its_files_apart():
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")

    assert Path(default_storage.location) == settings.DATA_DIR / "files" / process


def test_what_a_test_starts_keeps_its_files_where_the_test_does():
    ask = "from django.conf import settings; print(settings.STORAGES['default']['OPTIONS'])"
    told = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)

    assert default_storage.location in told.stdout


@pytest.mark.django_db
def test_a_sweep_of_what_others_stored_is_refused():
    with pytest.raises(AssertionError, match="asks for `storage`"):
        documents.remove_orphans()


@pytest.mark.django_db
def test_a_sweep_of_a_folder_of_its_own_is_not(storage):
    assert documents.remove_orphans() == 0


def test_no_test_puts_its_files_where_nobody_looks():
    said = [
        one.relative_to(TESTS).as_posix()
        for one in TESTS.rglob("*.py")
        if re.search(rf"\b{UNHEARD}\b", one.read_text())
    ]

    assert said == []
