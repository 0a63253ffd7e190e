"""Everything about one project, as files: what its pages show to whoever asks, row by row.

Nothing here is said that the pages keep from them: wayleaves as one list are for managers, as is
their file; a return speaks where its figures are vouched for, or to its own authors.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
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
from partners.roles import current_roles
from projects.portfolio.models import MilestoneBaseline, Project
from projects.portfolio.selectors import milestones, risks
from projects.returns.models import ReportingRound, Return
from projects.rollout.models import ScopeChange, ScopeEntry, Site, StageEntry
from projects.rollout.selectors import wayleaves
from projects.rollout.selectors.scope import change_log_rows

# Rows of each table on the page: all of them are in the files.
A_LOOK = 20
Field = tuple[Column, Callable[[Any], Any] | str]


def _text(key: str, title: str, take: Callable[[Any], Any] | str = "", about: str = "") -> Field:
    return Column(key, title, about=about), take or key


def _typed(
    kind: Kind, key: str, title: str, take: Callable[[Any], Any] | str = "", about: str = ""
) -> Field:
    return Column(key, title, kind, about=about), take or key


def _names(field: str) -> Callable[[Any], str]:
    """The name of what a row points to, or nothing."""
    return lambda one: str(getattr(one, field) or "")


OF_SITE = "The site, by its reference: the same in every file."
SITES = (
    _text("site", "Site reference", "reference", OF_SITE),
    _text("name", "Site"),
    _text("ods_code", "ODS code"),
    _text("uprn", "UPRN", about="Text: it may begin with a zero."),
    _text("address", "Address"),
    _text("postcode", "Postcode"),
    _text("district_code", "District code", "district.code"),
    _text("district", "District", "district.name"),
    _typed(Kind.NUMBER, "latitude", "Latitude (degrees)"),
    _typed(Kind.NUMBER, "longitude", "Longitude (degrees)"),
    _text("stage_code", "Stage code", "stage"),
    _text("stage", "Stage", "get_stage_display"),
    _typed(Kind.DAY, "stage_on", "Stage since"),
    _typed(Kind.YES_NO, "in_scope", "In scope"),
    _typed(Kind.DAY, "planned_live_on", "Planned live date"),
    _typed(Kind.DAY, "expected_live_on", "Expected live date"),
    _text("supplier", "Supplier"),
    _text("order_ref", "Order reference"),
    _typed(Kind.NUMBER, "download_before_mbps", "Download speed before (Mbit/s)"),
    _typed(Kind.NUMBER, "upload_before_mbps", "Upload speed before (Mbit/s)"),
    _typed(Kind.NUMBER, "download_after_mbps", "Download speed after (Mbit/s)"),
    _typed(Kind.NUMBER, "upload_after_mbps", "Upload speed after (Mbit/s)"),
    _typed(Kind.POUNDS, "cost_estimate", "Estimated cost (£)"),
    _typed(Kind.POUNDS, "cost_contracted", "Contracted cost (£)"),
    _typed(Kind.POUNDS, "cost_actual", "Actual cost (£)"),
    _typed(Kind.POUNDS, "grant_share", "Grant funded (£)"),
    _text("notes", "Notes"),
)
STAGES = (
    _text("site", "Site reference", "site.reference", OF_SITE),
    _text("stage_code", "Stage code", "stage"),
    _text("stage", "Stage", "get_stage_display"),
    _typed(Kind.DAY, "entered_on", "Date reached"),
    _typed(Kind.MOMENT, "recorded_at", "Recorded"),
    _text("by", "Recorded by", _names("by")),
    _text("evidence", "Evidence"),
    _text("reason", "Reason"),
    _typed(
        Kind.YES_NO,
        "is_corrected",
        "Corrected since",
        lambda one: hasattr(one, "corrected_by"),
        "Another row holds in its place.",
    ),
)
SCOPE = (
    Column("happened_on", "Decision date", Kind.DAY),
    Column("reason_code", "Reason code"),
    Column("note", "Note"),
    Column("value_change", "Change in value (£)", Kind.POUNDS, about="On its first row only."),
    Column("approved_by", "Approved by"),
    Column("step", "Added (1) or removed (−1)", Kind.WHOLE),
    Column("site", "Site reference", about=OF_SITE),
    Column("ods_code", "ODS code"),
    Column("name", "Site"),
)
WAYLEAVES = (
    _text("site", "Site reference", "site.reference", OF_SITE),
    _text("wayleave", "Wayleave reference", "reference"),
    _text("landowner", "Landowner", "grantor"),
    _text("kind", "Kind", "get_kind_display"),
    _text("status_code", "Status code", "state"),
    _text("status", "Status", "get_state_display"),
    _typed(Kind.DAY, "opened_on", "Identified"),
    _typed(Kind.DAY, "requested_on", "Requested"),
    _typed(Kind.DAY, "granted_on", "Granted"),
    _typed(Kind.DAY, "expires_on", "Expires"),
    _text("next_action", "Next action"),
    _text("owner", "Action owner", _names("owner")),
    _typed(Kind.POUNDS, "cost", "Cost (£)"),
)
MILESTONES = (
    _text("milestone", "Milestone reference", "reference"),
    _text("title", "Milestone"),
    _text("owner", "Owner", _names("owner")),
    _typed(Kind.DAY, "baseline_on", "Baseline date"),
    _typed(Kind.DAY, "forecast_on", "Forecast date"),
    _typed(Kind.DAY, "actual_on", "Actual date"),
    _typed(Kind.WHOLE, "slippage", "Slippage (days)", "slippage_days"),
    _text("note", "Note"),
)
BASELINES = (
    _text("milestone", "Milestone reference", "milestone.reference"),
    _typed(Kind.DAY, "old_on", "Previous baseline date"),
    _typed(Kind.DAY, "new_on", "New baseline date"),
    _text("reason", "Reason"),
    _text("approved_by", "Approved by", "approved_by.name"),
    _typed(Kind.MOMENT, "recorded_at", "Recorded"),
)
RISKS = (
    _text("risk", "Risk reference", "reference"),
    _text("title", "Risk or issue"),
    _text("kind", "Kind", lambda one: "Issue" if one.is_issue else "Risk"),
    _text("description", "Description"),
    _text("owner", "Owner", _names("owner")),
    _typed(Kind.WHOLE, "score_before", "Inherent score (1 to 25)"),
    _text("mitigation", "Mitigation"),
    _typed(Kind.WHOLE, "score_after", "Residual score (1 to 25)"),
    _text("status", "Status", "get_state_display"),
    _typed(Kind.DAY, "next_review_on", "Next review"),
    _typed(Kind.DAY, "closed_on", "Closed"),
)
ROUNDS = (
    _typed(Kind.DAY, "month", "Month", about="Its first day."),
    _typed(Kind.DAY, "opens_on", "Opens"),
    _typed(Kind.DAY, "due_on", "Due"),
    _typed(Kind.DAY, "closes_on", "Closes"),
)
RETURNS = (
    _typed(Kind.DAY, "month", "Month", "round.month"),
    _text("organisation", "Organisation", "organisation.name"),
    _text("status_code", "Status code", "state"),
    _text("status", "Status", "get_state_display"),
    _typed(Kind.MOMENT, "submitted_at", "Submitted"),
)
# Said where they are vouched for, or to their authors.
ANSWERS = (
    _text("narrative", "Narrative"),
    _text("delivery", "Delivery RAG rating", "get_delivery_display"),
    _text("spend", "Spend RAG rating", "get_spend_display"),
    _text("risk", "Risk RAG rating", "get_risk_display"),
    _typed(Kind.POUNDS, "spend_to_date", "Spend to date (£)"),
    _typed(Kind.DAY, "spend_as_at", "Spend as at"),
)
FORECASTS = (
    _typed(Kind.DAY, "day", "Published"),
    _typed(Kind.DAY, "p50", "5 in 10 futures finish by"),
    _typed(Kind.DAY, "p80", "8 in 10 futures finish by"),
    _typed(Kind.DAY, "p95", "95 in 100 futures finish by"),
    _typed(Kind.SHARE, "chance", "Chance of all in time"),
    _typed(Kind.POUNDS, "at_risk", "Grant at risk (£)"),
    _text("refusal", "Reason there is no forecast"),
)
DOCUMENTS = (
    _text("document", "Document reference", "evidence_file.reference"),
    _text("title", "Document", "evidence_file.title"),
    _text("file", "File name", "evidence_file.original_name"),
    _typed(Kind.WHOLE, "size", "Size (bytes)", "evidence_file.size"),
    _text("sha256", "SHA-256", "evidence_file.sha256"),
    _typed(Kind.MOMENT, "uploaded_at", "Uploaded", "evidence_file.uploaded_at"),
    _text("site", "Site reference", "site.reference", OF_SITE),
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
                "It shows what you may see of the project in the portal, and no one else can open "
                "it.",
                "Withdrawn sites are left out. Wayleaves are for programme managers. The answers "
                "of a return appear once they are submitted, or to its own organisation.",
                "manifest.csv lists the files with their rows and SHA-256, and fields.csv what "
                "each field means.",
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
    note: str = "",
    unique_by: Sequence[str] = (),
) -> Table:
    takes = [_taking(take) for _, take in fields]

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found.iterator(2000):
            yield tuple(take(one) for take in takes)

    columns = [column for column, _ in fields]
    names_a_site = key != "sites" and "site" in [one.key for one in columns]
    return Table(
        key,
        title,
        columns,
        rows,
        found.count(),
        note=note,
        unique_by=unique_by,
        refers_to={"site": ("sites", "site")} if names_a_site else {},
        shown=A_LOOK,
    )


def _taking(take: Callable[[Any], Any] | str) -> Callable[[Any], Any]:
    if not isinstance(take, str):
        return take
    get = attrgetter(take)

    def taken(one: Any) -> Any:
        value = get(one)
        return value() if callable(value) else value

    return taken


def _returns(found: QuerySet[Return], question: Question) -> Table:
    own = None if question.by is None else set(current_roles(question.by))
    facts = [_taking(take) for _, take in RETURNS]
    answers = [_taking(take) for _, take in ANSWERS]

    def rows() -> Iterator[tuple[Any, ...]]:
        vouched_for = set(found.vouched_for().values_list("pk", flat=True))
        for one in found.iterator(2000):
            may = one.pk in vouched_for or (own is not None and one.organisation_id in own)
            yield (
                *(take(one) for take in facts),
                *(take(one) if may else NOT_AVAILABLE for take in answers),
            )

    columns = [column for column, _ in (*RETURNS, *ANSWERS)]
    return Table("returns", "Returns", columns, rows, found.count(), shown=A_LOOK)
