import pghistory
from django.db import models
from django.db.models import F, Q

from diz_portal.references import new_reference


class AgreementKind(models.TextChoices):
    MEMORANDUM = "memorandum", "Memorandum of understanding"
    DATA_SHARING = "data_sharing", "Data-sharing agreement"
    FUNDING = "funding", "Funding agreement"
    INTER_AUTHORITY = "inter_authority", "Inter-authority agreement"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; members those their organisation is a party to."""
        from partners.rules import is_manager

        if is_manager(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            parties__memberships__person=user, parties__memberships__ended_on=None
        ).distinct()


@pghistory.track(model_name="AgreementAudit")
class Agreement(models.Model):
    """A signed paper between organisations, with the dates on which it must be looked at."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=AgreementKind)
    parties = models.ManyToManyField("partners.Organisation", related_name="agreements")
    signed_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="When it was ended or replaced.")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["expires_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("signed_on")),
                name="partners_agreement_expires_after_signing",
                violation_error_message="The expiry date must be after the date it was signed.",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gte=F("signed_on")),
                name="partners_agreement_reviewed_after_signing",
                violation_error_message="The review date cannot be before the date it was signed.",
            ),
        ]

    def __str__(self):
        return self.title
