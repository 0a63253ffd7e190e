from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from partners.roles import is_manager
from projects.portfolio.models import Project
from projects.stories.enums import StoryState, StoryStep

LONGEST = 4000
STORY_WORDS = Words("title", "summary", "challenge", "solution", "impact", "lessons")
LESSON_WORDS = Words("title", "happened", "advice")


class _OfAProject(models.QuerySet):
    def worked_on_by(self, user):
        if is_manager(user):
            return self
        return self.filter(project__in=Project.objects.worked_on_by(user))


class CaseStudyQuerySet(_OfAProject):
    def public(self):
        return self.filter(state=StoryState.PUBLISHED, project__published=True)


class CaseStudy(models.Model):
    """What was done about something, and what came of it; written by a partner, reviewed by
    somebody who did not write it, published by a manager."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="case_studies"
    )
    organisation = models.ForeignKey(
        "partners.Organisation",
        verbose_name="written by (organisation)",
        on_delete=models.PROTECT,
        related_name="case_studies",
    )
    title = models.CharField(max_length=160)
    summary = models.CharField("summary", max_length=300)
    challenge = models.TextField(max_length=LONGEST)
    solution = models.TextField(max_length=LONGEST)
    impact = models.TextField(max_length=LONGEST)
    lessons = models.TextField("lessons", max_length=LONGEST)
    # Names of public figures (`diz_portal.impact`).
    figures = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="figures"
    )
    state = models.CharField(
        "status", max_length=10, choices=StoryState, default=StoryState.DRAFT, editable=False
    )
    # Who wrote or edited it last.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    published_on = models.DateField("published", null=True, editable=False)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-published_on", "title", "pk"]
        indexes = [words_index(STORY_WORDS, name="projects_casestudy_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="projects_case_study_once",
                violation_error_message=(
                    "This project already has a case study with this title. Enter a different one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=StoryState.values),
                name="projects_case_study_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[StoryState.REVIEWED, StoryState.PUBLISHED])
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("written_by"))),
                name="projects_case_study_reviewed_by_another",
                violation_error_message="Ask someone who did not write it to review it",
            ),
            models.CheckConstraint(
                condition=~Q(state=StoryState.PUBLISHED) | Q(published_on__isnull=False),
                name="projects_case_study_published_on_a_day",
                violation_error_message="Enter the day it was published",
            ),
        ]

    def __str__(self):
        return self.title


class CaseStudyEvent(models.Model):
    """What happened to a case study, and who did it. Append-only."""

    story = models.ForeignKey(CaseStudy, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=10, choices=StoryStep)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("view",)
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step=StoryStep.SENT_BACK) | ~Q(note=""),
                name="projects_case_study_sent_back_why",
                violation_error_message="Enter what needs to change",
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.story}: {self.get_step_display()}"


class LearnedQuerySet(_OfAProject):
    def public(self):
        return self.filter(is_released=True, project__published=True)


class LessonLearned(models.Model):
    """What a project would do again, or differently."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="lessons_learned"
    )
    title = models.CharField("lesson", max_length=160)
    happened = models.TextField("what happened", max_length=2000)
    advice = models.TextField("what we would do next time", max_length=2000)
    is_released = models.BooleanField("released to the public", default=False, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LearnedQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["title", "pk"]
        indexes = [words_index(LESSON_WORDS, name="projects_lesson_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="projects_lesson_learned_once",
                violation_error_message="This project already has this lesson. Enter another",
            )
        ]

    def __str__(self):
        return self.title
