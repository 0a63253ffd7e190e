"""What a national fund asks its return by: groups of people and focus areas, as rows, and what a
caseworker says of a case where the rule does not know."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from inclusion.cases.models.case import Case
from inclusion.cases.models.need import NeedKind

OLDEST = 130


class TagKind(models.TextChoices):
    GROUP = "group", "Group of people"
    FOCUS = "focus", "Focus area"


class FundTag(models.Model):
    """One group or focus area of one fund, with the rule by which a case has it.

    A focus area is known by the types of need, a group by age; whatever else a fund asks (income,
    disability, work) no rule knows, and a caseworker says it of a case.
    """

    fund = models.CharField(max_length=80, help_text="For example, Digital Inclusion Fund")
    kind = models.CharField("type", max_length=5, choices=TagKind)
    slug = models.SlugField("code", max_length=40, help_text="For reports and spreadsheets.")
    label = models.CharField("name", max_length=100)
    about = models.CharField(
        "definition", max_length=300, blank=True, help_text="As the fund defines it."
    )
    source = models.CharField(max_length=300, help_text="Where the fund publishes it.")
    position = models.PositiveSmallIntegerField("order", default=10)
    needs = ArrayField(
        models.CharField(max_length=13, choices=NeedKind),
        default=list,
        blank=True,
        verbose_name="types of need",
        help_text="A case with one of these needs has this focus area.",
    )
    age_from = models.PositiveSmallIntegerField(
        "youngest age", null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    age_to = models.PositiveSmallIntegerField(
        "oldest age", null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )

    class Meta:
        ordering = ["fund", "kind", "position", "pk"]
        verbose_name = "fund group or focus area"
        verbose_name_plural = "fund groups and focus areas"
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "slug"],
                name="inclusion_fund_tag_once",
                violation_error_message="This fund already has this code. Enter another one",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TagKind.values),
                name="inclusion_fund_tag_kind_known",
                violation_error_message="Select a type from the list",
            ),
            models.CheckConstraint(
                condition=(~Q(kind=TagKind.GROUP) | Q(needs=[]))
                & (~Q(kind=TagKind.FOCUS) | Q(age_from=None, age_to=None)),
                name="inclusion_fund_tag_rule_of_kind",
                violation_error_message=(
                    "Select types of need for focus areas alone, and enter ages for groups alone"
                ),
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="inclusion_fund_tag_ages_in_order",
                violation_error_message="Enter an oldest age that is not below the youngest",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_group(self) -> bool:
        return self.kind == TagKind.GROUP


class CaseTag(models.Model):
    """That a caseworker said of a case what no rule knows, or that the rule is wrong there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tags")
    tag = models.ForeignKey(FundTag, on_delete=models.PROTECT, related_name="+")
    applies = models.BooleanField("whether it applies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["tag", "pk"]
        verbose_name = "fund group or focus area of a case"
        verbose_name_plural = "fund groups and focus areas of cases"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "tag"],
                name="inclusion_case_tag_once",
                violation_error_message="This case already has an answer for it. Change that one",
            ),
        ]

    def __str__(self):
        return f"{self.case}: {self.tag}"
