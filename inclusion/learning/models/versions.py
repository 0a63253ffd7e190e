"""The versions of a lesson: written by one, published by another, and kept.

A lesson is read as its row says, which is its latest published version. What is being written is a
version of its own, so that nobody reads half a change; and an old version stays, so that somebody
who is in the middle of it is asked about what they have read.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from inclusion.learning.models.learning import Lesson, video_with_transcript, website


class VersionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "Waiting for review"
    PUBLISHED = "published", "Published"


VERSION_MOVES = {
    VersionState.DRAFT: {VersionState.REVIEW},
    VersionState.REVIEW: {VersionState.DRAFT, VersionState.PUBLISHED},
    VersionState.PUBLISHED: set(),
}


class VersionQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state=VersionState.PUBLISHED)

    def published(self):
        return self.filter(state=VersionState.PUBLISHED)


PUBLISHED_STAYS = pgtrigger.Trigger(
    name="published_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__state=VersionState.PUBLISHED),
    func="""
        RAISE EXCEPTION 'A published version of a lesson stays as it was read.'
            USING ERRCODE = 'check_violation';
    """,
)


class LessonVersion(models.Model):
    """The text of a lesson as somebody wrote it on one day."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    words = models.TextField("text", max_length=6000)
    picture = models.CharField(max_length=40, blank=True, default="")
    video = models.URLField(max_length=200, blank=True, default="", db_default="")
    transcript = models.TextField(
        "what the video says", max_length=6000, blank=True, default="", db_default=""
    )
    minutes = models.PositiveSmallIntegerField(default=5)
    # As it is typed: see inclusion.learning.quiz_text.
    questions = models.TextField(max_length=4000, blank=True, default="")
    state = models.CharField(
        "status", max_length=9, choices=VersionState, default=VersionState.DRAFT
    )
    # Nobody's where it came with the portal, or was there before versions were kept.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField("what to change", max_length=500, blank=True, default="")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "-number"]
        verbose_name = "version of a lesson"
        verbose_name_plural = "versions of lessons"
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "number"],
                name="inclusion_version_number_once",
                violation_error_message=(
                    "This lesson already has this version. Enter another number"
                ),
            ),
            models.UniqueConstraint(
                fields=["lesson"],
                condition=~Q(state=VersionState.PUBLISHED),
                name="inclusion_one_version_being_written",
                violation_error_message=(
                    "Someone is already writing this lesson. Change or discard their version first"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values),
                name="inclusion_version_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.PUBLISHED)
                | Q(written_by=None)
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("written_by"))),
                name="inclusion_version_reviewed_by_another",
                violation_error_message="Ask someone else to review this version",
            ),
            video_with_transcript("inclusion_version_video_has_transcript"),
        ]
        triggers = [PUBLISHED_STAYS]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:lesson_version", args=[self.lesson.slug, self.number])

    @property
    def video_at(self) -> str:
        return website(self.video)

    @property
    def stamp(self) -> str:
        """Changes whenever its author saves it."""
        return self.written_at.isoformat()

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == VersionState.REVIEW
