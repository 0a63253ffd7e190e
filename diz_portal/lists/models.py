"""What is always true of a saved view: it keeps a choice, and whose it is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference

from . import registry


class Shared(models.TextChoices):
    OWN = "own", "Only me"
    ORGANISATION = "organisation", "My organisation"
    EVERYONE = "everyone", "Everyone in the partnership"


# The report of a view's rows (`reports.py`).
REPORT = "saved-view"


class ViewQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ViewQuerySet":
        """One's own and those shared with one, of lists that one may open."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = registry.organisations_of(user)
        theirs = Q(owner=user) | Q(shared=Shared.EVERYONE)
        theirs |= Q(shared=Shared.ORGANISATION, organisation__in=mine)
        return self.filter(theirs, of_list__in=registry.names(registry.open_to(user)))


class SavedView(models.Model):
    """What somebody chose of a list, under a name. It keeps no words that were looked for, and
    nothing of what was found: whoever reads it sees what they may see of it then."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    of_list = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=120)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    order = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views"
    )
    shared = models.CharField(max_length=12, choices=Shared, default=Shared.OWN)
    organisation = models.ForeignKey(
        "partners.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ViewQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                "owner",
                "of_list",
                Lower("name"),
                name="lists_view_name_once",
                violation_error_message=(
                    "Enter another name: you already have a view of this list with this name"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="lists_view_has_a_name",
                violation_error_message="Enter a name for the view",
            ),
            models.CheckConstraint(
                condition=Q(shared=Shared.ORGANISATION, organisation__isnull=False)
                | Q(shared__in=[Shared.OWN, Shared.EVERYONE], organisation=None),
                name="lists_view_shared_with_whom",
                violation_error_message=(
                    "Select an organisation if the view is shared with one, and none otherwise"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["of_list", "shared"], name="lists_view_of_list"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lists:view", args=[self.reference])

    @property
    def kind(self) -> registry.List | None:
        return registry.named(self.of_list)

    @property
    def question(self) -> dict[str, str]:
        """As a report of its rows keeps what it asks."""
        return {"view": self.reference}

    @property
    def shared_said(self) -> str:
        if self.shared == Shared.ORGANISATION:
            return str(self.organisation)
        return "Everyone" if self.shared == Shared.EVERYONE else "Only its owner"


class DefaultView(models.Model):
    """The view with which a list opens for somebody."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="default_views"
    )
    of_list = models.SlugField(max_length=40, db_index=False)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "of_list"],
                name="lists_default_one_a_list",
                violation_error_message="Select one default view for this list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.view}"
