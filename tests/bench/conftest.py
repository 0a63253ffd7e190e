"""What is measured is written to docs/performance.md: a section for each subject.

    def bench_something(report):
        report("Importing sites", "How it was measured.", [("What", "target", "measured")])

A run of some benches replaces their sections and leaves the others as they were.
"""

import os
import platform
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
TOP = """# Performance

`make bench` measures these figures. Most are ratios within one run, because a ratio is the same on
any machine and seconds are not. Each section gives its target.
"""


def section(title: str, text: str, rows: list[tuple[str, str, str]]) -> str:
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}"
    lines = [
        f"## {title}",
        "",
        text,
        "",
        "| figure | target | measured |",
        "| --- | --- | --- |",
        *(f"| {figure} | {target} | {measured} |" for figure, target, measured in rows),
        "",
        f"{date.today():%B %Y}, {machine}.",
        "",
    ]
    return "\n".join(lines)


@pytest.fixture
def report():
    def write(title: str, text: str, rows: list[tuple[str, str, str]]) -> None:
        found: dict[str, str] = {}
        if PAGE.exists():
            for part in re.split(r"(?m)^(?=## )", PAGE.read_text())[1:]:
                found[part.splitlines()[0].removeprefix("## ")] = part
        found[title] = section(title, text, rows)
        parts = [found[name].strip() for name in sorted(found)]
        PAGE.write_text("\n\n".join([TOP.strip(), *parts]) + "\n")
        for figure, target, measured in rows:
            print(f"{title}: {figure}: {measured} (target {target})")  # noqa: T201

    return write


@pytest.fixture
def settle():
    """What autovacuum does meanwhile on a real server; the suite's own has none."""

    def vacuum() -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")

    return vacuum
