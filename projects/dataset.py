"""What this app adds to the dataset: projects and stages, sites, returns and milestones."""

from collections.abc import Iterator
from typing import Any

from diz_portal.reports import dataset
from diz_portal.reports.dataset import DATE
from diz_portal.reports.declaring import NOT_AVAILABLE, Column, Kind, Table
from diz_portal.reports.fields import A_LOOK, named, table_of, text, typed
from partners.roles import current_roles
from projects.portfolio.models import Milestone, Project
from projects.returns.models import Return
from projects.returns.models.reporting import ReturnQuerySet
from projects.rollout.models import Site, StageEntry
from projects.rollout.stages import FACTS, LIVE, Stage

PROJECT = text("project_code", "Project code", "project.slug", "As in its web address.")
OF_PROJECT = {"project_code": ("dim_project", "project_code")}
PROJECTS = (
    text("project_code", "Project code", "slug", "As in its web address."),
    text("project", "Project", "title"),
    text("programme", "Programme", "programme.name"),
    text("lead_code", "Lead organisation code", "lead.slug"),
    text("lead", "Lead organisation", "lead.name"),
    text("status_code", "Status code", "state"),
    text("status", "Status", "get_state_display"),
    typed(Kind.DAY, "starts_on", "Start date"),
    typed(Kind.DAY, "ends_on", "End date"),
)
STAGES = (
    Column("stage_code", "Stage code"),
    Column("stage", "Stage"),
    Column("position", "Position", Kind.WHOLE, about="To sort by."),
    Column("is_live", "Counts as live", Kind.YES_NO),
    Column("meaning", "What it means"),
)
SITES = (
    text("site_code", "Site reference", "reference"),
    text("site", "Site", "name"),
    text("ods_code", "ODS code"),
    text("uprn", "UPRN", about="Text, because it may begin with a zero."),
    PROJECT,
    text("district_code", "District code (GSS)", "district.code"),
    text("stage_code", "Stage code today", "stage"),
    typed(Kind.YES_NO, "in_scope", "In scope today"),
    typed(Kind.DAY, "planned_live_on", "Planned live date"),
    text("supplier", "Supplier"),
    typed(Kind.POUNDS, "cost_estimate", "Estimated cost (£)"),
    typed(Kind.POUNDS, "cost_actual", "Actual cost (£)"),
)
SITE_STAGES = (
    text("site_code", "Site reference", "site.reference"),
    PROJECT,
    text("district_code", "District code (GSS)", "site.district.code"),
    text("stage_code", "Stage code", "stage"),
    text("stage", "Stage", "get_stage_display"),
    typed(Kind.DAY, "reached_on", "Date reached", "entered_on"),
)
MILESTONES = (
    text("milestone_code", "Milestone reference", "reference"),
    text("milestone", "Milestone", "title"),
    PROJECT,
    text("owner", "Owner", named("owner")),
    typed(Kind.DAY, "baseline_on", "Baseline date"),
    typed(Kind.DAY, "forecast_on", "Forecast date"),
    typed(Kind.DAY, "actual_on", "Actual date"),
    typed(Kind.WHOLE, "slippage", "Slippage (days)", "slippage_days"),
)
RETURNS = (
    text("return_code", "Return reference", "reference"),
    PROJECT,
    text("organisation_code", "Organisation code", "organisation.slug"),
    text("organisation", "Organisation", "organisation.name"),
    typed(Kind.DAY, "month", "Month", "round.month", "The first day of the month."),
    text("status_code", "Status code", "state"),
    text("status", "Status", "get_state_display"),
)
# Said where they are vouched for, or to their authors.
ANSWERS = (
    text("delivery_code", "Delivery RAG code", "delivery"),
    text("spend_code", "Spend RAG code", "spend"),
    text("risk_code", "Risk RAG code", "risk"),
    typed(Kind.POUNDS, "spend_to_date", "Spend to date (£)"),
)


@dataset.tables
def portfolio(user: Any) -> Iterator[Table]:
    """Of the projects whose workspace the person may open."""
    projects = Project.objects.all() if user is None else Project.objects.worked_on_by(user)
    of_them = projects.select_related("programme", "lead").order_by("slug")
    yield table_of("dim_project", "Projects", PROJECTS, of_them, unique_by=["project_code"])
    yield _stages()
    sites = Site.objects.standing().filter(project__in=projects)
    yield table_of(
        "dim_site",
        "Sites",
        SITES,
        sites.select_related("project", "district").order_by("reference"),
        unique_by=["site_code"],
        refers_to=OF_PROJECT
        | {
            "district_code": ("dim_district", "district_code"),
            "stage_code": ("dim_stage", "stage_code"),
        },
    )
    entries = StageEntry.objects.uncorrected().filter(site__in=sites)
    yield table_of(
        "fact_site_stages",
        "Stages that sites reached",
        SITE_STAGES,
        entries.select_related("site__district", "project").order_by("entered_on", "pk"),
        refers_to=OF_PROJECT
        | {
            "site_code": ("dim_site", "site_code"),
            "district_code": ("dim_district", "district_code"),
            "stage_code": ("dim_stage", "stage_code"),
            "reached_on": DATE,
        },
    )
    milestones = Milestone.objects.filter(project__in=projects, withdrawn_at=None)
    yield table_of(
        "fact_milestones",
        "Milestones",
        MILESTONES,
        milestones.select_related("project", "owner").order_by("baseline_on", "pk"),
        unique_by=["milestone_code"],
        refers_to=OF_PROJECT | dict.fromkeys(("baseline_on", "forecast_on", "actual_on"), DATE),
    )
    returns = Return.objects.all() if user is None else Return.objects.visible_to(user)
    yield _returns(returns.filter(project__in=projects), user)


def _stages() -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        for at, stage in enumerate(Stage, start=1):
            yield stage.value, stage.label, at, stage in LIVE, FACTS[stage].meaning

    return Table(
        "dim_stage", "Stages", STAGES, rows, len(Stage), unique_by=["stage_code"], shown=A_LOOK
    )


def _returns(found: ReturnQuerySet, user: Any) -> Table:
    found = found.select_related("project", "organisation", "round")
    own = set() if user is None else set(current_roles(user))

    def rows() -> Iterator[tuple[Any, ...]]:
        vouched_for = set(found.vouched_for().values_list("pk", flat=True))
        for one in found.order_by("round__month", "pk").iterator(2000):
            may = one.pk in vouched_for or one.organisation_id in own
            yield (
                *(take(one) for _, take in RETURNS),
                *(take(one) if may else NOT_AVAILABLE for _, take in ANSWERS),
            )

    return Table(
        "fact_returns",
        "Monthly returns",
        [column for column, _ in (*RETURNS, *ANSWERS)],
        rows,
        found.count(),
        unique_by=["return_code"],
        refers_to=OF_PROJECT
        | {"organisation_code": ("dim_organisation", "organisation_code"), "month": DATE},
        shown=A_LOOK,
    )
