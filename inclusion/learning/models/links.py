"""Where our lessons end: national help that paths lead on to."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from inclusion.learning.models.learning import LearningPath

HTTPS_ONLY = "Enter an address that starts with https://"


class HelpLinkQuerySet(models.QuerySet):
    def dead(self):
        return self.exclude(problem="")


class HelpLink(models.Model):
    """A website of somebody else, looked at once a month: does it still answer?"""

    path = models.ForeignKey(
        LearningPath,
        on_delete=models.CASCADE,
        related_name="links",
        null=True,
        blank=True,
        verbose_name="learning path",
        help_text="Leave blank to show it with every path.",
    )
    title = models.CharField(max_length=80, help_text="For example, Stop! Think Fraud")
    about = models.CharField(
        "what it offers", max_length=150, help_text="One short sentence for residents."
    )
    url = models.URLField(
        "web address",
        max_length=200,
        validators=[URLValidator(["https"], message=HTTPS_ONLY, code="not_https")],
    )
    position = models.PositiveSmallIntegerField("order", default=10)
    checked_at = models.DateTimeField("last checked", null=True, blank=True, editable=False)
    # In words, for staff; empty while it answers.
    problem = models.CharField(max_length=100, blank=True, default="", editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HelpLinkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "link to national help"
        verbose_name_plural = "links to national help"
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="https://"),
                name="inclusion_help_link_is_https",
                violation_error_message=HTTPS_ONLY,
            ),
            models.UniqueConstraint(
                fields=["path", "url"],
                name="inclusion_help_link_once",
                nulls_distinct=False,
                violation_error_message="This path already has this link. Change that one",
            ),
            models.CheckConstraint(
                condition=Q(problem="", failing_since=None)
                | (~Q(problem="") & Q(failing_since__isnull=False)),
                name="inclusion_help_link_fails_since",
                violation_error_message="Enter since when the link has failed",
            ),
        ]

    def __str__(self):
        return self.title
