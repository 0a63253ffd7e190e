"""Everything about one project, as files: what its pages show to whoever asks, row by row.

Nothing here is said that the pages keep from them: wayleaves as one list are for managers, as is
their file; a return speaks where its figures are vouched for, or to its own authors.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet

from diz_portal.reports.declaring import (
    NOT_AVAILABLE,
    Column,
    Figure,
    Figures,
    Format,
    Kind,
    Paper,
    ProjectQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from diz_portal.reports.fields import A_LOOK, Field, named, table_of, text, typed
from partners.roles import current_roles
from projects.forecast.models import ForecastOutcome
from projects.portfolio.models import MilestoneBaseline, Project
from projects.portfolio.selectors import milestones, risks
from projects.returns.models import ReportingRound, Return
from projects.returns.models.reporting import ReturnQuerySet
from projects.rollout.models import ScopeChange, ScopeEntry, Site, StageEntry
from projects.rollout.selectors import wayleaves
from projects.rollout.selectors.scope import change_log_rows

OF_SITE = "The reference of the site: the same in every file."
SITES = (
    text("site", "Site reference", "reference", OF_SITE),
    text("name", "Site"),
    text("ods_code", "ODS code"),
    text("uprn", "UPRN", about="Text, because it may begin with a zero."),
    text("address", "Address"),
    text("postcode", "Postcode"),
    text("district_code", "District code", "district.code"),
    text("district", "District", "district.name"),
    typed(Kind.NUMBER, "latitude", "Latitude (degrees)"),
    typed(Kind.NUMBER, "longitude", "Longitude (degrees)"),
    text("stage_code", "Stage code", "stage"),
    text("stage", "Stage", "get_stage_display"),
    typed(Kind.DAY, "stage_on", "Stage since"),
    typed(Kind.YES_NO, "in_scope", "In scope"),
    typed(Kind.DAY, "planned_live_on", "Planned live date"),
    typed(Kind.DAY, "expected_live_on", "Expected live date"),
    text("supplier", "Supplier"),
    text("order_ref", "Order reference"),
    typed(Kind.NUMBER, "download_before_mbps", "Download speed before (Mbit/s)"),
    typed(Kind.NUMBER, "upload_before_mbps", "Upload speed before (Mbit/s)"),
    typed(Kind.NUMBER, "download_after_mbps", "Download speed after (Mbit/s)"),
    typed(Kind.NUMBER, "upload_after_mbps", "Upload speed after (Mbit/s)"),
    typed(Kind.POUNDS, "cost_estimate", "Estimated cost (£)"),
    typed(Kind.POUNDS, "cost_contracted", "Contracted cost (£)"),
    typed(Kind.POUNDS, "cost_actual", "Actual cost (£)"),
    typed(Kind.POUNDS, "grant_share", "Grant funded (£)"),
    text("notes", "Notes"),
)
STAGES = (
    text("site", "Site reference", "site.reference", OF_SITE),
    text("stage_code", "Stage code", "stage"),
    text("stage", "Stage", "get_stage_display"),
    typed(Kind.DAY, "entered_on", "Date reached"),
    typed(Kind.MOMENT, "recorded_at", "Recorded"),
    text("by", "Recorded by", named("by")),
    text("evidence", "Evidence"),
    text("reason", "Reason"),
    typed(
        Kind.YES_NO,
        "is_corrected",
        "Corrected since",
        lambda one: hasattr(one, "corrected_by"),
        "Another row has replaced this one.",
    ),
)
SCOPE = (
    Column("happened_on", "Decision date", Kind.DAY),
    Column("reason_code", "Reason code"),
    Column("note", "Note"),
    Column(
        "value_change",
        "Change in value (£)",
        Kind.POUNDS,
        about="Only on the first row of each change.",
    ),
    Column("approved_by", "Approved by"),
    Column("step", "Added (1) or removed (−1)", Kind.WHOLE),
    Column("site", "Site reference", about=OF_SITE),
    Column("ods_code", "ODS code"),
    Column("name", "Site"),
)
WAYLEAVES = (
    text("site", "Site reference", "site.reference", OF_SITE),
    text("wayleave", "Wayleave reference", "reference"),
    text("landowner", "Landowner", "grantor"),
    text("kind", "Type of wayleave", "get_kind_display"),
    text("status_code", "Status code", "state"),
    text("status", "Status", "get_state_display"),
    typed(Kind.DAY, "opened_on", "Identified"),
    typed(Kind.DAY, "requested_on", "Requested"),
    typed(Kind.DAY, "granted_on", "Granted"),
    typed(Kind.DAY, "expires_on", "Expires"),
    text("next_action", "Next action"),
    text("owner", "Action owner", named("owner")),
    typed(Kind.POUNDS, "cost", "Cost (£)"),
)
MILESTONES = (
    text("milestone", "Milestone reference", "reference"),
    text("title", "Milestone"),
    text("owner", "Owner", named("owner")),
    typed(Kind.DAY, "baseline_on", "Baseline date"),
    typed(Kind.DAY, "forecast_on", "Forecast date"),
    typed(Kind.DAY, "actual_on", "Actual date"),
    typed(Kind.WHOLE, "slippage", "Slippage (days)", "slippage_days"),
    text("note", "Note"),
)
BASELINES = (
    text("milestone", "Milestone reference", "milestone.reference"),
    typed(Kind.DAY, "old_on", "Previous baseline date"),
    typed(Kind.DAY, "new_on", "New baseline date"),
    text("reason", "Reason"),
    text("approved_by", "Approved by", "approved_by.name"),
    typed(Kind.MOMENT, "recorded_at", "Recorded"),
)
RISKS = (
    text("risk", "Risk reference", "reference"),
    text("title", "Title"),
    text("kind", "Risk or issue", lambda one: "Issue" if one.is_issue else "Risk"),
    text("description", "Description"),
    text("owner", "Owner", named("owner")),
    typed(Kind.WHOLE, "score_before", "Inherent score (1 to 25)"),
    text("mitigation", "Mitigation"),
    typed(Kind.WHOLE, "score_after", "Residual score (1 to 25)"),
    text("status", "Status", "get_state_display"),
    typed(Kind.DAY, "next_review_on", "Next review"),
    typed(Kind.DAY, "closed_on", "Closed"),
)
ROUNDS = (
    typed(Kind.DAY, "month", "Month", about="The first day of the month."),
    typed(Kind.DAY, "opens_on", "Opens"),
    typed(Kind.DAY, "due_on", "Due"),
    typed(Kind.DAY, "closes_on", "Closes"),
)
RETURNS = (
    typed(Kind.DAY, "month", "Month", "round.month"),
    text("organisation", "Organisation", "organisation.name"),
    text("status_code", "Status code", "state"),
    text("status", "Status", "get_state_display"),
    typed(Kind.MOMENT, "submitted_at", "Submitted"),
)
# Said where they are vouched for, or to their authors.
ANSWERS = (
    text("narrative", "Narrative"),
    text("delivery", "Delivery RAG rating", "get_delivery_display"),
    text("spend", "Spend RAG rating", "get_spend_display"),
    text("risk", "Risk RAG rating", "get_risk_display"),
    typed(Kind.POUNDS, "spend_to_date", "Spend to date (£)"),
    typed(Kind.DAY, "spend_as_at", "Spend as at"),
)
FORECASTS = (
    typed(Kind.DAY, "day", "Published"),
    typed(Kind.DAY, "p50", "5 in 10 simulations finish by"),
    typed(Kind.DAY, "p80", "8 in 10 simulations finish by"),
    typed(Kind.DAY, "p95", "95 in 100 simulations finish by"),
    typed(Kind.SHARE, "chance", "Chance that all sites are live in time"),
    typed(Kind.POUNDS, "at_risk", "Grant at risk (£)"),
    text("refusal", "Reason there is no forecast"),
)
OUTCOMES = (
    typed(Kind.DAY, "forecast", "Published", "forecast.day", "The day of the forecast."),
    typed(Kind.DAY, "day", "Forecast for"),
    typed(Kind.WHOLE, "low", "Minimum in 9 in 10 simulations"),
    typed(Kind.WHOLE, "middle", "Minimum in 5 in 10 simulations"),
    typed(Kind.WHOLE, "high", "Minimum in 1 in 10 simulations"),
    typed(Kind.WHOLE, "live", "Live on that day"),
    typed(Kind.WHOLE, "pace", "Live if as many as in the months before"),
    typed(Kind.WHOLE, "dates", "Live by the dates recorded"),
)
DOCUMENTS = (
    text("document", "Document reference", "evidence_file.reference"),
    text("title", "Document", "evidence_file.title"),
    text("file", "File name", "evidence_file.original_name"),
    typed(Kind.WHOLE, "size", "Size (bytes)", "evidence_file.size"),
    text("sha256", "SHA-256", "evidence_file.sha256"),
    typed(Kind.MOMENT, "uploaded_at", "Uploaded", "evidence_file.uploaded_at"),
    text("site", "Site reference", "site.reference", OF_SITE),
)


class OfAProject(ProjectQuestion):
    """As things are now."""

    takes_a_day = False


@register
class ProjectEverything(Report):
    name = "project-everything"
    title = "Everything about a project"
    about = "Sites, stages, scope, wayleaves, milestones, risks and returns as CSV files in a ZIP."
    asks = OfAProject
    formats = (Format.ZIP, Format.XLSX)
    is_for_its_asker = True
    order = 70

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return user.is_authenticated and Project.objects.worked_on_by(user).exists()
        return user.has_perm("projects.see_workspace", answers["project"])

    def paper(self, question: Question) -> Paper:
        project = question.answers["project"]
        tables = list(_tables(project, question))
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [_figures(tables)]),
                *(Section(one.key, one.title, [one]) for one in tables),
            ],
            notes=(
                "It contains what you can see of the project in the portal. No one else can open "
                "it.",
                "Withdrawn sites are left out. Wayleaves are for programme managers. The answers "
                "in a return are included once it is submitted, or if it is your organisation’s "
                "own.",
                "manifest.csv lists the files, with the number of rows and the SHA-256 of each. "
                "fields.csv says what each field means.",
            ),
        )


def _figures(tables: Sequence[Table]) -> Figures:
    return Figures("summary", [Figure(one.key, one.title, one.count) for one in tables])


def _tables(project: Project, question: Question) -> Iterator[Table]:
    sites = Site.objects.standing().filter(project=project).select_related("district")
    sites = sites.order_by("district__name", "name", "pk")
    yield _table("sites", "Sites", SITES, sites, unique_by=["site"])
    entries = StageEntry.objects.filter(project=project, site__withdrawn_at=None)
    stages = entries.select_related("site", "by", "corrected_by")
    stages = stages.order_by("site__reference", "entered_on", "recorded_at", "pk")
    yield _table("stages", "Stages reached", STAGES, stages)
    yield _scope(project)
    if question.by is None or question.by.has_perm("projects.manage", project):
        found = wayleaves.of_project(project).select_related("site", "owner")
        found = found.order_by("site__reference", "pk")
        yield _table("wayleaves", "Wayleaves", WAYLEAVES, found)
    yield _table("milestones", "Milestones", MILESTONES, milestones.of_project(project))
    changes = MilestoneBaseline.objects.filter(milestone__in=milestones.of_project(project))
    changes = changes.select_related("milestone", "approved_by").order_by("recorded_at", "pk")
    yield _table("baselines", "Baseline changes", BASELINES, changes)
    yield _table("risks", "Risks and issues", RISKS, risks.register(project))
    returns = question.seen(Return.objects).filter(project=project)
    returns = returns.select_related("round", "organisation")
    rounds = ReportingRound.objects.filter(returns__in=returns).distinct().order_by("month")
    yield _table("rounds", "Reporting rounds", ROUNDS, rounds)
    yield _returns(returns.order_by("round__month", "organisation__name"), question)
    yield _table("forecasts", "Published forecasts", FORECASTS, project.forecasts.order_by("day"))
    outcomes = ForecastOutcome.objects.filter(forecast__project=project)
    outcomes = outcomes.select_related("forecast").order_by("forecast__day")
    yield _table("outcomes", "How forecasts came out", OUTCOMES, outcomes)
    files = entries.exclude(evidence_file=None).select_related("evidence_file", "site")
    yield _table("documents", "Documents", DOCUMENTS, files.order_by("pk"))


def _scope(project: Project) -> Table:
    changes = ScopeChange.objects.filter(project=project)
    entries = ScopeEntry.objects.filter(change__in=changes).count()
    count = entries + changes.filter(entries=None).count()
    rows = partial(change_log_rows, project)
    return Table("scope", "Scope change log", SCOPE, rows, count, shown=A_LOOK)


def _table(
    key: str,
    title: str,
    fields: Sequence[Field],
    found: QuerySet[Any],
    *,
    unique_by: Sequence[str] = (),
) -> Table:
    names_a_site = key != "sites" and "site" in [column.key for column, _ in fields]
    refers_to = {"site": ("sites", "site")} if names_a_site else {}
    return table_of(key, title, fields, found, unique_by=unique_by, refers_to=refers_to)


def _returns(found: ReturnQuerySet, question: Question) -> Table:
    own = None if question.by is None else set(current_roles(question.by))

    def rows() -> Iterator[tuple[Any, ...]]:
        vouched_for = set(found.vouched_for().values_list("pk", flat=True))
        for one in found.iterator(2000):
            may = one.pk in vouched_for or (own is not None and one.organisation_id in own)
            yield (
                *(take(one) for _, take in RETURNS),
                *(take(one) if may else NOT_AVAILABLE for _, take in ANSWERS),
            )

    columns = [column for column, _ in (*RETURNS, *ANSWERS)]
    return Table("returns", "Returns", columns, rows, found.count(), shown=A_LOOK)
