"""What is promised and done in public projects: see diz_portal.impact.declaring."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, Min, Q

from diz_portal.impact.declaring import Column, figure, panel
from projects.benefits import selectors as benefits
from projects.money.enums import SourceKind
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.portfolio.models import Milestone
from projects.rollout.models import ScopeEntry, ScopeReason, Site
from projects.rollout.stages import LIVE
from projects.rollout.standing import AsAt
from projects.stories import panels as stories

NO_PROGRAMME = "Other projects"
ANNOUNCED, IN_SCOPE, IS_LIVE = 7, 8, 9
# What is public of a project, and its programme's name.
PROJECTS = (
    "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM projects_project",
    "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM projects_programme",
)


def _title(rows: Sequence[Sequence[Any]]) -> str:
    return "surgeries live" if all(row[2] for row in rows) else "sites live"


def _scope(rows: Sequence[Sequence[Any]]) -> str:
    announced = sum(row[ANNOUNCED] for row in rows)
    now = sum(row[IN_SCOPE] for row in rows)
    return f"{announced:,} announced at first, {now:,} in scope now." if announced != now else ""


@figure(
    "surgeries-live",
    title="sites live",
    titled=_title,
    says=_scope,
    question="Of the sites that our projects will connect, how many have a live connection now?",
    definition="Sites in scope of a public project whose stage is connected, in service or "
    "accepted. A site that was removed from scope is not counted as promised or as done.",
    source="The stage history of each site, as partners record it with a date and evidence.",
    not_counted="Candidates that were never in scope, and sites of projects that are not public.",
    group="Infrastructure",
    order=10,
    columns=[
        Column("reference", "Reference"),
        Column("name", "Name"),
        Column("ods_code", "ODS code"),
        Column("project", "Project"),
        Column("programme", "Programme"),
        Column("district", "District"),
        Column("live_since", "Live since"),
        Column("announced", "Announced at first"),
        Column("in_scope", "In scope"),
        Column("live", "Live"),
    ],
    done="live",
    promised="in_scope",
    promised_title="in scope",
    version=(
        "SELECT max(id) FROM projects_stageentry",
        "SELECT max(id) FROM projects_scopeentry",
        "SELECT max(id) FROM projects_scopechange",
        "SELECT max(pgh_id) FROM projects_siteaudit",
        *PROJECTS,
    ),
    without="No public project has sites in scope yet.",
)
def surgeries_live(today: date) -> list[tuple]:
    announced = _announced()
    sites = (
        Site.objects.standing()
        .filter(Q(in_scope=True) | Q(pk__in=announced), project__published=True)
        .with_live_since()
        .order_by("project__title", "district__name", "name", "reference")
        .values_list(
            "reference",
            "name",
            "ods_code",
            "project__title",
            "project__programme__name",
            "district__name",
            "live_since",
            "pk",
            "in_scope",
            "stage",
        )
    )
    rows = [
        (
            *facts[:3],
            facts[3],
            facts[4] or NO_PROGRAMME,
            facts[5],
            since if is_in and stage in LIVE else None,
            int(pk in announced),
            int(is_in),
            int(is_in and stage in LIVE),
        )
        for *facts, since, pk, is_in, stage in sites
    ]
    return rows if any(row[IN_SCOPE] for row in rows) else []


def _announced() -> set[int]:
    """Sites of the baseline that was approved first, in as many changes as it took that day."""
    baseline = ScopeEntry.objects.filter(
        project__published=True, change__reason=ScopeReason.BASELINE, step=1
    )
    first = dict(
        baseline.order_by().values_list("project").annotate(first=Min("change__happened_on"))
    )
    found = baseline.values_list("project", "change__happened_on", "site")
    return {site for project, day, site in found if first[project] == day}


@figure(
    "milestones-met",
    title="milestones complete",
    question="Of everything that our projects plan, how much is complete?",
    definition="Milestones of public projects with an actual date. The planned date is the first "
    "one, before any approved change.",
    source="The plan of each project, which is changed through change control only.",
    not_counted="Milestones that were withdrawn, and projects that are not public.",
    group="Infrastructure",
    order=70,
    columns=[
        Column("reference", "Reference"),
        Column("milestone", "Milestone"),
        Column("project", "Project"),
        Column("programme", "Programme"),
        Column("planned", "Planned date"),
        Column("latest", "Latest date"),
        Column("planned_count", "Planned"),
        Column("met", "Complete"),
    ],
    done="met",
    promised="planned_count",
    promised_title="planned",
    version=(
        "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM projects_milestone",
        "SELECT max(id) FROM projects_milestonebaseline",
        *PROJECTS,
    ),
    without="No public project has milestones yet.",
)
def milestones_met(today: date) -> list[tuple]:
    found = (
        Milestone.objects.standing()
        .filter(project__published=True)
        .with_baselines()
        .select_related("project__programme")
        .order_by("project__title", "baseline_on", "title", "pk")
    )
    return [
        (
            one.reference,
            one.title,
            one.project.title,
            one.project.programme.name if one.project.programme else NO_PROGRAMME,
            one.first_planned_on,
            one.actual_on or one.forecast_on or one.baseline_on,
            1,
            int(one.actual_on is not None),
        )
        for one in found
    ]


POOLED: dict[str, str] = {
    SourceKind.GRANT: "Grant",
    SourceKind.MATCH: "Match funding",
    SourceKind.PARTNER: "Partners’ contributions",
    SourceKind.SUPPLIER: "Suppliers’ contributions",
}


@figure(
    "money-pooled",
    title="secured for our projects",
    question="How much money have funders and partners secured for the projects?",
    definition="Cash that is secured with evidence, for public projects, in whole pounds.",
    source="Funding letters, as the accountable body records them.",
    not_counted="Contributions in kind, funding that is not secured, and grants that the "
    "partnership passes on, which would be counted twice.",
    group="Money",
    order=80,
    columns=[
        Column("project", "Project"),
        Column("programme", "Programme"),
        Column("type_of_funding", "Type of funding"),
        Column("secured", "Secured (£)"),
    ],
    done="secured",
    kind="pounds",
    releases="The secured cash of each public project will be public, by type of funding. "
    "Funders and single amounts are not named.",
    without="A programme manager has not released this figure.",
)
def money_pooled(today: date) -> list[tuple]:
    return [
        (project, programme, POOLED[kind], amount)
        for (project, programme, kind), amount in _secured(today).items()
    ]


@figure(
    "money-levered",
    title="added by others to each £100 of grant",
    question="How much did others add to each £100 of grant?",
    definition="Match funding, partners’ and suppliers’ cash that is secured, divided by the "
    "grants that are secured, multiplied by 100. The denominator is the grants of public projects.",
    source="Funding letters, as the accountable body records them.",
    not_counted="Contributions in kind, and projects without a secured grant.",
    group="Money",
    order=85,
    columns=[
        Column("added", "Added by others (£)"),
        Column("grants", "Grants (£)"),
        Column("levered", "For each £100 of grant (£)"),
    ],
    done="levered",
    kind="pounds",
    releases="The secured grants of all public projects, and what others add to them, will be "
    "public as 2 sums.",
    without="A programme manager has not released this figure.",
)
def money_levered(today: date) -> list[tuple]:
    secured = _secured(today)
    with_a_grant = {project for project, _, kind in secured if kind == SourceKind.GRANT}
    grants = sum(amount for (_, _, kind), amount in secured.items() if kind == SourceKind.GRANT)
    added = sum(
        amount
        for (project, _, kind), amount in secured.items()
        if kind != SourceKind.GRANT and project in with_a_grant
    )
    return [(added, grants, (200 * added + grants) // (2 * grants))] if grants else []


def _secured(today: date) -> dict[tuple[str, str, str], int]:
    """Whole pounds by project, programme and type of funding."""
    sources = FundingSource.objects.filter(project__published=True).annotate(
        programme=F("project__programme__name")
    )
    lines = statement.of_sources(sources, AsAt.on(today)).lines
    found: dict[tuple[str, str, str], int] = {}
    for line in sorted(lines, key=lambda one: (one.source.project.title, one.source.kind)):
        if line.is_secured and line.pledged:
            programme = getattr(line.source, "programme", None) or NO_PROGRAMME
            key = line.source.project.title, programme, line.source.kind
            found[key] = found.get(key, 0) + _whole(line.pledged)
    return found


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _benefits() -> dict[str, Any] | None:
    roles = benefits.by_role(benefits.public())
    return {"roles": roles} if roles else None


panel(
    order=10,
    template="projects/benefits/panel.html",
    version=(
        "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM projects_benefit",
        "SELECT max(id) FROM projects_benefitmeasure",
        *PROJECTS,
    ),
    find=_benefits,
)
panel(
    order=20,
    template="projects/stories/panel.html",
    version=stories.VERSION,
    find=stories.on_the_impact_page,
)
