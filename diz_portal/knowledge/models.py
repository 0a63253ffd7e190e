from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal.references import new_reference


class Theme(models.TextChoices):
    """Its value is its web address, which stays."""

    SKILLS = "skills", "Skills"
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    HEALTH = "health-and-social-care", "Health and social care"
    GARDEN_TOWNS = "garden-towns", "Garden towns"
    EXCLUSION = "digital-exclusion", "Digital exclusion"
    HIGH_STREETS = "high-streets", "High streets"
    PLACE = "place-based", "Place-based working"


class ThemeTag(models.Model):
    """Something public has a theme: a project, a seminar, a case study, a place to get help."""

    theme = models.CharField(max_length=24, choices=Theme)
    kind = models.CharField("type", max_length=20)
    key = models.CharField(max_length=120)

    class Meta:
        default_permissions = ("view",)
        ordering = ["theme", "kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "kind", "key"],
                name="knowledge_theme_once",
                violation_error_message="This has the theme already. Select a different theme",
            ),
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values),
                name="knowledge_theme_known",
                violation_error_message="Select a theme from the list",
            ),
        ]

    def __str__(self):
        return f"{self.get_theme_display()}: {self.kind} {self.key}"


class Recognition(models.Model):
    """An award, a certificate or a place in a list, with the source that says so."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField("what for", max_length=160)
    given_by = models.CharField("given by", max_length=120)
    year = models.PositiveSmallIntegerField()
    source = models.URLField("source", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-year", "given_by", "title"]
        constraints = [
            models.UniqueConstraint(
                "year",
                Lower("given_by"),
                Lower("title"),
                name="knowledge_recognition_once",
                violation_error_message="This has been added. Enter a different one",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1, 2200)),
                name="knowledge_recognition_year",
                violation_error_message="Enter a year, such as 2021",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="knowledge_recognition_has_a_source",
                violation_error_message="Enter a link to the source",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.given_by}, {self.year}"
