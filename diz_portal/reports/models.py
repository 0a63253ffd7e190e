"""What is always true of a report that was asked for, and of its files."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import words
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index

from .question import Edition
from .registry import Format, named
from .schedules.models import BoardDate, Schedule

__all__ = ["BoardDate", "JobState", "ReportFile", "ReportJob", "Schedule"]

FOLDER = "reports"


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Being created"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


JOB_MOVES = {
    JobState.QUEUED: {JobState.RUNNING, JobState.CANCELLED, JobState.FAILED},
    # Back to the queue when the lease ran out: whoever held it was cut short.
    JobState.RUNNING: {JobState.QUEUED, JobState.READY, JobState.FAILED, JobState.CANCELLED},
    JobState.READY: set(),
    # Tried again, as somebody asked.
    JobState.FAILED: {JobState.QUEUED},
    JobState.CANCELLED: {JobState.QUEUED},
}
AT_WORK = [JobState.QUEUED, JobState.RUNNING]


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """One's own, and for managers everybody's. Who may read the report is asked besides."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        theirs = Q(asked_by=user) | Q(schedule__in=user.scheduled_reports.values("pk"))
        return self.filter(theirs)

    def waiting(self) -> "JobQuerySet":
        """Those that want a worker and have none."""
        left = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        return self.filter(left, state__in=AT_WORK)


class ReportJob(models.Model):
    """A report that somebody, or a schedule, asked for.

    A job row (design §4.1): it keeps the question, not what was found; its state is the truth and
    comes from the outcome alone. A lease says who works on it.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    report = models.SlugField(max_length=40, db_index=False)
    title = models.CharField(max_length=250)
    # Of one that a schedule asked for: when it was due, and whether it was missed then.
    schedule = models.ForeignKey(
        "reports.Schedule", null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    due_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False, db_default=False)
    # What the form was sent with, as it is read again (`reading.read`).
    answers = models.JSONField(default=dict)
    edition = models.CharField(max_length=8, choices=Edition, blank=True)
    formats = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    # The mark of the form it was asked for with (`diz_portal.sent_once`); none of a schedule's.
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    state = models.CharField("status", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=500, blank=True)
    # The day that the figures are true of, and the moment they were read at.
    as_at = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Counts of people, with those that are hidden, for the next edition (`editions`): never shown.
    counts = models.JSONField(null=True, editable=False)
    code_version = models.CharField(max_length=40, blank=True)
    expires_at = models.DateTimeField(null=True)
    files_deleted_at = models.DateTimeField(null=True)
    # Something that was issued rests on its files: they do not expire and are not deleted.
    is_kept = models.BooleanField(default=False, db_default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "report"
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="reports_job_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(edition__in=["", *Edition.values]),
                name="reports_job_edition_known",
                violation_error_message="Select an edition from the list",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.READY)
                | Q(finished_at__isnull=False, as_at__isnull=False, read_at__isnull=False),
                name="reports_job_ready_says_of_when",
                violation_error_message=(
                    "Enter when the report was finished and the date of its figures"
                ),
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.FAILED) & ~Q(problem=""))
                | (~Q(state=JobState.FAILED) & Q(problem="")),
                name="reports_job_failed_says_why",
                violation_error_message="Enter why the report failed, and only if it failed",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until=None)),
                name="reports_job_only_running_has_lease",
                violation_error_message=(
                    "Set the time limit of a worker only while the report is being created"
                ),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="reports_job_done_within_total",
                violation_error_message="Enter no more rows written than there are",
            ),
            models.CheckConstraint(
                condition=Q(files_deleted_at=None) | Q(state=JobState.READY),
                name="reports_job_only_ready_loses_files",
                violation_error_message="Keep the files until the report is finished",
            ),
            models.UniqueConstraint(
                fields=["schedule", "due_at", "asked_by", "edition"],
                condition=Q(schedule__isnull=False, due_at__isnull=False),
                name="reports_job_once_each_time",
                violation_error_message=(
                    "Select another time: this schedule has already created its report for this "
                    "time"
                ),
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="reports_job_one_a_form",
                violation_error_message="This form has already been sent. Open a new one",
            ),
        ]
        indexes = [
            words_index(Words("title"), name="reports_job_words"),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=AT_WORK), name="reports_job_at_work"
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=JobState.READY, files_deleted_at=None),
                name="reports_job_expires",
            ),
            models.Index(fields=["asked_by", "-asked_at"], name="reports_job_of_person"),
        ]

    def __str__(self):
        return f"{self.title}, {words.uk_date(self.asked_at)}"

    @property
    def name(self) -> str:
        """With the edition: of a pack that comes in two, a list or an inbox has both."""
        return f"{self.title} (exempt)" if self.edition == Edition.EXEMPT else self.title

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_kept_fresh(self) -> bool:
        report = named(self.report)
        return report is not None and report.is_kept_fresh

    @property
    def is_readable(self) -> bool:
        return self.state == JobState.READY and self.files_deleted_at is None


def opaque_key(file: "ReportFile", name: str) -> str:
    """Nothing of what the report is about reaches the storage."""
    key = uuid.uuid4().hex
    return f"{FOLDER}/{key[:2]}/{key}"


class ReportFile(models.Model):
    """One format of a report, whole: the row is made when the file has been written and closed."""

    # What the page shows is kept beside the formats that people download.
    SNAPSHOT = "json"

    job = models.ForeignKey(ReportJob, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(
        max_length=4, choices=[*Format.choices, (SNAPSHOT, "What the page shows")]
    )
    file = models.FileField(upload_to=opaque_key, max_length=60)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["job", "format"],
                name="reports_file_one_of_each_format",
                violation_error_message="Select another format: this one already exists",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="reports_file_not_empty",
                violation_error_message="Select a file that is not empty",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="reports_file_sha256",
                violation_error_message="Enter a SHA-256 of 64 digits and letters from a to f",
            ),
        ]

    def __str__(self):
        return f"{self.job.title} ({self.get_format_display()})"

    def delete(self, *args, **kwargs):
        """The file goes once the row is gone for good; what bulk deletes leave is swept up."""
        storage, name = self.file.storage, self.file.name
        result = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(name or ""), robust=True)
        return result
