"""What somebody can do online, before and after: a framework in a version, and what they said."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for
from inclusion.learning.models.learning import SkillArea


class Framework(models.Model):
    """One version of a framework of digital skills. Its statements never change once answered:
    other words are another version, and versions are never compared with each other."""

    name = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=300, help_text="Where the framework is published.")
    licence = models.CharField(max_length=300)
    is_current = models.BooleanField(
        "in use", default=False, help_text="New skills checks use this version."
    )

    class Meta:
        ordering = ["name", "version"]
        verbose_name = "skills framework"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"],
                name="inclusion_framework_version_once",
                violation_error_message=(
                    "This framework already has this version. Enter another version"
                ),
            ),
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="inclusion_one_current_framework",
                violation_error_message="Another framework is in use. Change that one first",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.version}"


class SkillLevel(models.TextChoices):
    FOUNDATION = "foundation", "Foundation"
    LIFE = "life", "Life"


class Statement(models.Model):
    """One thing that somebody can do, or not yet."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="statements")
    area = models.CharField(max_length=13, choices=SkillArea)
    level = models.CharField(max_length=10, choices=SkillLevel)
    number = models.PositiveSmallIntegerField(help_text="Its position in the framework.")
    words = models.CharField(
        "statement", max_length=200, help_text="What someone can do, in our own words."
    )

    class Meta:
        ordering = ["framework", "number"]
        verbose_name = "skills statement"
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"],
                name="inclusion_statement_number_once",
                violation_error_message=(
                    "Another statement of this framework has this number. Enter another one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(area=SkillArea.FOUNDATION, level=SkillLevel.FOUNDATION)
                | (Q(area__in=SkillArea.values, level=SkillLevel.LIFE) & ~Q(area="foundation")),
                name="inclusion_statement_level_of_area",
                violation_error_message=(
                    "Select the Foundation level for First steps and the Life level for other areas"
                ),
            ),
        ]

    def __str__(self):
        return self.words


class AnsweredBy(models.TextChoices):
    SELF = "self", "Answered by the person"
    OBSERVED = "observed", "Observed by staff"


class CanDo(models.TextChoices):
    NOT_YET = "not_yet", "Not yet"
    WITH_HELP = "with_help", "With help"
    ALONE = "alone", "On my own"


# How far each answer is along the way.
RANK = {CanDo.NOT_YET: 0, CanDo.WITH_HELP: 1, CanDo.ALONE: 2}


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of people whom one's own teams help."""
        return self.filter(person__kept_by__in=handles_for(user))

    def finished(self):
        return self.filter(finished_at__isnull=False)

    def begun(self):
        return self.filter(finished_at=None)


class Assessment(models.Model):
    """What one person could do on one day, in one version of the framework."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "inclusion.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    learner = models.ForeignKey(
        "inclusion.Learner",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    need = models.ForeignKey(
        "inclusion.Need",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    answered_by = models.CharField(
        "who answered", max_length=8, choices=AnsweredBy, default=AnsweredBy.SELF
    )
    taken_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["taken_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(learner__isnull=False),
                name="inclusion_assessment_of_somebody",
                violation_error_message="Select whose skills check it is",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=AnsweredBy.OBSERVED) | Q(by__isnull=False),
                name="inclusion_assessment_observed_by_somebody",
                violation_error_message="Select who observed them",
            ),
        ]
        indexes = [
            models.Index(
                fields=["framework", "taken_on"],
                condition=Q(finished_at__isnull=False),
                name="inclusion_assessments_done",
            ),
        ]

    def __str__(self):
        return f"Assessment {self.reference}"


OF_ONE_VERSION = pgtrigger.Trigger(
    name="answers_its_own_framework",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM inclusion_assessment a
            JOIN inclusion_statement s ON s.framework_id = a.framework_id
            WHERE a.id = NEW.assessment_id AND s.id = NEW.statement_id)
        THEN
            RAISE EXCEPTION 'An assessment answers the statements of its own framework.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class SkillAnswer(models.Model):
    """What somebody said, or was seen to do, of one statement."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    can_do = models.CharField(max_length=9, choices=CanDo)

    class Meta:
        ordering = ["statement__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "statement"],
                name="inclusion_statement_answered_once",
                violation_error_message="This statement already has an answer. Change that one",
            ),
            models.CheckConstraint(
                condition=Q(can_do__in=CanDo.values),
                name="inclusion_can_do_known",
                violation_error_message="Select not yet, with help or on my own",
            ),
        ]
        triggers = [OF_ONE_VERSION]

    def __str__(self):
        return f"{self.statement}: {self.get_can_do_display().lower()}"


class Confidence(models.Model):
    """How sure somebody feels about one area, from 1 to 5."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="confidences")
    area = models.CharField(max_length=13, choices=SkillArea)
    level = models.PositiveSmallIntegerField("confidence, from 1 to 5")

    class Meta:
        ordering = ["assessment", "area"]
        verbose_name = "confidence in an area"
        verbose_name_plural = "confidence in areas"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"],
                name="inclusion_confidence_of_area_once",
                violation_error_message="This area already has an answer. Change that one",
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)) & Q(area__in=SkillArea.values),
                name="inclusion_confidence_from_1_to_5",
                violation_error_message=(
                    "Select an area of the framework and a number from 1 to 5"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_area_display()}: {self.level} out of 5"
