import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.sql import quoted
from diz_portal.words import uk_date
from partners.roles import is_manager
from projects.change.askers import asks_for
from projects.change.enums import CHANGE_MOVES, DECIDED, ChangeState, Route
from projects.money.models.sources import pounds_field
from projects.portfolio.models import Project
from projects.rollout.models import ScopeReason

__all__ = [
    "CHANGE_MOVES",
    "ChangeControl",
    "ChangeEvent",
    "ChangeFigure",
    "ChangeMilestone",
    "ChangeRequest",
    "ChangeSite",
]

# What the change of a request that has been asked for may still touch.
DECISION = [
    *("state", "route", "days", "pounds", "sites"),
    *("decided_by_id", "decided_on", "decided_at", "decided_words", "decision_id"),
]


class ChangeControl(models.Model):
    """The baseline of a project is set: from then on it changes by request alone.

    Up to all 3 limits together a programme manager approves; beyond one of them the board. What
    was delegated since the last decision of the board counts towards them.
    """

    project = models.OneToOneField(
        "projects.Project",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="change_control",
    )
    days = models.PositiveSmallIntegerField("delegated up to (days)")
    pounds = pounds_field("delegated up to (£)")
    sites = models.PositiveSmallIntegerField("delegated up to (sites)")
    started_on = models.DateField("baseline set on", default=timezone.localdate)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "change control"
        verbose_name_plural = "change control"
        constraints = [
            models.CheckConstraint(
                condition=Q(pounds__gte=0),
                name="projects_change_limit_not_negative",
                violation_error_message="Enter a limit of £0 or more",
            ),
        ]

    def __str__(self):
        return f"Change control of {self.project}"


class ChangeRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the projects one works on; a draft to the organisation that writes it, and to
        programme managers."""
        if is_manager(user):
            return self
        return self.filter(project__in=Project.objects.worked_on_by(user)).filter(
            ~Q(state=ChangeState.DRAFT) | Q(organisation__in=asks_for(user))
        )


# Once it is asked for, what it asks for stays as it is; once it is decided, all of it.
ASKED_STAYS = pgtrigger.Trigger(
    name="asked_change_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=~pgtrigger.Q(old__state=ChangeState.DRAFT),
    func=f"""
        IF TG_OP = 'DELETE' OR OLD.state IN ({quoted(*DECIDED)})
           OR to_jsonb(NEW) - ARRAY[{quoted(*DECISION)}]
              IS DISTINCT FROM to_jsonb(OLD) - ARRAY[{quoted(*DECISION)}] THEN
            RAISE EXCEPTION 'what was asked for, and decided, stays as it is';
        END IF;
        RETURN NEW;
    """,
)


def stays_once_asked() -> pgtrigger.Trigger:
    """For what a request consists of: written while it is a draft, and never again."""
    return pgtrigger.Trigger(
        name="stays_once_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            BEGIN
                IF EXISTS (SELECT 1 FROM projects_changerequest
                           WHERE id IN (OLD.request_id, NEW.request_id)
                               AND state <> {quoted(ChangeState.DRAFT)}) THEN
                    RAISE EXCEPTION 'what was asked for stays as it is';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END;
        """,  # noqa: S608  words of ours
    )


class ChangeRequest(models.Model):
    """Somebody asks that a project's scope, baselines, budget or tolerance change; somebody else
    approves, and then it is carried out.

    What it changed refers to it: `baselines`, `scope_changes`, `budget_figures`.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="change_requests"
    )
    # Of the project: “Change request 3”.
    number = models.PositiveIntegerField(editable=False)
    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="change_requests",
        verbose_name="requested by",
    )
    title = models.CharField("what changes", max_length=160)
    reason = models.CharField(max_length=1000)
    effect_on_time = models.CharField("effect on time", max_length=500, blank=True)
    effect_on_cost = models.CharField("effect on cost", max_length=500, blank=True)
    effect_on_scope = models.CharField("effect on scope", max_length=500, blank=True)
    # What was approved has been entered wrongly: at any size, and never by one person.
    is_correction = models.BooleanField("corrects an error", default=False)

    # Scope: its sites are rows.
    scope_reason = models.CharField(
        "reason for the change of scope", max_length=16, choices=ScopeReason, blank=True
    )
    value_change = pounds_field("change in value (£)", default=0)
    # The cost of the project, where that changes.
    cost_capital = pounds_field("new total cost, capital (£)", null=True, blank=True)
    cost_revenue = pounds_field("new total cost, revenue (£)", null=True, blank=True)
    old_cost_capital = pounds_field("total cost before, capital (£)", null=True, blank=True)
    old_cost_revenue = pounds_field("total cost before, revenue (£)", null=True, blank=True)
    # The tolerance, where that changes: see `ChangeControl`.
    new_days = models.PositiveSmallIntegerField("new tolerance (days)", null=True, blank=True)
    new_pounds = pounds_field("new tolerance (£)", null=True, blank=True)
    new_sites = models.PositiveSmallIntegerField("new tolerance (sites)", null=True, blank=True)
    old_days = models.PositiveSmallIntegerField("tolerance before (days)", null=True, blank=True)
    old_pounds = pounds_field("tolerance before (£)", null=True, blank=True)
    old_sites = models.PositiveSmallIntegerField("tolerance before (sites)", null=True, blank=True)

    state = models.CharField(
        "status", max_length=9, choices=ChangeState, default=ChangeState.DRAFT, editable=False
    )
    # Measured when it is asked for, and again when it is decided.
    route = models.CharField(
        "approved by", max_length=9, choices=Route, default=Route.BOARD, editable=False
    )
    days = models.PositiveIntegerField("moves dates by up to (days)", default=0, editable=False)
    pounds = pounds_field("moves (£)", default=0, editable=False)
    sites = models.PositiveIntegerField("moves sites", default=0, editable=False)

    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField("requested", null=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_on = models.DateField("date of the decision", null=True, editable=False)
    decided_at = models.DateTimeField("decision recorded", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_words = models.CharField("decision", max_length=500, blank=True, editable=False)
    # Of the board, in the minutes of its meeting.
    decision = models.ForeignKey(
        "projects.MeetingItem",
        null=True,
        on_delete=models.PROTECT,
        related_name="changes",
        editable=False,
    )

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "change request"
        ordering = ["project", "-number"]
        default_permissions = ("view",)
        indexes = [words_index(Words("title"), name="projects_change_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="projects_change_number_once",
                violation_error_message="Send the form again: another request has this number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChangeState.values) & Q(route__in=Route.values),
                name="projects_change_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeState.ASKED, ChangeState.REFUSED])
                | Q(asked_by__isnull=False, asked_at__isnull=False),
                name="projects_change_asked_says_who",
                violation_error_message="Enter who requested the change, and when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeState.APPROVED, ChangeState.REFUSED])
                | Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False)
                & ~Q(decided_words=""),
                name="projects_change_decision_says_who",
                violation_error_message="Enter the decision, who made it and when",
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None)
                | Q(decided_by=None)
                | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("written_by")),
                name="projects_change_four_eyes",
                violation_error_message=(
                    "Ask another programme manager to decide: you requested this change"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPROVED)
                | Q(asked_by__isnull=False)
                | Q(route=Route.DELEGATED, is_correction=False),
                name="projects_change_alone_within_tolerance",
                violation_error_message="Request this change: it is beyond the tolerance",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPROVED)
                | Q(route=Route.BOARD, decision__isnull=False)
                | Q(route=Route.DELEGATED, decision=None),
                name="projects_change_board_has_decided",
                violation_error_message="Record the decision of the board at its meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPROVED) | Q(new_days=None) | Q(route=Route.BOARD),
                name="projects_change_tolerance_by_the_board",
                violation_error_message="Record the decision of the board on the tolerance",
            ),
            models.CheckConstraint(
                condition=Q(cost_capital=None, cost_revenue=None)
                | Q(
                    cost_capital__isnull=False,
                    cost_revenue__isnull=False,
                    cost_capital__gte=0,
                    cost_revenue__gte=0,
                ),
                name="projects_change_cost_is_whole",
                violation_error_message="Enter both costs, capital and revenue, of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(new_days=None, new_pounds=None, new_sites=None)
                | Q(
                    new_days__isnull=False,
                    new_pounds__isnull=False,
                    new_sites__isnull=False,
                    new_pounds__gte=0,
                ),
                name="projects_change_tolerance_is_whole",
                violation_error_message="Enter all 3 limits: days, pounds and sites",
            ),
        ]
        triggers = [ASKED_STAYS]

    def __str__(self):
        return f"Change request {self.number}: {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.state == ChangeState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == ChangeState.ASKED

    @property
    def changes_tolerance(self) -> bool:
        return self.new_days is not None

    @property
    def changes_cost(self) -> bool:
        return self.cost_capital is not None


class ChangeMilestone(models.Model):
    """A milestone whose baseline moves; or one that is added, by its title; or, without a new
    date, one that is withdrawn."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="milestones")
    milestone = models.ForeignKey(
        "projects.Milestone", null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("new milestone", max_length=200, blank=True, db_default="")
    old_on = models.DateField("baseline date", null=True)
    new_on = models.DateField("new baseline date", null=True)

    class Meta:
        ordering = ["new_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "milestone"],
                name="projects_change_milestone_once",
                violation_error_message="Select each milestone once",
            ),
            models.UniqueConstraint(
                fields=["request", "title"],
                condition=~Q(title=""),
                name="projects_change_adds_a_title_once",
                violation_error_message="Enter each new milestone once",
            ),
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, title="", old_on__isnull=False)
                | Q(milestone=None, old_on=None, new_on__isnull=False) & ~Q(title=""),
                name="projects_change_milestone_is_one_thing",
                violation_error_message="Select a milestone, or enter a new one and its date",
            ),
            models.CheckConstraint(
                condition=~Q(new_on=F("old_on")),
                name="projects_change_moves_the_date",
                violation_error_message="Enter a date that differs from the baseline",
            ),
        ]
        triggers = [stays_once_asked()]

    def __str__(self):
        if self.new_on is None:
            return f"{self.name}: withdrawn"
        if self.old_on is None:
            return f"{self.name}: added for {uk_date(self.new_on)}"
        return f"{self.name}: from {uk_date(self.old_on)} to {uk_date(self.new_on)}"

    @property
    def name(self) -> str:
        return str(self.milestone or self.title)

    @property
    def is_withdrawn(self) -> bool:
        return self.new_on is None

    @property
    def part(self) -> str:
        """What it is called where it is taken out of a draft."""
        return f"milestone:{self.milestone.reference}" if self.milestone else f"new:{self.title}"


class ChangeSite(models.Model):
    """A site that is added to the scope or removed from it, by the reason of the request."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="site_lines")
    site = models.ForeignKey("projects.Site", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["site__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "site"],
                name="projects_change_site_once",
                violation_error_message="Select each site once",
            ),
        ]
        triggers = [stays_once_asked()]

    def __str__(self):
        return str(self.site)


class ChangeFigure(models.Model):
    """The budget of a line for a quarter, as it would be."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="figures")
    line = models.ForeignKey("projects.BudgetLine", on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    # None where nothing was budgeted.
    old_amount = pounds_field("budget before (£)", null=True)
    amount = pounds_field("new budget (£)")

    class Meta:
        ordering = ["line", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "line", "quarter"],
                name="projects_change_figure_once",
                violation_error_message="Enter each quarter of a budget line once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="projects_change_figure_not_negative",
                violation_error_message="Enter an amount of £0 or more",
            ),
        ]
        triggers = [stays_once_asked()]

    def __str__(self):
        return f"{self.line}, {self.quarter}: {self.amount}"

    @property
    def part(self) -> str:
        """What it is called where it is taken out of a draft."""
        return f"figure:{self.line.reference}:{self.quarter.isoformat()}"


class ChangeEvent(models.Model):
    """A request was written, asked for, decided or withdrawn."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="events")
    state = models.CharField("status", max_length=9, choices=ChangeState)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.request}: {self.get_state_display()}"
