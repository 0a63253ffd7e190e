"""What a forecast is made from, read from the database: today, or as it was known on a past day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from django.conf import settings
from django.db import connection

from projects.forecast.inputs import BEFORE, CONNECTED, OPEN, Inputs, Stays, Waiting
from projects.forecast.journeys import PLACE, Journey, Step, journey
from projects.forecast.simulation import SPEAKS_FROM
from projects.portfolio.models import Project
from projects.rollout.stages import EXITS, LIVE, Stage
from projects.rollout.standing import AsAt

# The uncorrected entries, as they were known. An entry that an import brought, on the day of that
# import, had no date of its own.
ENTRIES = """
    SELECT e.site_id, e.entered_on, e.stage,
           e.batch_id IS NOT NULL AND e.entered_on = (e.recorded_at AT TIME ZONE %(zone)s)::date
    FROM projects_stageentry e JOIN projects_site s ON s.id = e.site_id
    WHERE e.project_id = ANY(%(projects)s) AND e.entered_on <= %(day)s
      AND e.recorded_at < %(known)s
      AND (s.withdrawn_at IS NULL OR s.withdrawn_at >= %(known)s)
      AND NOT EXISTS (SELECT 1 FROM projects_stageentry c
                      WHERE c.corrects_id = e.id AND c.recorded_at < %(known)s)
    ORDER BY e.site_id, e.entered_on, e.recorded_at, e.id
"""
# Sites that were in scope and are not: the day they were removed.
REMOVED = """
    SELECT x.site_id, max(c.happened_on)
    FROM projects_scopeentry x JOIN projects_scopechange c ON c.id = x.change_id
    WHERE x.project_id = ANY(%(projects)s) AND c.happened_on <= %(day)s
      AND c.recorded_at < %(known)s
    GROUP BY x.site_id HAVING sum(x.step) = 0
"""
SITES = """
    SELECT stood.id, stood.stage, stood.district_id, site.supplier, site.grant_share,
           coalesce((SELECT e.reason FROM projects_stageentry e
                     WHERE e.site_id = stood.id AND e.stage = %(on_hold)s
                       AND e.entered_on <= %(day)s AND e.recorded_at < %(known)s
                     ORDER BY e.entered_on DESC, e.recorded_at DESC, e.id DESC LIMIT 1), '')
    FROM ({sites}) AS stood JOIN projects_site site ON site.id = stood.id
    WHERE stood.in_scope ORDER BY stood.id
"""
SUPPLIERS = "SELECT id, supplier FROM projects_site WHERE project_id = ANY(%(projects)s)"


class InScope(NamedTuple):
    """A site in scope that is not live yet. `reason` is why it is on hold, if it is."""

    pk: int
    stage: str
    district: int
    supplier: str
    grant: Decimal | None
    reason: str


@dataclass(frozen=True)
class Counted:
    """What was used and what was not, and why not."""

    durations: int  # of stages that ended
    unfinished: int  # of stages that have not: they count as "longer than this"
    dated_by_import: int
    skipped: int
    moved: int  # sites
    from_others: int  # durations of other projects


@dataclass(frozen=True)
class History:
    inputs: Inputs
    sites: tuple[InScope, ...]  # in the order of inputs.waiting
    suppliers: tuple[str, ...]
    districts: tuple[int, ...]
    in_scope: int
    live: int
    live_by_district: dict[int, int]
    counted: Counted


def read(project: Project, as_at: AsAt, ends: int | None) -> History:
    own = journeys([project.pk], as_at)
    stood = _in_scope(project.pk, as_at)
    unfinished = [site for site in stood if site.stage not in LIVE and site.stage not in EXITS]
    suppliers: dict[str, int] = {}
    by_site = _suppliers([project.pk])
    for name in sorted(set(by_site.values())):
        suppliers[name] = len(suppliers)
    districts = {pk: place for place, pk in enumerate(sorted({site.district for site in stood}))}
    rows = list(_rows(own, by_site, suppliers, first_site=0, own=True))
    from_others = 0
    if _too_few(rows):
        others = list(Project.objects.exclude(pk=project.pk).values_list("pk", flat=True))
        elsewhere = journeys(others, as_at)
        more = list(_rows(elsewhere, {}, suppliers, first_site=len(own), own=False))
        from_others = sum(row[5] != OPEN for row in more)
        rows += more
    connected = [
        (one.connected_on, suppliers[by_site[pk]]) for pk, one in own.items() if one.connected_on
    ]
    today = as_at.day.toordinal()
    live: dict[int, int] = defaultdict(int)
    for site in stood:
        live[site.district] += site.stage in LIVE
    return History(
        inputs=Inputs(
            today=today,
            stays=_stays(rows),
            waiting=_waiting(unfinished, own, suppliers, districts, today),
            connected_on=_ints(on for on, _ in connected),
            connected_by=_ints(by for _, by in connected),
            suppliers=max(len(suppliers), 1),
            districts=max(len(districts), 1),
            ends=ends,
        ),
        sites=tuple(unfinished),
        suppliers=tuple(suppliers),
        districts=tuple(districts),
        in_scope=len(stood),
        live=sum(live.values()),
        live_by_district=dict(live),
        counted=Counted(
            durations=sum(row[5] != OPEN for row in rows if row[6]),
            unfinished=sum(row[5] == OPEN for row in rows if row[6]),
            dated_by_import=sum(one.dated_by_import for one in own.values()),
            skipped=sum(one.skipped for one in own.values()),
            moved=sum(one.has_moved for one in own.values()),
            from_others=from_others,
        ),
    )


def values(as_at: AsAt, projects: list[int]) -> dict[str, Any]:
    found = as_at.values(*projects) | {"zone": settings.TIME_ZONE}
    if not as_at.is_past:
        # The present: everything that has been recorded, up to this very second.
        found["known"] = "infinity"
    return found


def journeys(projects: list[int], as_at: AsAt) -> dict[int, Journey]:
    """Of each site that is not withdrawn, as it was known then."""
    if not projects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(REMOVED, values(as_at, projects))
        removed = {pk: on.toordinal() for pk, on in cursor.fetchall()}
        cursor.execute(ENTRIES, values(as_at, projects))
        entries = cursor.fetchall()
    today = as_at.day.toordinal()
    return {
        pk: journey(
            (Step(on.toordinal(), stage, imported) for _, on, stage, imported in rows),
            today,
            removed.get(pk),
        )
        for pk, rows in groupby(entries, key=lambda row: row[0])
    }


def _in_scope(project: int, as_at: AsAt) -> list[InScope]:
    with connection.cursor() as cursor:
        asked = values(as_at, [project]) | {"on_hold": str(Stage.ON_HOLD)}
        cursor.execute(SITES.format(sites=as_at.sites), asked)
        return [InScope(*row) for row in cursor.fetchall()]


def _suppliers(projects: list[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(SUPPLIERS, {"projects": projects})
        return dict(cursor.fetchall())


Row = tuple[int, int, int, int, int, int, bool]


def _rows(
    found: dict[int, Journey],
    supplier_of: dict[int, str],
    suppliers: dict[str, int],
    *,
    first_site: int,
    own: bool,
) -> Iterator[Row]:
    for site, (pk, one) in enumerate(found.items(), first_site):
        # Of another project's site only the days count: its supplier stands for nothing here.
        supplier = suppliers[supplier_of[pk]] if own else 0
        for stay in one.stays:
            yield site, supplier, stay.stage, stay.start, stay.end, stay.outcome, own


def _too_few(rows: list[Row]) -> bool:
    endings = [0] * CONNECTED
    for row in rows:
        endings[row[2]] += row[5] != OPEN
    return min(endings[BEFORE.index(Stage.IN_SCOPE) :]) < SPEAKS_FROM


def _stays(rows: list[Row]) -> Stays:
    table = np.array(rows, dtype=np.int64).reshape(-1, 7)
    site, supplier, stage, start, end, outcome, own = table.T
    return Stays(site, supplier, stage, start, end, outcome, own.astype(np.bool_))


def _waiting(
    sites: list[InScope],
    own: dict[int, Journey],
    suppliers: dict[str, int],
    districts: dict[int, int],
    today: int,
) -> Waiting:
    stands = [_stands(site, own.get(site.pk), today) for site in sites]
    return Waiting(
        stage=_ints(stage for stage, _ in stands),
        age=_ints(today - since for _, since in stands).astype(np.float64),
        supplier=_ints(suppliers[site.supplier] for site in sites),
        district=_ints(districts[site.district] for site in sites),
    )


def _stands(site: InScope, one: Journey | None, today: int) -> tuple[int, int]:
    """The stage and since when; without any history, at the stage it says, from today."""
    if one is None or one.stage is None or one.since is None or one.stage == CONNECTED:
        return min(PLACE.get(site.stage, 0), CONNECTED - 1), today
    return one.stage, one.since


def _ints(numbers: Any) -> Any:
    return np.array(list(numbers), dtype=np.int64)
