import pghistory
import pgtrigger
from django.conf import settings
from django.db import models

from diz_portal.history import append_only
from diz_portal.references import new_reference


class MilestoneQuerySet(models.QuerySet):
    def open(self):
        return self.filter(actual_on=None)


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


@pghistory.track(exclude=["note"], model_name="MilestoneAudit")
class Milestone(models.Model):
    """A dated promise: baseline (approved), forecast (expected now), actual (met)."""

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
    baseline_on = models.DateField()
    forecast_on = models.DateField()
    actual_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["forecast_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="projects_milestone_title_once",
                violation_error_message="This project already has a milestone with this title.",
            )
        ]
        triggers = [BASELINE_IS_APPROVED]

    def __str__(self):
        return self.title

    @property
    def slip_days(self) -> int:
        """Days behind the baseline (negative: ahead), by the actual date once there is one."""
        return ((self.actual_on or self.forecast_on) - self.baseline_on).days

    @property
    def slip(self) -> str:
        """The same in words."""
        days = self.slip_days
        if not days:
            return "On baseline"
        count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
        return f"{count} {'late' if days > 0 else 'early'}"


class MilestoneBaseline(models.Model):
    """An approved change of a milestone's baseline."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="baseline_changes"
    )
    old_on = models.DateField(null=True)
    new_on = models.DateField()
    reason = models.CharField(max_length=500)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recorded_at"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.milestone}: {self.new_on}"
