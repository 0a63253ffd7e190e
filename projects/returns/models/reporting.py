from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import words
from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.reminders.models import Reminder, ReminderQuerySet
from partners.roles import current_roles, is_manager


class RAG(models.TextChoices):
    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


class RoundQuerySet(models.QuerySet):
    def open(self):
        """Opened and not closed: its returns can be written, submitted and reviewed."""
        return self.filter(opened_at__isnull=False, closed_at=None)


class ReportingRound(models.Model):
    """A month that is reported on, and the window in which the returns come in.

    Rows stand before their window opens, so that a manager can move its dates.
    """

    # The first day of the month reported on.
    month = models.DateField(unique=True)
    opens_on = models.DateField("opens")
    due_on = models.DateField("due")
    closes_on = models.DateField("closes")
    opened_at = models.DateTimeField("opened", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")) & Q(closes_on__gte=F("due_on")),
                name="projects_round_dates_in_order",
                violation_error_message=(
                    "Enter an opening date, a due date and a closing date, in that order"
                ),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="projects_round_names_a_month",
                violation_error_message="Enter the first day of the month that is reported on",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="projects_round_opens_before_it_closes",
                violation_error_message="Enter when the round opened, because it has closed",
            ),
        ]

    def __str__(self):
        return words.uk_month(self.month)

    @property
    def slug(self) -> str:
        """The month as addresses name it: `2026-11`."""
        return self.month.isoformat()[:7]

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class ReturnState(models.TextChoices):
    DRAFT = "draft", "Not submitted"
    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"


class ReturnStep(models.TextChoices):
    """What its history tells: each state it came to, and the closing."""

    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "locked", "Closed"


RETURN_MOVES = {
    ReturnState.DRAFT: {ReturnState.SUBMITTED},
    ReturnState.SUBMITTED: {ReturnState.ACCEPTED, ReturnState.SENT_BACK},
    ReturnState.SENT_BACK: {ReturnState.SUBMITTED},
    ReturnState.ACCEPTED: {ReturnState.SENT_BACK},
}
OWED = [ReturnState.DRAFT, ReturnState.SENT_BACK]
FIGURES = ["delivery", "spend", "risk", "spend_to_date", "spend_as_at"]


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all (of an unsent one only that it is owed: the page keeps its words to
        its authors); members those of their own organisations."""
        if is_manager(user):
            return self
        return self.filter(organisation__in=list(current_roles(user)))

    def of_open_rounds(self):
        """Of rounds under way: they can still be written, submitted and reviewed."""
        return self.filter(locked_at=None)

    def owed(self):
        return self.of_open_rounds().filter(state__in=OWED)

    def to_review(self):
        """Submitted, and waiting for a manager’s decision."""
        return self.of_open_rounds().filter(state=ReturnState.SUBMITTED)

    def sent_back(self):
        """Sent back, and waiting for the partner's answer."""
        return self.of_open_rounds().filter(state=ReturnState.SENT_BACK)

    def submitted(self):
        """Submitted at least once. A round closes with its drafts too: no one vouched for those."""
        return self.filter(submitted_at__isnull=False)

    def vouched_for(self):
        """Submitted, and not owed again: the figures that reports may use."""
        return self.submitted().exclude(state=ReturnState.SENT_BACK, locked_at=None)


# How a return ended when its round closed stays so; the words may still be erased.
LOCKED_STAYS = pgtrigger.Protect(
    name="locked_return_stays",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__locked_at__isnull=False)
    & reduce(
        or_,
        (
            pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
            for name in ["state", "locked_at", *FIGURES]
        ),
    ),
)


@pghistory.track(
    fields=["state", "locked_at", *FIGURES, "unchanged"],
    model_name="ReturnAudit",
)
class Return(models.Model):
    """One organisation’s monthly return on one project.

    `lines` are what happened, drawn from the records and kept, struck or reworded:
    [{"fact": key, "said": the records' words, "text": the reporter's, "kept": bool}].
    `narrative` is what they add. `milestones` are the dates given in it, by reference:
    {"was": forecast they saw, "forecast": their own, "met": date or ""}, all ISO dates.
    Spend is one dated figure in pounds, to date.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="returns")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="returns"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="returns"
    )
    state = models.CharField(
        "status", max_length=10, choices=ReturnState, default=ReturnState.DRAFT, editable=False
    )

    lines = models.JSONField(default=list, blank=True)
    narrative = models.TextField(blank=True, max_length=2000)
    delivery = models.CharField(max_length=6, choices=RAG, blank=True)
    delivery_comment = models.TextField(blank=True, max_length=1000)
    spend = models.CharField(max_length=6, choices=RAG, blank=True)
    spend_comment = models.TextField(blank=True, max_length=1000)
    risk = models.CharField(max_length=6, choices=RAG, blank=True)
    risk_comment = models.TextField(blank=True, max_length=1000)
    spend_to_date = models.DecimalField(
        "spend to date (£)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    spend_as_at = models.DateField("spend as at", null=True, blank=True)
    milestones = models.JSONField(default=dict, blank=True)
    unchanged = models.BooleanField("submitted with no changes", default=False)
    # Of a return that was sent back: what was done about what the manager asked.
    answer = models.TextField("response", blank=True, max_length=1000)

    saved_at = models.DateTimeField("last saved", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("submitted", null=True, blank=True)
    # Its round has closed: it stays as it is, in whatever state that was.
    locked_at = models.DateTimeField("closed", null=True, editable=False)
    # Raised by every save, so that two colleagues notice each other.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-round__month", "project__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "round"],
                name="projects_one_return_per_period",
                violation_error_message=(
                    "This organisation already has a return for this project and month. Change "
                    "that one instead"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values),
                name="projects_return_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OWED) | (~Q(delivery="") & ~Q(spend="") & ~Q(risk="")),
                name="projects_sent_return_has_rag",
                violation_error_message="Select a RAG rating for delivery, spend and risk",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OWED)
                | (
                    (Q(delivery="green") | ~Q(delivery_comment=""))
                    & (Q(spend="green") | ~Q(spend_comment=""))
                    & (Q(risk="green") | ~Q(risk_comment=""))
                ),
                name="projects_below_green_is_explained",
                violation_error_message="Enter a comment for each Amber or Red rating",
            ),
            models.CheckConstraint(
                condition=Q(spend_to_date=None) | Q(spend_as_at__isnull=False),
                name="projects_spend_is_dated",
                violation_error_message="Enter the “as at” date of the spend",
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.DRAFT) | Q(submitted_at__isnull=False),
                name="projects_sent_return_says_when",
                violation_error_message="Enter when the return was submitted",
            ),
        ]
        triggers = [LOCKED_STAYS]

    def __str__(self):
        return f"{self.project}, {self.organisation}, {self.round}"

    @property
    def reminders(self) -> ReminderQuerySet:
        return Reminder.objects.of("return", self.pk)

    @property
    def is_closed(self) -> bool:
        return self.locked_at is not None

    @property
    def is_owed(self) -> bool:
        return self.state in OWED and not self.is_closed

    @property
    def is_past_due(self) -> bool:
        return self.is_closed or self.round.due_on < timezone.localdate()

    @property
    def state_said(self) -> str:
        """Its status; of a closed round, that nobody reviewed what was submitted."""
        if self.state == ReturnState.SUBMITTED and self.is_closed:
            return "Submitted but not reviewed"
        return self.get_state_display()

    @property
    def ratings_said(self) -> str:
        """The three ratings as submitted, in words."""
        if not self.submitted_at:
            return ""
        three = (self.delivery, self.spend, self.risk)
        return ", ".join(RAG(one).label if one else "Not rated" for one in three)

    @property
    def is_sent_back(self) -> bool:
        """And waits for an answer."""
        return self.state == ReturnState.SENT_BACK and not self.is_closed


class ReturnEvent(models.Model):
    """A return was submitted, accepted, sent back or closed; a submitted version keeps its answers.
    `reason` is what whoever did it said to the other side."""

    record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="events")
    state = models.CharField("status", max_length=10, choices=ReturnStep)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=1000, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.record}: {self.get_state_display()}"
