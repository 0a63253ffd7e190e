"""How far somebody has got in learning. Nothing personal is needed: a link or a code is the key."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from diz_portal import links
from diz_portal.references import ALPHABET, as_typed, new_reference
from inclusion.cases.roles import handles_for
from inclusion.learning.models.learning import Lesson

SALT = "inclusion.learner"


def typed(code: str) -> str:
    """A code as it is stored, however it was typed."""
    return "".join(letter for letter in as_typed(code) if letter in ALPHABET)


class LearnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that caseworkers of one's own teams sent; everybody else's is their own."""
        return self.filter(person__kept_by__in=handles_for(user))

    def by_token(self, token):
        return self.filter(reference=links.reference_in(SALT, token))


class Learner(models.Model):
    """Somebody's progress: theirs who holds the link or the code."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # To type from paper or from the telephone: as good as the link, so kept out of addresses.
    code = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    email = models.EmailField(
        max_length=254, blank=True, help_text="Used only to send the link again."
    )
    # Somebody whom a caseworker helps: then both see how far it has got.
    person = models.OneToOneField(
        "inclusion.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="learner",
        editable=False,
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    started_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField("last used", default=timezone.now)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["email"], condition=~models.Q(email=""), name="inclusion_learner_email"
            ),
            models.Index(fields=["used_at"], name="inclusion_learner_used"),
        ]

    def __str__(self):
        return f"Learner {self.reference}"

    @property
    def token(self) -> str:
        return links.token(SALT, self.reference)

    @property
    def link(self) -> str:
        """Their own page, as a letter writes it."""
        return f"{settings.PORTAL_URL}{reverse('inclusion:learn_own', args=[self.token])}"

    @property
    def code_in_groups(self) -> str:
        """As it is written down and read out: “bcd 234 f5gh”."""
        return f"{self.code[:3]} {self.code[3:6]} {self.code[6:]}"


class LessonDone(models.Model):
    """A lesson that a learner said they have done."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="lessons_done")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="done_by")
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["done_at", "pk"]
        verbose_name_plural = "lessons done"
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"],
                name="inclusion_a_lesson_is_done_once",
                violation_error_message="This lesson is already marked as done. Select another one",
            ),
        ]

    def __str__(self):
        return f"{self.learner}: {self.lesson}"
