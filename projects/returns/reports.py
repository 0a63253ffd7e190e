"""What one partner delivered for a project in a period, and what it is responsible for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from diz_portal.reports.declaring import (
    NOT_AVAILABLE,
    Column,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    ScopeField,
    Section,
    Table,
    register,
)
from diz_portal.words import uk_month
from partners.models import Organisation
from partners.roles import current_roles, is_manager
from projects.portfolio.models import Project
from projects.portfolio.selectors import milestones, risks
from projects.returns.models import Return
from projects.returns.models.reporting import ReturnQuerySet
from projects.rollout.models import StageEntry
from projects.rollout.selectors import wayleaves

RETURNS = (
    Column("month", "Month"),
    Column("status", "Status"),
    Column("submitted_at", "Submitted", Kind.MOMENT),
    Column("delivery", "Delivery RAG rating"),
    Column("spend", "Spend RAG rating"),
    Column("risk", "Risk RAG rating"),
    Column("spend_to_date", "Spend to date (£)", Kind.POUNDS),
)
MOVES = (
    Column("site", "Site"),
    Column("district", "District"),
    Column("stage", "Stage"),
    Column("entered_on", "Date reached", Kind.DAY),
)
MILESTONES = (
    Column("milestone", "Milestone"),
    Column("baseline_on", "Baseline date", Kind.DAY),
    Column("forecast_on", "Forecast date", Kind.DAY),
    Column("actual_on", "Actual date", Kind.DAY),
    Column("slippage", "Slippage (days)", Kind.WHOLE),
)
RISKS = (
    Column("risk", "Title"),
    Column("kind", "Risk or issue"),
    Column("score_after", "Residual score (1 to 25)", Kind.WHOLE),
    Column("status", "Status"),
    Column("next_review_on", "Next review", Kind.DAY),
)
WAYLEAVES = (
    Column("site", "Site"),
    Column("landowner", "Landowner"),
    Column("status", "Status"),
    Column("requested_on", "Requested", Kind.DAY),
    Column("granted_on", "Granted", Kind.DAY),
    Column("days", "Days outstanding", Kind.WHOLE),
)


class OfAPartner(PeriodQuestion):
    about = ("organisation", "project")
    project = ScopeField(
        "project",
        label="Project",
        empty_label="Select a project",
        error_messages={
            "required": "Select a project",
            "invalid_choice": "Select a project that you can see. It may have been removed",
        },
    )
    organisation = ScopeField(
        "organisation",
        label="Partner organisation",
        empty_label="Select an organisation",
        error_messages={
            "required": "Select an organisation",
            "invalid_choice": "Select an organisation whose returns you can see",
        },
    )
    field_order = ("project", "organisation", "starts", "ends")

    def clean_organisation(self) -> Organisation:
        """Fields are cleaned in the order they are asked in: the project is known by now."""
        organisation, project = self.cleaned_data["organisation"], self.cleaned_data.get("project")
        if project and not milestones.organisations(project).filter(pk=organisation.pk).exists():
            raise forms.ValidationError(
                f"Select an organisation that works on {project}. {organisation} does not"
            )
        return organisation


@register
class PartnerDelivery(Report):
    name = "partner-delivery"
    title = "Partner statement of delivery"
    about = "What a partner reported and delivered in a period, and what it is responsible for."
    asks = OfAPartner
    order = 35

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        """Members of the organisation itself, and managers: nobody else reads its returns."""
        if not user.is_authenticated:
            return False
        if answers is None:
            return Project.objects.worked_on_by(user).exists()
        project, organisation = answers["project"], answers["organisation"]
        return user.has_perm("projects.see_workspace", project) and (
            is_manager(user) or organisation.pk in current_roles(user)
        )

    def paper(self, question: Question) -> Paper:
        project, organisation = question.answers["project"], question.answers["organisation"]
        starts, ends = question.answers["starts"], question.answers["ends"]
        returns = returns_of(question.seen(Return.objects), project, organisation, starts, ends)
        moves = moves_of(project, organisation, starts, ends)
        tables = {
            "returns": ("Returns", _returns(returns)),
            "moves": ("Stage updates", _moves(project, moves)),
            "milestones": ("Milestones", _milestones(project, organisation)),
            "risks": ("Risks and issues", _risks(project, organisation)),
            "wayleaves": ("Wayleaves", _wayleaves(project, organisation)),
        }
        summary = Section("summary", "Summary", [_figures(project, organisation, returns, moves)])
        return Paper(
            title=self.said(question),
            sections=[
                summary,
                *(Section(key, title, [table]) for key, (title, table) in tables.items()),
            ],
            notes=(
                "Returns are those for the months in the period. Stage updates are the stages "
                "reached in the period at sites that the organisation supplies, or recorded by its "
                "members.",
                "Milestones, risks and wayleaves are those that the organisation owns today.",
                "Slippage is the number of days from the baseline date to the actual date, or to "
                "the forecast date where there is none yet.",
            ),
        )


def returns_of(
    returns: ReturnQuerySet,
    project: Project,
    organisation: Organisation,
    starts: date,
    ends: date,
) -> ReturnQuerySet:
    months = (starts.replace(day=1), ends)
    found = returns.filter(project=project, organisation=organisation, round__month__range=months)
    return found.select_related("round").order_by("round__month")


def moves_of(
    project: Project, organisation: Organisation, starts: date, ends: date
) -> QuerySet[StageEntry]:
    """The stages it brought sites to: recorded by its members, or at sites it supplies."""
    theirs = Q(by__in=organisation.memberships.values("person")) | Q(
        site__supplier__iexact=organisation.name
    )
    return (
        StageEntry.objects.uncorrected()
        .filter(theirs, project=project, entered_on__range=(starts, ends))
        .filter(site__withdrawn_at=None)
        .select_related("site__district")
        .order_by("entered_on", "site__name", "pk")
    )


def _figures(
    project: Project,
    organisation: Organisation,
    returns: ReturnQuerySet,
    moves: QuerySet[StageEntry],
) -> Figures:
    theirs = milestones.slipping().filter(project=project, owner=organisation)
    return Figures(
        "delivery",
        [
            Figure("returns", "Returns", returns.count()),
            Figure("returns_submitted", "Returns submitted", returns.submitted().count()),
            Figure(
                "sites_moved", "Sites with a stage update", moves.values("site").distinct().count()
            ),
            Figure(
                "milestones_slipping",
                "Milestones slipping",
                theirs.count(),
                note="More than 2 weeks behind the baseline, or past the forecast date",
            ),
            Figure(
                "risks_open",
                "Open risks and issues",
                project.risks.open().filter(owner=organisation).count(),
            ),
            Figure(
                "wayleaves_open",
                "Outstanding wayleaves",
                wayleaves.of_project(project).open().filter(owner=organisation).count(),
            ),
        ],
    )


def _returns(found: ReturnQuerySet) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        vouched_for = set(found.vouched_for().values_list("pk", flat=True))
        for one in found.iterator():
            page = reverse("returns:return", args=[one.reference])
            said = (
                one.get_delivery_display(),
                one.get_spend_display(),
                one.get_risk_display(),
                one.spend_to_date,
            )
            yield (
                Linked(uk_month(one.round.month), page),
                one.get_state_display(),
                one.submitted_at,
                # What no one vouches for now is its authors' alone.
                *(said if one.pk in vouched_for else (NOT_AVAILABLE,) * len(said)),
            )

    empty = "No returns are due in this period."
    return Table("returns", "Returns by month", RETURNS, rows, found.count(), empty=empty)


def _moves(project: Project, found: QuerySet[StageEntry]) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found.iterator():
            page = reverse("projects_workspace:site", args=[project.slug, one.site.reference])
            yield (
                Linked(one.site.name, page),
                one.site.district.name,
                one.get_stage_display(),
                one.entered_on,
            )

    empty = "The organisation has no stage updates in this period."
    return Table("moves", "Stages reached in the period", MOVES, rows, found.count(), empty=empty)


def _milestones(project: Project, organisation: Organisation) -> Table:
    found = milestones.of_project(project).filter(owner=organisation)
    page = reverse("projects_workspace:milestones", args=[project.slug])

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            dates = (one.baseline_on, one.forecast_on, one.actual_on)
            yield (Linked(one.title, page), *dates, one.slippage_days)

    empty = "The organisation does not own any milestones of this project."
    return Table(
        "milestones",
        "Milestones owned, open ones first",
        MILESTONES,
        rows,
        found.count(),
        empty=empty,
    )


def _risks(project: Project, organisation: Organisation) -> Table:
    found = risks.register(project).filter(owner=organisation)
    page = reverse("projects_workspace:risks", args=[project.slug])

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found.iterator():
            kind = "Issue" if one.is_issue else "Risk"
            status = one.get_state_display()
            yield Linked(one.title, page), kind, one.score_after, status, one.next_review_on

    empty = "The organisation does not own any risks or issues of this project."
    return Table(
        "risks",
        "Risks and issues owned, highest score first",
        RISKS,
        rows,
        found.count(),
        empty=empty,
    )


def _wayleaves(project: Project, organisation: Organisation) -> Table:
    found = wayleaves.since_when(wayleaves.of_project(project)).filter(owner=organisation)
    found = found.select_related("site").order_by("since", "pk")
    page = reverse("projects_workspace:wayleaves", args=[project.slug])

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found.iterator():
            yield (
                Linked(one.site.name, page),
                one.grantor,
                one.get_state_display(),
                one.requested_on,
                one.granted_on,
                one.age_days() if one.is_waiting else None,
            )

    empty = "The organisation is not the action owner of any wayleaves."
    return Table(
        "wayleaves",
        "Wayleaves by action owner, oldest first",
        WAYLEAVES,
        rows,
        found.count(),
        empty=empty,
    )
