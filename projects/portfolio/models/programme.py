import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.search.columns import Words, words_index
from diz_portal.slugs import words_of_pages
from partners.roles import current_roles, is_manager


class Theme(models.TextChoices):
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    INCLUSION = "inclusion", "Inclusion"
    KNOWLEDGE = "knowledge", "Knowledge uplift"


class Programme(models.Model):
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    theme = models.CharField(max_length=16, choices=Theme)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ProjectState(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"


class ProjectQuerySet(models.QuerySet):
    def public(self):
        return self.filter(published=True)

    def once_public(self):
        """Published today or at any time before: their addresses are in use."""
        return self.exclude(first_published_at=None)

    def visible_to(self, user):
        """Published ones, and those one's own organisation leads or delivers; managers see all."""
        if is_manager(user):
            return self
        mine = list(current_roles(user))
        if not mine:
            return self.public()
        return self.filter(
            Q(published=True) | Q(lead_id__in=mine) | Q(partners__in=mine)
        ).distinct()

    def worked_on_by(self, user):
        """The projects whose workspace pages the person may open: members of the lead or of a
        partner organisation, and managers. Being published does not open the workspace."""
        if is_manager(user):
            return self
        mine = list(current_roles(user))
        return self.filter(Q(lead_id__in=mine) | Q(partners__in=mine)).distinct()


@pghistory.track(exclude=["summary", "figures", "first_published_at"], model_name="ProjectAudit")
class Project(models.Model):
    """A piece of the programme with a lead, partners, dates and, often, sites to connect."""

    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(
        blank=True, help_text="Shown on the public page: what, where and why."
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    lead = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="led_projects"
    )
    partners = models.ManyToManyField(
        "partners.Organisation",
        blank=True,
        related_name="projects",
        help_text="Organisations that deliver the project and submit a return each month.",
    )
    sro = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="senior responsible owner",
    )
    starts_on = models.DateField("start date", null=True, blank=True)
    ends_on = models.DateField("end date", null=True, blank=True)
    state = models.CharField(
        "status", max_length=10, choices=ProjectState, default=ProjectState.RUNNING
    )
    reports_monthly = models.BooleanField(
        default=True, help_text="Partners submit a return each month."
    )
    # Names of public figures (`diz_portal.impact`): what this project gives, teaches or holds.
    figures = ArrayField(
        models.CharField(max_length=60),
        verbose_name="figures on its page",
        default=list,
        blank=True,
        help_text="What the project gives, teaches or holds, each with its date and source.",
    )
    published = models.BooleanField(default=False)
    # Costs stay private until a manager releases them.
    publishes_values = models.BooleanField(
        "publish its value as open data",
        default=False,
        db_default=False,
        help_text="The approved value of the sites in scope, and how each change of scope "
        "changed it.",
    )
    publishes_spend = models.BooleanField(
        "publish its spend as open data",
        default=False,
        db_default=False,
        help_text="Each payment of £500 or more: its date, amount, and who made it. The public "
        "edition of board packs then says what was spent to date.",
    )
    publishes_forecast = models.BooleanField(
        "publish its forecasts",
        default=False,
        db_default=False,
        help_text="When it will be complete, and how earlier forecasts came out. Grant at risk and "
        "suppliers are not shown.",
    )
    first_published_at = models.DateTimeField(null=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [words_index(Words("title"), name="projects_project_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="projects_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date",
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.published and self.first_published_at is None:
            self.first_published_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "first_published_at"}
        super().save(*args, **kwargs)

    def clean(self):
        """A project called like a page would hide behind it."""
        super().clean()
        if self.slug in words_of_pages("projects") and not self._has_kept_its_slug():
            raise ValidationError(
                {"slug": f"“{self.slug}” is the address of another page. Enter another"}
            )

    def _has_kept_its_slug(self) -> bool:
        # It was there before the page: its address is fixed.
        return Project.objects.filter(pk=self.pk, slug=self.slug).exists()
