from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.words import uk_date
from projects.portfolio.by_change import TITLE_BY_CHANGE, WITHDRAWN_BY_CHANGE, only_by_change


class MilestoneQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were withdrawn: added in error, so not part of the plan."""
        return self.filter(withdrawn_at=None)

    def open(self):
        return self.standing().filter(actual_on=None)

    def with_baselines(self):
        """With the approved changes of each, oldest first, for `first_planned_on` and `moves`."""
        return self.prefetch_related("baseline_changes")


# The database's half of "only through an approved change": services.milestones.change_baseline
# writes the approval first, then moves the date to what was approved.
BASELINE_IS_APPROVED = pgtrigger.Trigger(
    name="baseline_is_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("baseline_on"),
    condition=pgtrigger.Q(old__baseline_on__df=pgtrigger.F("new__baseline_on")),
    func="""
        IF (
            SELECT new_on FROM projects_milestonebaseline
            WHERE milestone_id = NEW.id ORDER BY id DESC LIMIT 1
        ) IS DISTINCT FROM NEW.baseline_on THEN
            RAISE EXCEPTION 'a baseline moves only by an approved change';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(
    exclude=["note", "withdrawn_reason", "change_request"], model_name="MilestoneAudit"
)
class Milestone(models.Model):
    """A dated target: baseline (approved), forecast (expected now), actual (complete)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    # Moves only through an approved change (MilestoneBaseline).
    baseline_on = models.DateField("baseline date")
    forecast_on = models.DateField("forecast date")
    actual_on = models.DateField("actual date", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("withdrawn", null=True, editable=False)
    withdrawn_reason = models.CharField(
        "reason it was withdrawn", max_length=500, blank=True, db_default="", editable=False
    )
    # Of one that was added under change control: what was asked for, and how it was approved.
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="added_milestones",
        editable=False,
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["forecast_on", "title"]
        indexes = [words_index(Words("title"), name="projects_milestone_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                condition=Q(withdrawn_at=None),
                name="projects_milestone_title_once",
                violation_error_message=(
                    "This project already has a milestone with this title. Enter a different title"
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="projects_withdrawn_milestone_says_why",
                violation_error_message="Enter why you are withdrawing this milestone",
            ),
        ]
        triggers = [
            BASELINE_IS_APPROVED,
            only_by_change("NEW.project_id"),
            WITHDRAWN_BY_CHANGE,
            TITLE_BY_CHANGE,
        ]

    def __str__(self):
        return self.title

    @property
    def forecast_has_passed(self) -> bool:
        return not self.actual_on and self.forecast_on < timezone.localdate()

    @property
    def slippage_days(self) -> int:
        """Days behind the baseline (negative: ahead), by the actual date once there is one."""
        return ((self.actual_on or self.forecast_on) - self.baseline_on).days

    @property
    def slippage(self) -> str:
        """The same in words: "late" only of days that have passed, or once it is complete."""
        days = self.slippage_days
        if self.actual_on:
            if not days:
                return "On time"
            return f"{_days(days)} late" if days > 0 else f"{_days(days)} early"
        late = (timezone.localdate() - self.baseline_on).days
        if late > 0 and days > 0:
            return f"{_days(late)} late, forecast {_days(days)} after baseline"
        if late > 0:
            return f"{_days(late)} late"
        if not days:
            return "On time"
        if days > 0:
            return f"Forecast {_days(days)} after baseline"
        return f"Forecast {_days(days)} before baseline"

    @property
    def first_planned_on(self) -> date:
        """The first baseline of all, before any approved change."""
        first = next(iter(self.baseline_changes.all()), None)
        return first.old_on if first and first.old_on else self.baseline_on


def _days(number: int) -> str:
    return "1 day" if abs(number) == 1 else f"{abs(number)} days"


class MilestoneBaseline(models.Model):
    """An approved change of a milestone's baseline."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="baseline_changes"
    )
    old_on = models.DateField("previous date", null=True)
    new_on = models.DateField("new date")
    reason = models.CharField(max_length=500)
    # Asked for as a text for everybody; those before were written for colleagues.
    reason_is_public = models.BooleanField(default=True)
    # Of a project under change control: what was asked for, and how it was approved.
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="baselines",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recorded_at"]
        triggers = [
            append_only(),
            only_by_change(
                "(SELECT project_id FROM projects_milestone WHERE id = NEW.milestone_id)"
            ),
        ]

    def __str__(self):
        return f"{self.milestone}: {uk_date(self.new_on)}"

    @property
    def moved(self) -> str:
        """`Moved back by 55 days on 4 November 2026`; `brought forward` when it is earlier."""
        on = uk_date(self.recorded_at)
        if self.old_on is None:
            return f"Set on {on}"
        days = (self.new_on - self.old_on).days
        if days > 0:
            return f"Moved back by {_days(days)} on {on}"
        return f"Brought forward by {_days(days)} on {on}"
