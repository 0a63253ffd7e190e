import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse

from diz_portal.privacy.processing.enums import Basis
from diz_portal.search.columns import Code, Words, code_index, words_index
from diz_portal.sql import quoted
from partners.enums import IdentifierType, OrganisationState
from partners.identifiers import normalise
from partners.roles import is_manager, positions


class Sector(models.TextChoices):
    COUNCIL = "council", "Council"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    VOLUNTARY = "voluntary", "Voluntary, community and social enterprise (VCSE)"
    PRIVATE = "private", "Private"


# Which of them are public bodies, whose lawful basis may be their public task.
PUBLIC_BODIES = (Sector.COUNCIL, Sector.HEALTH, Sector.EDUCATION)


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

    def members(self):
        """Members now, also those whose work is suspended."""
        return self.filter(state__in=[OrganisationState.ACTIVE, OrganisationState.SUSPENDED])

    def visible_to(self, user):
        """The public ones, and one's own whatever its state; managers see all."""
        if is_manager(user):
            return self
        return self.filter(Q(state=OrganisationState.ACTIVE) | self._mine(user))

    def worked_in_by(self, user):
        """Those whose people, invitations and agreements the person may look at."""
        return self if is_manager(user) else self.filter(self._mine(user))

    @staticmethod
    def _mine(user) -> Q:
        return Q(pk__in=list(positions(user)))


def public_task_goes_with_the_sector() -> pgtrigger.Trigger:
    """Refuse, when a transaction commits, that an organisation that is no public body any more
    still processes data for a public task."""
    return pgtrigger.Trigger(
        name="public_task_goes_with_it",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("sector"),
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM privacy_processingrecord AS record
                JOIN partners_organisation AS one ON one.id = record.controller_id
                WHERE one.id = NEW.id AND NOT one.is_public_body
                    AND record.basis = {quoted(Basis.PUBLIC_TASK)}
            ) THEN
                RAISE EXCEPTION 'Public task is a lawful basis of public bodies only.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  words of ours
    )


@pghistory.track(exclude=["summary", "is_public_body"], model_name="OrganisationAudit")
class Organisation(models.Model):
    """A member of the partnership, known by an identifier that its kind of body has."""

    name = models.CharField(max_length=200)
    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    sector = models.CharField(max_length=12, choices=Sector)
    is_public_body = models.GeneratedField(
        expression=Case(When(sector__in=PUBLIC_BODIES, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    identifier_type = models.CharField(max_length=8, choices=IdentifierType)
    identifier = models.CharField(max_length=20)
    state = models.CharField(
        "status", max_length=10, choices=OrganisationState, default=OrganisationState.INVITED
    )
    # While it is suspended: until then its caseworkers finish and hand over their open cases.
    hands_over_until = models.DateField(
        "can transfer work until", null=True, blank=True, editable=False
    )
    districts = models.ManyToManyField(
        "places.District", blank=True, related_name="organisations", verbose_name="districts served"
    )
    summary = models.TextField(
        blank=True,
        help_text="What the organisation does in the partnership, in 2 sentences of plain English. "
        "Shown on its public page.",
    )
    website = models.URLField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        triggers = [public_task_goes_with_the_sector()]
        indexes = [
            words_index(Words("name"), name="partners_organisation_words"),
            code_index(Code("identifier"), name="partners_organisation_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                "identifier_type",
                "identifier",
                name="partners_identifier_once_per_type",
                violation_error_message="Enter a different number or code: another organisation "
                "already has this one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrganisationState.values),
                name="partners_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(hands_over_until=None) | Q(state=OrganisationState.SUSPENDED),
                name="partners_only_the_suspended_hand_over",
                violation_error_message=(
                    "Enter a last day to transfer work only for a suspended organisation"
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partners:organisation", args=[self.slug])

    def clean(self):
        super().clean()
        if self.identifier_type and self.identifier:
            try:
                self.identifier = normalise(self.identifier_type, self.identifier)
            except ValidationError as error:
                raise ValidationError({"identifier": error.messages}) from error
