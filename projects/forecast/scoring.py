"""How well earlier days would have been forecast: from what was recorded by then, and no more.

On the first of each month of the past year, the connections of the 91 days that followed are
forecast, and compared with what came. The loss is the pinball loss of the three lines of the band
(1, 5 and 9 in 10 futures), in sites: 0 is perfect. Two naive rivals are scored by the same rule.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from django.db import connection

from projects.forecast import history
from projects.forecast.history import History
from projects.forecast.results import Rival, Score
from projects.forecast.scores import DATES, LINES, PACE, pinball
from projects.forecast.simulation import simulate
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

AHEAD = timedelta(days=91)
ORIGINS = 12
ORIGINS_AT_LEAST = 3
FUTURES = 1_000

# What staff said last, else what was planned, as it was recorded then.
DATED = """
    SELECT DISTINCT ON (a.pgh_obj_id) a.pgh_obj_id, coalesce(a.expected_live_on, a.planned_live_on)
    FROM projects_siteaudit a
    WHERE a.pgh_obj_id = ANY(%(sites)s) AND a.pgh_created_at < %(known)s
    ORDER BY a.pgh_obj_id, a.pgh_created_at DESC, a.pgh_id DESC
"""


def score(project: Project, today: date, least_moved: int) -> Score | None:
    """None until three days can be scored."""
    came = _came(project, today)
    ours: list[float] = []
    covered = 0
    theirs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for day in _origins(today):
        as_at = AsAt.on(day)
        known = history.read(project, as_at, (day + AHEAD).toordinal())
        if not known.sites or known.counted.moved < least_moved:
            continue
        waiting = {site.pk for site in known.sites}
        number = sum(
            on is not None and day.toordinal() < on <= (day + AHEAD).toordinal()
            for pk, on in came.items()
            if pk in waiting
        )
        found = simulate(known.inputs, futures=FUTURES, seed=(project.pk, day.toordinal()))
        band = np.quantile(found.in_time, LINES, method="inverted_cdf")
        loss = pinball(number, band)
        ours.append(loss)
        covered += int(band[0] <= number <= band[-1])
        for name, said in rivals(known, as_at, day + AHEAD):
            theirs[name].append((pinball(number, [said] * len(LINES)), loss))
    if len(ours) < ORIGINS_AT_LEAST:
        return None
    return Score(
        days=len(ours),
        loss=_mean(ours),
        covered=covered,
        rivals=[
            Rival(name, _mean(one for one, _ in pairs), _mean(own for _, own in pairs), len(pairs))
            for name, pairs in sorted(theirs.items())
            if len(pairs) >= ORIGINS_AT_LEAST
        ],
    )


def _mean(numbers: Iterable[float]) -> float:
    return round(float(np.mean(list(numbers))), 2)


def _origins(today: date) -> list[date]:
    """The firsts of months whose 91 days are over, the latest twelve."""
    first = (today - AHEAD).replace(day=1)
    found = []
    for _ in range(ORIGINS):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def _came(project: Project, today: date) -> dict[int, int | None]:
    """Since when each site is live, as is known on the day of the forecast."""
    journeys = history.journeys([project.pk], AsAt.on(today))
    return {pk: one.live_since for pk, one in journeys.items()}


def rivals(known: History, as_at: AsAt, until: date) -> Iterable[tuple[str, float]]:
    """How many more would be live by a day: as many as in as many days before; and all that should
    be live by the dates recorded."""
    since = as_at.day - (until - as_at.day)
    yield PACE, float((known.inputs.connected_on > since.toordinal()).sum())
    with connection.cursor() as cursor:
        sites = [site.pk for site in known.sites]
        cursor.execute(DATED, {"sites": sites, "known": as_at.known_before})
        dated = [on for _, on in cursor.fetchall() if on is not None]
    if dated:
        yield DATES, float(sum(on <= until for on in dated))
