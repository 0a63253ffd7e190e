"""Who helps: the organisations that take referrals, and those that may refer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .referral import LawfulBasis


class TeamQuerySet(models.QuerySet):
    def taking(self):
        """Those that take referrals now: their organisation works, and the door is open."""
        return self.filter(takes_referrals=True, organisation__state="active")

    def of(self, user):
        """The teams whose caseworker the person is, while the organisation works here."""
        from inclusion.rules import handles_for

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
        help_text="Residents of these districts who ask for help come to this team.",
    )
    is_default = models.BooleanField(
        "takes everybody else",
        default=False,
        help_text="Residents whose district no team serves come here.",
    )
    takes_referrals = models.BooleanField(default=True)
    phone = models.CharField(max_length=40, blank=True, help_text="For residents who ask.")
    safeguarding_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="May open a case of this team in an emergency, with a reason.",
    )
    data_protection_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="May open a case of this team to answer for its records, with a reason.",
    )
    basis = models.CharField(
        "lawful basis for requests",
        max_length=11,
        choices=LawfulBasis,
        default=LawfulBasis.PUBLIC_TASK,
        help_text="On what ground the team keeps what residents tell it: shown to them.",
    )
    # Days within which a case should have been looked after, by how urgent it is.
    days_if_urgent = models.PositiveSmallIntegerField(default=2)
    days_if_soon = models.PositiveSmallIntegerField(default=7)
    days_if_routine = models.PositiveSmallIntegerField(default=21)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = [Lower("organisation__name")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="inclusion_one_default_team",
                violation_error_message="Another team takes everybody else already.",
            ),
        ]

    def __str__(self):
        return self.organisation.name


class ReferringPartner(models.Model):
    """How many referrals of one organisation may be open at a time."""

    organisation = models.OneToOneField(
        "partners.Organisation", on_delete=models.PROTECT, related_name="referring_terms"
    )
    most_open = models.PositiveSmallIntegerField(
        "open referrals at most",
        default=25,
        help_text="Counted from sending a referral until it is declined or its case is closed.",
    )

    class Meta:
        ordering = [Lower("organisation__name")]

    def __str__(self):
        return f"{self.organisation}: at most {self.most_open} open"
