from datetime import date
from decimal import Decimal

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.disclosure import LEAST
from diz_portal.history import append_only
from diz_portal.references import new_reference
from partners.roles import is_manager
from projects.benefits.enums import Frequency, OfPeople, Role, Value
from projects.portfolio.models import Project


def _number(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2)


class BenefitQuerySet(models.QuerySet):
    def public(self):
        """Released by a manager, of a project that is public."""
        return self.filter(is_released=True, project__published=True)

    def worked_on_by(self, user):
        if is_manager(user):
            return self
        return self.filter(project__in=Project.objects.worked_on_by(user))


@pghistory.track(
    exclude=["contribution", "disbenefits", "dependencies", "baseline_method", "of_people"],
    model_name="BenefitAudit",
)
class Benefit(models.Model):
    """A benefit profile: an outcome, who owns it and who has it, its baseline and its target."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="benefits"
    )
    title = models.CharField("outcome", max_length=160)
    role = models.CharField("output, purpose or secondary benefit", max_length=9, choices=Role)
    value = models.CharField("type of benefit", max_length=12, choices=Value)
    # It outlives the project, so an organisation owns it and no person.
    owner = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="benefits"
    )
    beneficiary = models.CharField("who benefits", max_length=160)
    measure = models.CharField("what is measured", max_length=160)
    unit = models.CharField("unit of measure", max_length=40)
    counts_people = models.BooleanField("calculated from what people did or said", default=False)
    # Blank where nobody has said: then it is published as if it were any of them.
    of_people = models.CharField(
        "what the value is", max_length=7, choices=OfPeople, blank=True, default=""
    )
    every_months = models.PositiveSmallIntegerField("measured", choices=Frequency)
    baseline = _number("baseline value")
    baseline_on = models.DateField("date of the baseline")
    baseline_method = models.CharField("how the baseline was measured", max_length=300)
    target = _number("target value")
    target_on = models.DateField("date of the target")
    contribution = models.CharField("other causes of a change", max_length=500, blank=True)
    disbenefits = models.CharField(max_length=500, blank=True)
    dependencies = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField("measuring ended on", null=True, blank=True)
    is_released = models.BooleanField("released to the public", default=False, editable=False)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        ordering = ["role", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="projects_benefit_once",
                violation_error_message=(
                    "This project already has a benefit with this outcome. Enter a different one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(target_on__gt=F("baseline_on")) & ~Q(target=F("baseline")),
                name="projects_benefit_leads_somewhere",
                violation_error_message=(
                    "Enter a target that differs from the baseline, with a later date"
                ),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def more_is_better(self) -> bool:
        return self.target > self.baseline

    def next_due_on(self, last: date | None) -> date | None:
        """When it is measured next; None where measuring has ended."""
        if self.ended_on is not None:
            return None
        return (last or self.baseline_on) + relativedelta(months=self.every_months)

    def planned_on(self, day: date) -> Decimal:
        """On the straight line from the baseline to the target."""
        if day <= self.baseline_on:
            return self.baseline
        if day >= self.target_on:
            return self.target
        part = Decimal((day - self.baseline_on).days) / (self.target_on - self.baseline_on).days
        return (self.baseline + (self.target - self.baseline) * part).quantize(Decimal("0.01"))

    def share_of_target(self, value: Decimal) -> int:
        """How much of the way from the baseline to the target it has come, in per cent."""
        return round(100 * (value - self.baseline) / (self.target - self.baseline))


class BenefitMeasureQuerySet(models.QuerySet):
    def uncorrected(self):
        return self.filter(corrected_by=None)


class BenefitMeasure(models.Model):
    """What was measured on a day, and how. Append-only: a mistake is corrected by a new one."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="measures")
    on = models.DateField("date measured")
    amount = _number("value")
    # Of a benefit calculated from people: how many; never fewer than may be shown.
    people = models.PositiveIntegerField("number of people", null=True, blank=True)
    method = models.CharField("how it was measured", max_length=300)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField("reason for the correction", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = BenefitMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people=None) | Q(people__gte=LEAST),
                name="projects_measure_of_enough_people",
                violation_error_message=(
                    "Enter a measure from 5 people or more, so that no one can be recognised"
                ),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="projects_measure_corrected_why",
                violation_error_message="Enter the reason for the correction",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.benefit}: {self.amount}"


class SiteMeasureQuerySet(models.QuerySet):
    def uncorrected(self):
        return self.filter(corrected_by=None)


class SiteMeasure(models.Model):
    """What was measured at one site in one month, to compare sites that are connected with those
    still waiting. Read by those who work on the project; the public reads averages of ten sites
    and more. Append-only: a mistake is corrected by a new one."""

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="site_measures")
    site = models.ForeignKey("projects.Site", on_delete=models.PROTECT, related_name="+")
    month = models.DateField("month", help_text="Its first day.")
    amount = _number("value")
    people = models.PositiveIntegerField("number of people", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField("reason for the correction", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = SiteMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["month", "site", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="projects_site_measure_of_a_month",
                violation_error_message="Enter the first day of the month",
            ),
            models.CheckConstraint(
                condition=Q(people=None) | Q(people__gte=LEAST),
                name="projects_site_measure_of_enough_people",
                violation_error_message=(
                    "Enter a measure of 5 people or more: of fewer, someone could be recognised"
                ),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="projects_site_measure_corrected_why",
                violation_error_message="Enter the reason for the correction",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.benefit}, {self.site}: {self.amount}"
