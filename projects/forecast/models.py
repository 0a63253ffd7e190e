from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from projects.portfolio.models import Project


class PublishedForecastQuerySet(models.QuerySet):
    def worked_on_by(self, user):
        return self.filter(project__in=Project.objects.worked_on_by(user))


class PublishedForecast(models.Model):
    """What was forecast of a project on a day: its dates, or why there could be none.

    Append-only, one a day: a forecast that turned out wrong stays as it was, so that everyone can
    see how the date has moved. `answers`, `fan` and `inputs` are the parts of a
    `projects.forecast.results.Forecast`; the columns repeat what lists show. Money in pounds.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="forecasts", db_index=False
    )
    day = models.DateField()
    made_at = models.DateTimeField("published", default=timezone.now)
    # Of the method that answered: see `answers.METHOD`.
    method = models.PositiveSmallIntegerField("method version")
    refusal = models.CharField("reason there is no forecast", max_length=300, blank=True)
    p50 = models.DateField("5 in 10 simulations finish by", null=True)
    p80 = models.DateField("8 in 10 simulations finish by", null=True)
    p95 = models.DateField("95 in 100 simulations finish by", null=True)
    chance = models.FloatField("chance that all sites are live in time", null=True)
    at_risk = models.DecimalField("grant at risk (£)", max_digits=12, decimal_places=2, null=True)
    inputs = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    fan = models.JSONField(default=list)

    objects = PublishedForecastQuerySet.as_manager()

    class Meta:
        verbose_name = "forecast"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day"],
                name="projects_one_forecast_a_day",
                violation_error_message=(
                    "This project already has a forecast for this day. Enter a different day"
                ),
            ),
            models.CheckConstraint(
                condition=Q(refusal="", p50__isnull=False, p80__gte=F("p50"), p95__gte=F("p80"))
                | (~Q(refusal="") & Q(p50=None, p80=None, p95=None)),
                name="projects_forecast_has_dates_or_reason",
                violation_error_message=(
                    "Enter 3 dates, each on or after the one before, or why there are none"
                ),
            ),
            models.CheckConstraint(
                condition=Q(chance=None) | Q(chance__range=(0, 1)),
                name="projects_forecast_chance_0_to_1",
                violation_error_message="Enter a chance from 0 to 1",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.project}: {self.day}"


class ForecastOutcome(models.Model):
    """How a published forecast came out: what it had said of one day, about 3 months ahead, and how
    many sites were live then, as was known when it was checked.

    Append-only, one for each forecast. `pace` and `dates` are what two simpler forecasts would have
    said on the same day, from what was recorded by then; `dates` is None where no site had one.
    """

    forecast = models.OneToOneField(
        PublishedForecast, on_delete=models.CASCADE, related_name="outcome"
    )
    day = models.DateField("forecast for")
    checked_at = models.DateTimeField("checked", default=timezone.now)
    low = models.PositiveIntegerField("minimum in 9 in 10 simulations")
    middle = models.PositiveIntegerField("minimum in 5 in 10 simulations")
    high = models.PositiveIntegerField("minimum in 1 in 10 simulations")
    live = models.PositiveIntegerField("live on that day")
    pace = models.PositiveIntegerField("live if as many as in the months before")
    dates = models.PositiveIntegerField("live by the dates recorded", null=True)

    class Meta:
        verbose_name = "outcome of a forecast"
        verbose_name_plural = "outcomes of forecasts"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("middle"), middle__lte=F("high")),
                name="projects_outcome_band_in_order",
                violation_error_message="Enter 3 numbers, each the same as the one before or more",
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.forecast}, for {self.day}"

    @property
    def was_inside(self) -> bool:
        """Within the band of 8 in 10 simulations."""
        return self.low <= self.live <= self.high
