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
    def under_way(self):
        """Opened and not closed: its returns can be written, sent and read."""
        return self.filter(opened_at__isnull=False, closed_at=None)


class ReportingRound(models.Model):
    """A month that is reported on, and the window in which the returns come in.

    Rows stand before their window opens, so that a manager can move its dates.
    """

    # The first day of the month reported on.
    month = models.DateField(unique=True)
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")) & Q(closes_on__gte=F("due_on")),
                name="projects_round_dates_in_order",
                violation_error_message="A round opens, falls due and closes, in that order.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="projects_round_names_a_month",
                violation_error_message="Enter the first day of the month that is reported on.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="projects_round_opens_before_it_closes",
                violation_error_message="A round that has closed was opened before: say when.",
            ),
        ]

    def __str__(self):
        return words.uk_month(self.month)

    @property
    def slug(self) -> str:
        """The month as addresses name it: `2026-11`."""
        return f"{self.month:%Y-%m}"

    @property
    def is_under_way(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class ReturnState(models.TextChoices):
    DRAFT = "draft", "Not sent yet"
    SUBMITTED = "submitted", "Sent"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"


class ReturnStep(models.TextChoices):
    """What its history tells: each state it came to, and the lock."""

    SUBMITTED = "submitted", "Sent"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"
    LOCKED = "locked", "Closed"


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

    def unlocked(self):
        """Of rounds under way: they can still be written, sent and answered."""
        return self.filter(locked_at=None)

    def owed(self):
        return self.unlocked().filter(state__in=OWED)

    def to_read(self):
        """Sent, and waiting for a manager's answer."""
        return self.unlocked().filter(state=ReturnState.SUBMITTED)

    def sent_back(self):
        """Sent back, and waiting for the partner's answer."""
        return self.unlocked().filter(state=ReturnState.SENT_BACK)

    def sent(self):
        """Sent at least once. A round that closes locks drafts too: nobody vouched for those."""
        return self.filter(submitted_at__isnull=False)

    def vouched_for(self):
        """Sent, and not owed again: the figures that reports may use."""
        return self.sent().exclude(state=ReturnState.SENT_BACK, locked_at=None)


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
    """One organisation's monthly update on one project.

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
        max_length=10, choices=ReturnState, default=ReturnState.DRAFT, editable=False
    )

    lines = models.JSONField(default=list, blank=True)
    narrative = models.TextField(blank=True, max_length=2000)
    delivery = models.CharField(max_length=6, choices=RAG, blank=True)
    delivery_comment = models.TextField(blank=True, max_length=1000)
    spend = models.CharField(max_length=6, choices=RAG, blank=True)
    spend_comment = models.TextField(blank=True, max_length=1000)
    risk = models.CharField(max_length=6, choices=RAG, blank=True)
    risk_comment = models.TextField(blank=True, max_length=1000)
    spend_to_date = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    spend_as_at = models.DateField(null=True, blank=True)
    milestones = models.JSONField(default=dict, blank=True)
    unchanged = models.BooleanField("nothing has changed", default=False)
    # Of a return that was sent back: what was done about what the manager asked.
    answer = models.TextField(blank=True, max_length=1000)

    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
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
                    "This organisation has a return on this project for this month already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values),
                name="projects_return_state_known",
                violation_error_message="Choose a state from the list.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OWED) | (~Q(delivery="") & ~Q(spend="") & ~Q(risk="")),
                name="projects_sent_return_has_rag",
                violation_error_message="Rate delivery, spend and risk: green, amber or red.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OWED)
                | (
                    (Q(delivery="green") | ~Q(delivery_comment=""))
                    & (Q(spend="green") | ~Q(spend_comment=""))
                    & (Q(risk="green") | ~Q(risk_comment=""))
                ),
                name="projects_below_green_is_explained",
                violation_error_message="Explain each rating that is amber or red.",
            ),
            models.CheckConstraint(
                condition=Q(spend_to_date=None) | Q(spend_as_at__isnull=False),
                name="projects_spend_is_dated",
                violation_error_message="Enter the day up to which the spend is counted.",
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.DRAFT) | Q(submitted_at__isnull=False),
                name="projects_sent_return_says_when",
                violation_error_message="Say when the return was sent.",
            ),
        ]
        triggers = [LOCKED_STAYS]

    def __str__(self):
        return f"{self.project}, {self.organisation}, {self.round}"

    @property
    def reminders(self) -> ReminderQuerySet:
        return Reminder.objects.of("return", self.pk)

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_owed(self) -> bool:
        return self.state in OWED and not self.is_locked

    @property
    def is_sent_back(self) -> bool:
        """And waits for an answer."""
        return self.state == ReturnState.SENT_BACK and not self.is_locked


class ReturnEvent(models.Model):
    """A return was sent, accepted, sent back or locked; a sent version keeps its answers.
    `reason` is what whoever did it said to the other side."""

    record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=ReturnStep)
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
