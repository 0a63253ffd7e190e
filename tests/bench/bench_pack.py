"""What a board pack costs a worker: of 74 sites and of 10,000, with the last published forecast.
The first of each is not counted, since a worker has been warm for long."""

import os
import time
from statistics import median

import psutil
import pytest
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.making import made
from diz_portal.reports.reading import read
from projects.packs.services import issuing
from tests.bench.bench_rollout import _rollouts
from tests.factories.forecasts import published
from tests.factories.packs import draft_of
from tests.factories.partners import manager

ROUNDS = 3


def _seconds(report_of, question, kinds) -> float:
    begins = time.perf_counter()
    with made(report_of, question, kinds) as (_, files):
        assert all(one.size for one in files)
    return time.perf_counter() - begins


@pytest.mark.django_db
def test_board_packs(report):
    by = manager()
    pack_report = registry.named(issuing.REPORT)
    lines = []
    for number, project in zip((74, 10_000), _rollouts(), strict=True):
        districts = list(project.sites.values_list("district", flat=True).distinct())
        published(project, timezone.localdate(), districts).save()
        begins = time.perf_counter()
        draft_of(project, by)
        drafted = time.perf_counter() - begins
        asked = {"project": project.slug, "edition": "exempt"}
        question = read(pack_report, asked, user=None)
        _seconds(pack_report, question, ["pdf"])
        pdf = median(_seconds(pack_report, question, ["pdf"]) for _ in range(ROUNDS))
        every = median(_seconds(pack_report, question, pack_report.formats) for _ in range(ROUNDS))
        memory = psutil.Process(os.getpid()).memory_info().rss / 1e6
        lines.append((number, drafted, pdf, every, memory))

    small, large = lines
    report(
        "Board packs",
        "The exempt edition of a draft with the latest published forecast, in a warm worker. "
        "Median of 3. The draft is written once.",
        [
            ("PDF, 74 sites", "2 s", f"{small[2]:.1f} s"),
            ("PDF, 10,000 sites", "12 s", f"{large[2]:.1f} s"),
            ("all five formats, 74 sites", "", f"{small[3]:.1f} s"),
            ("all five formats, 10,000 sites", "", f"{large[3]:.1f} s"),
            ("first draft written, 10,000 sites", "", f"{large[1]:.1f} s"),
            ("memory of the process after it", "400 MB", f"{large[4]:.0f} MB"),
        ],
    )
    assert small[2] <= 2
    assert large[2] <= 12
    assert large[4] < 400
