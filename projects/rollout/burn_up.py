"""Planned, live and in scope, month by month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import connection

from projects.rollout.stages import LIVE
from projects.rollout.standing import AsAt, Standing

# A site counts from the day it is both live and in scope, until it is no longer either: so
# a step back, a correction or a change of scope shows here as it does in the headline.
STEPS = """
    WITH daily AS (  -- the last word of each day
      SELECT DISTINCT ON (e.site_id, e.entered_on) e.site_id, e.entered_on AS day,
             (e.stage = ANY(%(live)s))::int AS is_live
      FROM projects_stageentry e
      WHERE e.project_id = ANY(%(projects)s) AND e.entered_on <= %(day)s
        AND e.recorded_at < %(known)s
        AND NOT EXISTS (SELECT 1 FROM projects_stageentry c
                        WHERE c.corrects_id = e.id AND c.recorded_at < %(known)s)
      ORDER BY e.site_id, e.entered_on, e.recorded_at DESC, e.id DESC
    ), steps AS (
      SELECT site_id, day, sum(live) AS live, sum(scope) AS scope FROM (
        SELECT site_id, day, 0 AS scope,
               is_live - coalesce(lag(is_live) OVER (PARTITION BY site_id ORDER BY day), 0) AS live
        FROM daily
        UNION ALL
        SELECT x.site_id, c.happened_on, x.step, 0
        FROM projects_scopeentry x JOIN projects_scopechange c ON c.id = x.change_id
        WHERE x.project_id = ANY(%(projects)s) AND c.happened_on <= %(day)s
          AND c.recorded_at < %(known)s
      ) AS every WHERE live <> 0 OR scope <> 0 GROUP BY site_id, day
    ), running AS (
      SELECT t.site_id, t.day, t.scope,
             sum(t.live) OVER so_far * sum(t.scope) OVER so_far AS counted
      FROM steps t JOIN projects_site s ON s.id = t.site_id
      WHERE s.withdrawn_at IS NULL OR s.withdrawn_at >= %(known)s
      WINDOW so_far AS (PARTITION BY t.site_id ORDER BY t.day)
    )
    SELECT date_trunc('month', day)::date, sum(change)::int, sum(scope)::int FROM (
      SELECT day, scope,
             counted - coalesce(lag(counted) OVER (PARTITION BY site_id ORDER BY day), 0) AS change
      FROM running
    ) AS changes GROUP BY 1 ORDER BY 1
"""
MOST_MONTHS = 180


@dataclass(frozen=True)
class Month:
    """The figures at the end of a month; of the present one, as they stand. None: not yet."""

    ends_on: date
    planned: int | None
    live: int | None
    scope: int | None


@dataclass(frozen=True)
class BurnUp:
    as_at: AsAt
    months: tuple[Month, ...]
    undated: int  # sites in scope without a planned date

    @property
    def has_plan(self) -> bool:
        return any(month.planned is not None for month in self.months)


def burn_up(project_id: int, standing: Standing) -> BurnUp:
    as_at = standing.as_at
    values = as_at.values(project_id) | {"live": [str(stage) for stage in LIVE]}
    if not as_at.is_past:
        # The present: everything that has been recorded, up to this very second.
        values["known"] = "infinity"
    planned_sql = f"""
        SELECT date_trunc('month', planned_live_on)::date, count(*)
        FROM ({as_at.sites}) AS sites WHERE in_scope AND planned_live_on IS NOT NULL
        GROUP BY 1 ORDER BY 1
    """  # noqa: S608  only our own constants are put together
    with connection.cursor() as cursor:
        cursor.execute(STEPS, values)
        steps = {month: (live, scope) for month, live, scope in cursor.fetchall()}
        cursor.execute(planned_sql, values)
        planned = dict(cursor.fetchall())
    return BurnUp(
        as_at,
        tuple(_months(as_at.day, steps, planned)),
        undated=standing.total - standing.with_a_planned_date,
    )


def _months(today: date, steps: dict, planned: dict):
    known = [*steps, *planned]
    if not known:
        return
    this_month = today.replace(day=1)
    last = max(*known, this_month)
    month = min(*known, this_month)
    # A mistyped year must not draw a chart of centuries: what lies before is in the first month.
    while _distance(month, last) > MOST_MONTHS:
        month = _next(month)
    live = sum(step[0] for at, step in steps.items() if at < month)
    scope = sum(step[1] for at, step in steps.items() if at < month)
    due = sum(number for at, number in planned.items() if at < month)
    while month <= last:
        live += steps.get(month, (0, 0))[0]
        scope += steps.get(month, (0, 0))[1]
        due += planned.get(month, 0)
        passed = month <= this_month
        end = month.replace(day=monthrange(month.year, month.month)[1])
        yield Month(
            ends_on=today if month == this_month else end,
            planned=due if planned else None,
            live=live if passed else None,
            scope=scope if passed else None,
        )
        month = _next(month)


def _next(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _distance(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
