"""Who helps: the organisations that take referrals, and those that may refer."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from inclusion.cases.roles import handles_for
from partners.enums import OrganisationState
from partners.roles import current_roles, is_manager


class Duty(models.TextChoices):
    """What an organisation names someone for; they then have emergency access to its cases."""

    SAFEGUARDING = "safeguarding", "Safeguarding lead"
    DATA_PROTECTION = "data_protection", "Data protection lead"

    @property
    def field(self) -> str:
        """The field of `Team` that says who has it."""
        return f"{self.value}_lead"


def two_people_named_them() -> pgtrigger.Trigger:
    """Refuse to put someone into a team's row whom no one else has named: see `NamedLead`."""
    checks = "".join(
        f"""
            IF NEW.{duty.field}_id IS NOT NULL
                AND (TG_OP = 'INSERT' OR OLD.{duty.field}_id IS DISTINCT FROM NEW.{duty.field}_id)
                AND NOT EXISTS (SELECT 1 FROM inclusion_namedlead
                    WHERE team_id = NEW.id AND duty = '{duty.value}'
                    AND person_id = NEW.{duty.field}_id
                    AND accepted_at IS NOT NULL AND ended_at IS NULL) THEN
                RAISE EXCEPTION 'A named lead is named by someone else.'
                    USING ERRCODE = 'check_violation';
            END IF;"""  # noqa: S608  words of ours
        for duty in Duty
    )
    return pgtrigger.Trigger(
        name="two_people_named_them",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"{checks}\n            RETURN NEW;",
    )


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; members those of their own organisations."""
        return self if is_manager(user) else self.filter(organisation__in=list(current_roles(user)))

    def taking(self):
        """Those that take referrals now: their organisation works, and the door is open."""
        return self.filter(takes_referrals=True, organisation__state=OrganisationState.ACTIVE)

    def of(self, user):
        """The teams whose caseworker the person is, while the organisation works here."""
        return self.filter(organisation__in=handles_for(user))


class Team(models.Model):
    """An organisation that handles cases: whom it serves, and who answers for its records."""

    organisation = models.OneToOneField(
        "partners.Organisation", on_delete=models.PROTECT, related_name="team"
    )
    districts = models.ManyToManyField(
        "places.District",
        blank=True,
        related_name="+",
        help_text="Requests and referrals from these districts go to this team.",
    )
    is_default = models.BooleanField(
        "default team",
        default=False,
        help_text="Takes requests from districts without a team.",
    )
    takes_referrals = models.BooleanField("open to requests and referrals", default=True)
    phone = models.CharField(
        max_length=40, blank=True, help_text="We give this to residents and referrers."
    )
    safeguarding_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,  # named by `services.named_leads`, by two people
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Has emergency access to the team’s cases.",
    )
    data_protection_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Has emergency access to the team’s cases.",
    )
    # From the day that someone asked to the target date of their case.
    days_if_urgent = models.PositiveSmallIntegerField("target days: urgent", default=2)
    days_if_soon = models.PositiveSmallIntegerField("target days: soon", default=7)
    days_if_routine = models.PositiveSmallIntegerField("target days: routine", default=21)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = [Lower("organisation__name")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="inclusion_one_default_team",
                violation_error_message=(
                    "Another team is already the default team. Change that one first"
                ),
            ),
        ]
        triggers = [two_people_named_them()]

    def __str__(self):
        return self.organisation.name

    def get_absolute_url(self):
        return reverse("inclusion_workspace:team", args=[self.organisation.slug])

    @property
    def slug(self) -> str:
        """What addresses name it by."""
        return self.organisation.slug


class NamedLeadQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(accepted_at__isnull=False, ended_at=None)

    def proposed(self):
        """Proposed, and neither accepted nor declined yet."""
        return self.filter(accepted_at=None, ended_at=None)

    def past(self):
        return self.filter(ended_at__isnull=False)


@pghistory.track(model_name="NamedLeadAudit")
class NamedLead(models.Model):
    """Who was named for a duty, by whom, and until when: two people each time.

    A lead of the organisation names someone else, in force straight away; or a programme manager
    proposes an organisation's only lead, who accepts.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="named_leads")
    duty = models.CharField(max_length=15, choices=Duty)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NamedLeadQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by=F("person")),
                name="inclusion_named_by_somebody_else",
                violation_error_message="You cannot name yourself. Ask another lead to name you",
            ),
            models.CheckConstraint(
                condition=Q(duty__in=Duty.values),
                name="inclusion_named_lead_duty_known",
                violation_error_message="Select a role from the list",
            ),
            models.UniqueConstraint(
                fields=["team", "duty"],
                condition=Q(accepted_at__isnull=False, ended_at=None),
                name="inclusion_one_named_lead_a_duty",
                violation_error_message="Someone already has this role. Remove them first",
            ),
            models.UniqueConstraint(
                fields=["team", "duty"],
                condition=Q(accepted_at=None, ended_at=None),
                name="inclusion_one_proposal_a_duty",
                violation_error_message=(
                    "Someone is already proposed for this role. Wait for their answer, or withdraw "
                    "the proposal"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_duty_display()} of {self.team}"


class ReferringPartner(models.Model):
    """How many referrals of one organisation may be open at a time."""

    organisation = models.OneToOneField(
        "partners.Organisation", on_delete=models.PROTECT, related_name="referring_terms"
    )
    most_open = models.PositiveSmallIntegerField(
        "maximum open referrals",
        default=25,
        help_text="A referral counts until it is declined or withdrawn, or its case is closed.",
    )

    class Meta:
        ordering = [Lower("organisation__name")]

    def __str__(self):
        return f"{self.organisation}: at most {self.most_open} open referrals"
