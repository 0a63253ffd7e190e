import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index

SCORES = [(1, "1 very low"), (2, "2 low"), (3, "3 medium"), (4, "4 high"), (5, "5 very high")]


def level_of(score: int) -> str:
    """Fifteen and more is red, eight to twelve amber: the bands most councils' registers use."""
    if score >= 15:
        return "red"
    return "amber" if score >= 8 else "green"


class Proximity(models.TextChoices):
    IMMINENT = "imminent", "Imminent (within 1 month)"
    CLOSE = "close", "Close (within 3 months)"
    APPROACHING = "approaching", "Approaching (within 6 months)"
    DISTANT = "distant", "Distant (within 1 year)"
    REMOTE = "remote", "Remote (more than 1 year)"


class RiskState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class RiskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=RiskState.OPEN)


@pghistory.track(exclude=["description", "mitigation", "closing_note"], model_name="RiskAudit")
class Risk(models.Model):
    """Something that may happen (risk) or has happened (issue), scored before and after
    mitigation: impact × likelihood, each 1 to 5."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_issue = models.BooleanField("issue (it has happened)", default=False)
    owner = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks",
    )
    impact_before = models.PositiveSmallIntegerField("inherent impact", choices=SCORES)
    likelihood_before = models.PositiveSmallIntegerField("inherent likelihood", choices=SCORES)
    mitigation = models.TextField(blank=True)
    impact_after = models.PositiveSmallIntegerField("residual impact", choices=SCORES)
    likelihood_after = models.PositiveSmallIntegerField("residual likelihood", choices=SCORES)
    proximity = models.CharField(max_length=12, choices=Proximity)
    state = models.CharField("status", max_length=8, choices=RiskState, default=RiskState.OPEN)
    next_review_on = models.DateField("next review date")
    closed_on = models.DateField("date closed", null=True, blank=True)
    closing_note = models.CharField("reason for closing", max_length=500, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-impact_after", "-likelihood_after", "title"]
        indexes = [words_index(Words("title"), name="projects_risk_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="projects_risk_title_once",
                violation_error_message=(
                    "This project already has a risk with this title. Enter a different title"
                ),
            ),
            models.CheckConstraint(
                condition=Q(impact_before__range=(1, 5))
                & Q(likelihood_before__range=(1, 5))
                & Q(impact_after__range=(1, 5))
                & Q(likelihood_after__range=(1, 5)),
                name="projects_risk_scores_1_to_5",
                violation_error_message="Enter impact and likelihood scores from 1 to 5",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == RiskState.OPEN

    @property
    def review_is_overdue(self) -> bool:
        return self.is_open and self.next_review_on < timezone.localdate()

    @property
    def what(self) -> str:
        """Which of the two it is, inside a sentence: a risk has happened when it is an issue."""
        return "issue" if self.is_issue else "risk"

    @property
    def level(self) -> str:
        """How serious it stays after mitigation, as a rating: red, amber or green."""
        return level_of(self.score_after)

    @property
    def score_before(self) -> int:
        return self.impact_before * self.likelihood_before

    @property
    def score_after(self) -> int:
        return self.impact_after * self.likelihood_after
