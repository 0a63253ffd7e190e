"""What people can learn here: paths of small lessons, written by managers, read by anybody."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse

from diz_portal.search.columns import Words, words_index
from inclusion.cases.models import FundTag
from inclusion.learning.pictures import PICTURES, Picture
from partners.roles import is_manager


class SkillArea(models.TextChoices):
    """The parts of the Essential Digital Skills framework."""

    FOUNDATION = "foundation", "First steps"
    COMMUNICATING = "communicating", "Keeping in touch"
    INFORMATION = "information", "Handling information"
    TRANSACTING = "transacting", "Paying and using services"
    SOLVING = "solving", "Solving problems"
    SAFE = "safe", "Being safe and legal online"


# Addresses of pages that are no paths.
RESERVED_SLUGS = ("mine", "find", "skills")


class PathQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, user):
        """Published ones are anybody's; managers see the drafts before."""
        return self if is_manager(user) else self.published()


class LearningPath(models.Model):
    """A few lessons that lead somewhere: “See your GP online”."""

    title = models.CharField(
        "title",
        max_length=80,
        help_text="What people will be able to do, in their words. For example, See your GP online",
    )
    slug = models.SlugField(
        "web address (slug)",
        max_length=60,
        unique=True,
        help_text="Fixed once the path is published.",
    )
    promise = models.CharField(
        "summary",
        max_length=200,
        help_text="What people will be able to do at the end, in one sentence.",
    )
    position = models.PositiveSmallIntegerField("order", default=10)
    is_published = models.BooleanField(
        "published", default=False, help_text="Until then only programme managers can see it."
    )
    tags = models.ManyToManyField(
        FundTag,
        blank=True,
        related_name="paths",
        verbose_name="fund groups and focus areas",
        help_text="What the return of a fund counts its learners under.",
    )

    objects = PathQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [words_index(Words("title"), name="inclusion_path_words")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="inclusion_path_address_is_free",
                violation_error_message="Another page has this address. Enter a different one",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inclusion:learn_path", args=[self.slug])


class LearningModule(models.Model):
    """A part of a path, serving one area of the framework."""

    path = models.ForeignKey(LearningPath, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(max_length=80)
    area = models.CharField(
        "area of the framework", max_length=13, choices=SkillArea, default=SkillArea.FOUNDATION
    )
    position = models.PositiveSmallIntegerField("order", default=10)

    class Meta:
        ordering = ["path", "position", "pk"]
        verbose_name = "part of a learning path"
        verbose_name_plural = "parts of learning paths"
        constraints = [
            models.CheckConstraint(
                condition=Q(area__in=SkillArea.values),
                name="inclusion_module_area_known",
                violation_error_message="Select an area from the list",
            ),
        ]

    def __str__(self):
        return f"{self.path}: {self.title}"


def video_with_transcript(name: str) -> models.CheckConstraint:
    """A video is somewhere else and may be closed to some: whoever cannot watch it reads it."""
    return models.CheckConstraint(
        condition=Q(video="", transcript="")
        | (Q(video__startswith="https://") & ~Q(transcript="")),
        name=name,
        violation_error_message=(
            "Enter the video’s address, starting with https://, and what it says, or neither"
        ),
    )


def website(address: str) -> str:
    """Whose page it is, without what may stand before it to deceive."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class LessonQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True, module__path__is_published=True)

    def visible_to(self, user):
        return self if is_manager(user) else self.published()


class Lesson(models.Model):
    """One small thing, on one page."""

    module = models.ForeignKey(
        LearningModule, on_delete=models.CASCADE, related_name="lessons", verbose_name="part"
    )
    title = models.CharField(max_length=80, help_text="One small task. For example, Turn it on")
    slug = models.SlugField(
        "web address (slug)",
        max_length=60,
        unique=True,
        help_text="Fixed once the lesson is published.",
    )
    # What residents read: written by the services of versions alone.
    words = models.TextField("text", max_length=6000, blank=True, default="")
    # Chosen from our drawings in the admin: one more of them is no change of the database.
    picture = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="A picture of ours, shown above the text and in print.",
    )
    video = models.URLField(max_length=200, blank=True, default="", db_default="")
    transcript = models.TextField(
        "what the video says", max_length=6000, blank=True, default="", db_default=""
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes", default=5, help_text="How long it takes at a relaxed pace."
    )
    position = models.PositiveSmallIntegerField("order", default=10)
    is_published = models.BooleanField(
        "published", default=False, help_text="Until then only programme managers can see it."
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["module__path__position", "module__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 60)),
                name="inclusion_lesson_is_short",
                violation_error_message="Enter a number of minutes from 1 to 60",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(words=""),
                name="inclusion_lesson_published_has_text",
                violation_error_message="Write a version of this lesson and have it reviewed first",
            ),
            video_with_transcript("inclusion_lesson_video_has_transcript"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inclusion:learn_lesson", args=[self.module.path.slug, self.slug])

    @property
    def drawn(self) -> Picture | None:
        """The picture above the text; none where it is no longer among ours."""
        return PICTURES.get(self.picture)

    @property
    def video_at(self) -> str:
        """The website that the link of its video opens."""
        return website(self.video)


class QuizQuestion(models.Model):
    """A question after a lesson: to check what was learned, never to fail."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    words = models.CharField("question", max_length=200)
    position = models.PositiveSmallIntegerField("order", default=10)

    class Meta:
        ordering = ["lesson", "position", "pk"]
        verbose_name = "question after a lesson"
        verbose_name_plural = "questions after lessons"

    def __str__(self):
        return self.words


class QuizAnswer(models.Model):
    """One answer to choose, and what is said to whoever chooses it."""

    question = models.ForeignKey(QuizQuestion, on_delete=models.CASCADE, related_name="answers")
    words = models.CharField("answer", max_length=150)
    is_right = models.BooleanField("correct", default=False)
    feedback = models.CharField(
        "feedback", max_length=300, help_text="Say kindly why it is right or wrong."
    )
    position = models.PositiveSmallIntegerField("order", default=10)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "answer"

    def __str__(self):
        return self.words
