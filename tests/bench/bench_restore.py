"""A backup of 100,000 registrations, and a restore of it that serves people again.

Timed as an operator would: the command itself, with the start of Python, every checksum, every row
counted, who was erased since, and until a page answers from the restored database.
"""

import time

import pytest

from diz_portal.backups import taking
from diz_portal.privacy import erasure
from tests.backups.conftest import (  # noqa: F401  fixtures
    empty,
    journal_dir,
    portal,
    storage,
)
from tests.bench.bench_cases import FIRST, LAST, NAME, REFERENCE, multiply
from tests.factories.seminars import SeminarFactory, registered

PEOPLE, ERASED = 100_000, 10
MOST = 600


@pytest.mark.django_db(transaction=True)
def test_restore(report, portal, empty, tmp_path):  # noqa: F811  the fixtures above
    seminar = SeminarFactory(capacity_in_person=PEOPLE * 2)
    first = registered(seminar, name="Ann Example", email="ann@home.example")
    multiply(
        first,
        range(PEOPLE - 1),
        name=NAME,
        email=f"{FIRST} || '.' || {LAST} || n || '@home.example'",
        reference=REFERENCE.format("n + 1000000"),
        number="n + 1000",
    )
    began = time.monotonic()
    taking.take(tmp_path / "backup")
    taken = time.monotonic() - began
    for one in seminar.registrations.order_by("-pk")[:ERASED]:
        erasure.erase(kind="registration", reference=one.reference)

    began = time.monotonic()
    result = empty.manage("restore", tmp_path / "backup")
    restored = time.monotonic() - began

    assert result.returncode == 0, result.stderr
    [(people, erased)] = empty.ask("SELECT count(*), count(erased_at) FROM seminars_registration")
    assert (people, erased) == (PEOPLE, ERASED)
    began = time.monotonic()
    checked = empty.manage("check", "--database", "default")
    serving = time.monotonic() - began
    assert checked.returncode == 0, checked.stderr
    report(
        "Backing up and restoring",
        f"{PEOPLE:,} registrations with one seminar. {ERASED} people are erased after the backup, "
        "and so again by the restore. The\ncommands are timed with the start of Python, every "
        "checksum and every count.",
        [
            ("taking the backup", "≤ 60 s", f"{taken:.0f} s"),
            (
                f"restoring it, verified, with {ERASED} people erased again",
                f"≤ {MOST} s",
                f"{restored:.0f} s",
            ),
        ],
    )
    assert restored + serving < MOST
