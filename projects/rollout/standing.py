"""Where each site stands: now, or on a past day as it was known then (design §4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection
from django.utils import timezone

from diz_portal.places.models import District
from projects.rollout.stages import BLOCKED, LIVE, SERVING, Stage

# One row a site. The present is repeated on the site by triggers; the past is read from the
# history, without what was recorded or corrected later.
NOW = """
    SELECT s.id, s.project_id, s.district_id, s.stage, s.stage_on, s.in_scope, s.latitude,
           s.longitude, s.planned_live_on, s.ods_code
    FROM projects_site s WHERE s.project_id = ANY(%(projects)s) AND s.withdrawn_at IS NULL
"""
THEN = """
    SELECT s.id, s.project_id, s.district_id, e.stage, e.entered_on AS stage_on,
           coalesce(x.balance, 0) = 1 AS in_scope, s.latitude, s.longitude, s.planned_live_on,
           s.ods_code
    FROM projects_site s
    JOIN (
        SELECT DISTINCT ON (o.site_id) o.site_id, o.stage, o.entered_on
        FROM projects_stageentry o
        WHERE o.project_id = ANY(%(projects)s) AND o.entered_on <= %(day)s
          AND o.recorded_at < %(known)s
          AND NOT EXISTS (
            SELECT 1 FROM projects_stageentry c
            WHERE c.corrects_id = o.id AND c.recorded_at < %(known)s)
        ORDER BY o.site_id, o.entered_on DESC, o.recorded_at DESC, o.id DESC
    ) e ON e.site_id = s.id
    LEFT JOIN (
        SELECT t.site_id, sum(t.step) AS balance
        FROM projects_scopeentry t JOIN projects_scopechange c ON c.id = t.change_id
        WHERE t.project_id = ANY(%(projects)s) AND c.happened_on <= %(day)s
          AND c.recorded_at < %(known)s
        GROUP BY t.site_id
    ) x ON x.site_id = s.id
    WHERE s.project_id = ANY(%(projects)s)
      AND (s.withdrawn_at IS NULL OR s.withdrawn_at >= %(known)s)
"""


@dataclass(frozen=True)
class AsAt:
    """The day a figure is true of. A past day is seen with what was known at its end, or by a
    later moment (`known_at`)."""

    day: date
    is_past: bool = False
    known_at: datetime | None = None

    @classmethod
    def today(cls) -> "AsAt":
        return cls(timezone.localdate())

    @classmethod
    def on(cls, day: date) -> "AsAt":
        return cls(day, is_past=day < timezone.localdate())

    @property
    def known_before(self) -> datetime:
        if self.known_at is not None:
            return self.known_at
        return timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time.min))

    @property
    def sites(self) -> str:
        """SQL of the sites as they stood: see NOW and THEN."""
        return THEN if self.is_past else NOW

    def values(self, *projects: int) -> dict:
        return {"projects": list(projects), "day": self.day, "known": self.known_before}


@dataclass(frozen=True)
class Cell:
    district_id: int
    stage: str
    in_scope: bool
    sites: int
    surgeries: int = 0
    due: int = 0  # planned to be live by the day
    late: int = 0  # past a planned date of their own, and not live
    dated: int = 0  # having a planned date at all


@dataclass(frozen=True)
class Standing:
    """The counts behind every figure of a rollout page."""

    as_at: AsAt
    cells: tuple[Cell, ...]

    def count(self, stages: Iterable[str] | None = None, *, in_scope: bool = True) -> int:
        return sum(
            cell.sites
            for cell in self.cells
            if cell.in_scope is in_scope and (stages is None or cell.stage in stages)
        )

    @cached_property
    def total(self) -> int:
        """The sites the project is measured by."""
        return self.count()

    @cached_property
    def outside(self) -> int:
        return self.count(in_scope=False)

    @cached_property
    def live(self) -> int:
        return self.count(LIVE)

    @cached_property
    def in_service(self) -> int:
        return self.count(SERVING)

    @cached_property
    def on_hold(self) -> int:
        return self.count(BLOCKED)

    @cached_property
    def waiting(self) -> int:
        return self.count({Stage.WAYLEAVE})

    @cached_property
    def candidates(self) -> int:
        return self.count({Stage.CANDIDATE, Stage.ELIGIBLE}, in_scope=False)

    @cached_property
    def planned_by_now(self) -> int:
        return sum(cell.due for cell in self.cells if cell.in_scope)

    @cached_property
    def late(self) -> int:
        """Sites past a planned date of their own: with those that came early, `behind`."""
        return sum(cell.late for cell in self.cells if cell.in_scope)

    @cached_property
    def with_a_planned_date(self) -> int:
        return sum(cell.dated for cell in self.cells if cell.in_scope)

    @cached_property
    def behind(self) -> int | None:
        """Sites behind plan (negative: ahead); None when no site has a planned date."""
        return self.planned_by_now - self.live if self.with_a_planned_date else None

    @cached_property
    def things(self) -> tuple[str, str]:
        """What the sites are, singular and plural: `surgery` when each has the ODS code of a
        general practice, else `site`."""
        inside = [cell for cell in self.cells if cell.in_scope or not self.total]
        all_surgeries = inside and all(cell.surgeries == cell.sites for cell in inside)
        return ("surgery", "surgeries") if all_surgeries else ("site", "sites")


def standings(project_ids: list[int], as_at: AsAt | None = None) -> dict[int, Standing]:
    """The standing of each of several projects, in one query."""
    as_at = as_at or AsAt.today()
    # A practice's ODS code is a letter and five digits.
    sql = f"""
        SELECT project_id, district_id, stage, in_scope, count(*),
          count(*) FILTER (WHERE ods_code ~ '^[A-Z][0-9]{{5}}$'),
          count(*) FILTER (WHERE planned_live_on <= %(day)s),
          count(*) FILTER (WHERE planned_live_on < %(day)s AND stage <> ALL(%(live)s)),
          count(planned_live_on)
        FROM ({as_at.sites}) AS sites GROUP BY project_id, district_id, stage, in_scope
    """  # noqa: S608  only our own constants are put together
    with connection.cursor() as cursor:
        live = {"live": [str(stage) for stage in LIVE]}
        cursor.execute(sql, as_at.values(*project_ids) | live)
        rows = cursor.fetchall()
    cells: dict[int, list[Cell]] = {pk: [] for pk in project_ids}
    for project_id, *row in rows:
        cells[project_id].append(Cell(*row))
    return {pk: Standing(as_at, tuple(found)) for pk, found in cells.items()}


def standing(project_id: int, as_at: AsAt | None = None) -> Standing:
    return standings([project_id], as_at)[project_id]


def districts_of(standing: Standing) -> list[District]:
    """Ours, and any other a site lies in, by name; without their outlines."""
    ids = {cell.district_id for cell in standing.cells}
    found = District.objects.defer("outline")
    return [district for district in found if district.is_ours or district.pk in ids]
