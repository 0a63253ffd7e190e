"""What a pack says beside its figures: sentences, the decisions asked of the board, and which of it
all is withheld from the public edition."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.words import uk_date
from projects.packs.models.pack import Pack, stays_once_issued
from projects.packs.schedule_12a import Paragraph


class PackSection(models.TextChoices):
    """In the order of the paper."""

    CHANGED = "changed", "What has changed"
    FIGURES = "figures", "Key figures"
    ROLLOUT = "rollout", "Rollout"
    MILESTONES = "milestones", "Milestones and slippage"
    RISKS = "risks", "Top risks and issues"
    RETURNS = "returns", "Returns from partners"
    FORECAST = "forecast", "Forecast"
    DECISIONS = "decisions", "Decision required"


class PackSentence(models.Model):
    """A sentence of what has changed.

    Written by rules (`drafted` is what they said, `rule` which of them and of what) or by hand. The
    draft can be written again: what somebody edited, added or removed stays as they left it.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="sentences")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=600)
    rule = models.CharField(max_length=120, blank=True, editable=False)
    drafted = models.CharField(max_length=600, blank=True, editable=False)
    # The rows it stands on: [{"title": …, "url": …}], pages of the workspace.
    rows = models.JSONField(default=list, blank=True, editable=False)
    is_removed = models.BooleanField("removed", default=False, editable=False)
    edited_at = models.DateTimeField("edited", null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["position", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "rule"],
                condition=~Q(rule=""),
                name="projects_pack_says_each_change_once",
                violation_error_message="Change the sentence that says this already",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="projects_pack_sentence_not_empty",
                violation_error_message="Enter the sentence, or remove it",
            ),
        ]
        triggers = [stays_once_issued()]

    def __str__(self):
        return self.text

    @property
    def is_by_hand(self) -> bool:
        return self.edited_at is not None


class PackDecision(models.Model):
    """One thing that the board is asked to decide, with what every council paper says of it."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="decisions")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField("decision required", max_length=300)
    options = models.TextField(max_length=4000)
    recommendation = models.TextField(max_length=2000)
    financial = models.TextField("financial implications", max_length=2000, blank=True)
    legal = models.TextField("legal implications", max_length=2000, blank=True)
    equality = models.TextField("equality implications", max_length=2000, blank=True)
    data_protection = models.TextField("data protection implications", max_length=2000, blank=True)
    climate = models.TextField("climate implications", max_length=2000, blank=True)

    class Meta:
        verbose_name = "decision required"
        verbose_name_plural = "decisions required"
        ordering = ["position", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(options="") & ~Q(recommendation=""),
                name="projects_pack_decision_is_whole",
                violation_error_message=("Enter the decision, the options and what you recommend"),
            )
        ]
        triggers = [stays_once_issued()]

    def __str__(self):
        return self.question


def named(field: str) -> str:
    """“financial implications”, as the model says it."""
    return str(getattr(PackDecision._meta.get_field(field), "verbose_name", field))


# As a council paper names them, in its order.
IMPLICATIONS = ("financial", "legal", "equality", "data_protection", "climate")


class PackWithheld(models.Model):
    """A section, a sentence or a decision that only the exempt edition has.

    `reason` is the public interest weighed by the person who decided; it may repeat what is
    withheld, so it is as private as the item.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="withheld")
    section = models.CharField(max_length=12, choices=PackSection, blank=True)
    sentence = models.OneToOneField(
        PackSentence, null=True, on_delete=models.CASCADE, related_name="withheld"
    )
    decision = models.OneToOneField(
        PackDecision, null=True, on_delete=models.CASCADE, related_name="withheld"
    )
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    paragraph = models.PositiveSmallIntegerField("paragraph of Schedule 12A", choices=Paragraph)
    reason = models.TextField("public interest", max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField("review date")

    class Meta:
        verbose_name = "withheld item"
        verbose_name_plural = "withheld items"
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=(
                    (~Q(section="") & Q(sentence=None, decision=None))
                    | Q(section="", sentence__isnull=False, decision=None)
                    | Q(section="", sentence=None, decision__isnull=False)
                ),
                name="projects_withheld_is_one_item",
                violation_error_message="Select one section, sentence or decision",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__range=(1, 7)),
                name="projects_withheld_names_a_paragraph",
                violation_error_message="Select a paragraph of Schedule 12A from 1 to 7",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="projects_withheld_says_why",
                violation_error_message="Enter why it is in the public interest to keep this "
                "private",
            ),
            models.CheckConstraint(
                condition=Q(section__in=["", *PackSection.values]),
                name="projects_withheld_section_known",
                violation_error_message="Select a section from the list",
            ),
            models.UniqueConstraint(
                fields=["pack", "section"],
                condition=~Q(section=""),
                name="projects_withheld_section_once",
                violation_error_message="Select a section that is not withheld yet",
            ),
        ]
        triggers = [stays_once_issued()]

    def __str__(self):
        return self.what

    @property
    def kind(self) -> str:
        """What is withheld, in general: fit for the public edition."""
        if self.section:
            return f"The section “{PackSection(self.section).label}”"
        return "A sentence of what has changed" if self.sentence_id else "A decision required"

    @property
    def private_until(self) -> date | None:
        """By the review that came last; None where it need not be private any more."""
        reviews = list(self.reviews.all())
        return reviews[-1].keep_until if reviews else self.review_on

    @property
    def what(self) -> str:
        """The item itself: for those who may read it."""
        return str(self.sentence or self.decision or self.kind)


class WithheldReview(models.Model):
    """That a withheld item was looked at again: still private until a day, or not any more.

    The pack it stands in stays as it was issued; the next pack takes it up.
    """

    item = models.ForeignKey(PackWithheld, on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # None: it need not be private any more.
    keep_until = models.DateField("private until", null=True)
    reason = models.TextField(max_length=1000)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="projects_withheld_review_says_why",
                violation_error_message="Enter the reason for your decision",
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.item}, {uk_date(self.at)}"
