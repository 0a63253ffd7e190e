"""What is always true of a schedule, and of the days that boards meet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal import words
from diz_portal.references import new_reference
from diz_portal.reports.question import Edition
from diz_portal.reports.registry import named
from diz_portal.search.columns import Words, words_index

from .rules import Covers, Every, Rule


class BoardDate(models.Model):
    """A day on which a board meets, whose papers are due before."""

    name = models.CharField(max_length=120, default="Partnership board")
    date = models.DateField()

    class Meta:
        app_label = "reports"
        verbose_name = "board meeting"
        ordering = ["date", "name"]
        indexes = [words_index(Words("name"), name="reports_board_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "name"],
                name="reports_board_once_a_day",
                violation_error_message="Enter another day: this board already meets then",
            )
        ]

    def __str__(self):
        return f"{self.name}, {words.uk_date(self.date)}"


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those one keeps, and for managers everybody's."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_staff else self.filter(owner=user)

    def due(self, now=None):
        return self.filter(paused_at=None, next_due_at__lte=now or timezone.now())


class Schedule(models.Model):
    """A report that is created again and again; each time as its owner would create it."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    report = models.SlugField(max_length=40, db_index=False)
    title = models.CharField(max_length=250)
    # What the form was sent with, as a report keeps it; what it covers, where it asks for a period.
    answers = models.JSONField(default=dict)
    covers = models.CharField(max_length=8, choices=Covers, blank=True)
    edition = models.CharField(max_length=8, choices=Edition, blank=True)
    # Empty for all that the report has.
    formats = models.JSONField(default=list, blank=True)
    every = models.CharField(max_length=8, choices=Every)
    number = models.PositiveSmallIntegerField()
    at = models.TimeField("time")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipients = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="scheduled_reports"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # None while nothing is known to come: no board date is set.
    next_due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        app_label = "reports"
        ordering = ["title", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(covers__in=["", *Covers.values]) & Q(edition__in=["", *Edition.values]),
                name="reports_schedule_choices_known",
                violation_error_message="Select the period and the edition from the list",
            ),
            models.CheckConstraint(
                condition=Q(every=Every.WEEK, number__range=(1, 7))
                | Q(every=Every.MONTH, number__range=(1, 31))
                | Q(every__in=[Every.BEFORE_BOARD, Every.AFTER_QUARTER], number__range=(1, 60)),
                name="reports_schedule_number_fits",
                violation_error_message=(
                    "Enter a weekday from 1 to 7, a day of the month from 1 to 31, or 1 to 60 "
                    "working days"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"],
                condition=Q(paused_at=None),
                name="reports_schedule_due",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def formats_made(self) -> list[str]:
        """Those that are asked for, and that the report still has."""
        report = named(self.report)
        offered = [kind.value for kind in report.formats] if report else []
        return [kind for kind in offered if kind in self.formats] or offered

    @property
    def editions_made(self) -> list[str]:
        """Those that each report comes in; none where it has but one."""
        report = named(self.report)
        if report is not None and report.schedules_all_editions:
            return [one.value for one in report.editions]
        return [self.edition] if self.edition else []

    @property
    def rule(self) -> Rule:
        return Rule(Every(self.every), self.number, self.at)
