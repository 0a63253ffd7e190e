"""Sites whose expected live date moved, all moves of the period together."""

from collections.abc import Iterator
from datetime import date

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows
from diz_portal.trail.net import Row, net
from diz_portal.words import as_date, days, uk_date
from projects.portfolio.scope_of_changes import projects_of
from projects.rollout.models import Site

from .things import counts_of, number_of


def _slipped(rows: Rows) -> str:
    most = days(max(row.counts["days_slipped"] for row in rows))
    if len(rows) == 1:
        return f"{number_of(rows)} slipped by {most}"
    return f"{number_of(rows)} slipped, by up to {most}"


def _came_forward(rows: Rows) -> str:
    most = days(max(row.counts["days_gained"] for row in rows))
    if len(rows) == 1:
        return f"{number_of(rows)} was brought forward by {most}"
    return f"{number_of(rows)} were brought forward, by up to {most}"


LATER_KIND = Kind(
    name="sites-slipped",
    title="Sites that slipped",
    room="Projects",
    says=_slipped,
    order=22,
)
EARLIER_KIND = Kind(
    name="sites-brought-forward",
    title="Sites brought forward",
    room="Projects",
    says=_came_forward,
    order=24,
)


def _expected(row: Row) -> date | None:
    return row["expected_live_on"] or row["planned_live_on"]


def find(asked: Asked) -> Iterator[Change]:
    """For those who work on the project: when a site is expected is not published."""
    if asked.late:
        return
    projects = projects_of(asked)
    inside = Site.objects.standing().filter(project__in=list(projects.worked_on), in_scope=True)
    moved = net(inside, "expected_live_on", "planned_live_on", starts=asked.starts, ends=asked.ends)
    changed = {pk: one.change(_expected) for pk, one in moved.items()}
    sites = inside.filter(pk__in=[pk for pk, one in changed.items() if one])
    for site in sites.only("reference", "name", "ods_code", "project"):
        was, now, at = changed[site.pk] or (None, None, None)
        if was is None or now is None or at is None:
            continue  # its first date, or none any more
        slip = (now - was).days
        kind, verb = (LATER_KIND, "slipped") if slip > 0 else (EARLIER_KIND, "was brought forward")
        yield Change(
            kind=kind.name,
            on=as_date(at),
            recorded_at=at,
            says=f"{site.name} {verb} by {days(abs(slip))}, from {uk_date(was)} to {uk_date(now)}",
            url=projects.site(site.project_id, site.reference),
            project=projects.worked_on[site.project_id],
            counts={
                "days_slipped": max(slip, 0),
                "days_gained": max(-slip, 0),
                **counts_of(site.ods_code),
            },
        )


changes.register(LATER_KIND, EARLIER_KIND, find=find)
