"""What adults of each region can do online, as a survey has published it: to be read beside what
people say in our own skills checks, and never mixed with it."""

from django.db import models
from django.db.models import Q

from inclusion.learning.models.learning import SkillArea


class Measured(models.TextChoices):
    """What a survey says of people, as `selectors.distance` says it of ours."""

    FOUNDATION = SkillArea.FOUNDATION.value, "All of the Foundation level"
    COMMUNICATING = SkillArea.COMMUNICATING.value, "Communicating"
    INFORMATION = SkillArea.INFORMATION.value, "Handling information and content"
    TRANSACTING = SkillArea.TRANSACTING.value, "Transacting"
    SOLVING = SkillArea.SOLVING.value, "Problem solving"
    SAFE = SkillArea.SAFE.value, "Being safe and legal online"
    LIFE = "life", "All 5 areas of the Life level"


class BenchmarkQuerySet(models.QuerySet):
    def shown(self):
        """The edition that was imported last."""
        return self.order_by("-pk").first()


class Benchmark(models.Model):
    """One edition of one survey."""

    name = models.CharField("survey", max_length=80)
    edition = models.CharField(max_length=20)
    question = models.CharField(
        max_length=300, help_text="Who was asked what. For example, adults in the UK, by phone."
    )
    source = models.CharField(max_length=300, help_text="Who published it, and where.")
    licence = models.CharField(max_length=300)
    region = models.CharField(
        max_length=60, help_text="The region that is shown beside our own figures."
    )

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-edition"]
        verbose_name = "survey of digital skills"
        verbose_name_plural = "surveys of digital skills"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"],
                name="inclusion_benchmark_edition_once",
                violation_error_message="This survey already has this edition. Enter another one",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.edition}"


class BenchmarkFigure(models.Model):
    """How many in a hundred adults of one region."""

    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="figures")
    region = models.CharField(max_length=60)
    measured = models.CharField("what was measured", max_length=13, choices=Measured)
    percent = models.DecimalField("adults (%)", max_digits=4, decimal_places=1)

    class Meta:
        ordering = ["benchmark", "region", "pk"]
        verbose_name = "figure of a survey"
        verbose_name_plural = "figures of surveys"
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark", "region", "measured"],
                name="inclusion_benchmark_figure_once",
                violation_error_message="This region already has this figure. Enter another one",
            ),
            models.CheckConstraint(
                condition=Q(measured__in=Measured.values),
                name="inclusion_benchmark_measure_known",
                violation_error_message="Select what was measured from the list",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)),
                name="inclusion_benchmark_is_a_share",
                violation_error_message="Enter a number from 0 to 100",
            ),
        ]

    def __str__(self):
        return f"{self.region}: {self.get_measured_display()}"
