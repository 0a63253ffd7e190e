import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Sector(models.TextChoices):
    COUNCIL = "council", "Council"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    VOLUNTARY = "voluntary", "Voluntary and community"
    PRIVATE = "private", "Private"


class IdentifierType(models.TextChoices):
    GSS = "gss", "ONS (GSS) code"
    ODS = "ods", "NHS ODS code"
    CHARITY = "charity", "Charity number"
    COMPANY = "company", "Company number"


class OrganisationState(models.TextChoices):
    APPLIED = "applied", "Waiting for approval"
    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Left"


ORGANISATION_MOVES = {
    OrganisationState.APPLIED: {OrganisationState.INVITED, OrganisationState.LEFT},
    OrganisationState.INVITED: {OrganisationState.ACTIVE, OrganisationState.LEFT},
    OrganisationState.ACTIVE: {OrganisationState.SUSPENDED, OrganisationState.LEFT},
    OrganisationState.SUSPENDED: {OrganisationState.ACTIVE, OrganisationState.LEFT},
    OrganisationState.LEFT: {OrganisationState.INVITED},
}


class OrganisationQuerySet(models.QuerySet):
    def public(self):
        """What the partner directory shows."""
        return self.filter(state=OrganisationState.ACTIVE)

    def visible_to(self, user):
        """The public ones, and one's own whatever its state; managers see all."""
        from partners.rules import is_manager

        if is_manager(user):
            return self
        visible = Q(state=OrganisationState.ACTIVE)
        if user.is_authenticated:
            visible |= Q(memberships__person=user, memberships__ended_on=None)
        return self.filter(visible).distinct()


@pghistory.track(exclude=["summary"], model_name="OrganisationAudit")
class Organisation(models.Model):
    """A member of the partnership, known by an identifier that its kind of body has."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    sector = models.CharField(max_length=12, choices=Sector)
    identifier_type = models.CharField(max_length=8, choices=IdentifierType)
    identifier = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=OrganisationState, default=OrganisationState.INVITED
    )
    districts = models.ManyToManyField(
        "places.District", blank=True, related_name="organisations", verbose_name="districts served"
    )
    summary = models.TextField(blank=True, help_text="Two sentences for the public page.")
    website = models.URLField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "identifier_type",
                "identifier",
                name="partners_identifier_once_per_type",
                violation_error_message="An organisation with this identifier is already here.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrganisationState.values), name="partners_state_known"
            ),
        ]

    def __str__(self):
        return self.name
