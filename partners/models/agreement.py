from datetime import timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.sql import quoted
from partners.roles import current_roles, is_manager

# Days before its end at which an agreement asks for attention; the first reminder goes then too.
RENEW_WITHIN = 60


class AgreementKind(models.TextChoices):
    MEMORANDUM = "memorandum", "Memorandum of understanding"
    DATA_SHARING = "data_sharing", "Data sharing agreement"
    FUNDING = "funding", "Funding agreement"
    INTER_AUTHORITY = "inter_authority", "Inter-authority agreement"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; members those their organisation is a party to."""
        if is_manager(user):
            return self
        mine = Agreement.objects.filter(parties__in=list(current_roles(user)))
        return self.filter(pk__in=mine.values("pk"))

    def in_force(self):
        """Signed, not ended and not run out."""
        today = timezone.localdate()
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=today), ended_on=None, signed_on__lte=today
        )

    def running_out(self, days: int):
        """In force and expiring within so many days, or run out and neither renewed nor ended."""
        horizon = timezone.localdate() + timedelta(days=days)
        return self.filter(ended_on=None, expires_on__lte=horizon)


ALONE = "Select at least 2 parties: data is shared between organisations"
# Looked at when the transaction commits: its parties are written after it.
BETWEEN_TWO = pgtrigger.Trigger(
    name="between_two",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(f"NEW.kind = {quoted(AgreementKind.DATA_SHARING)}"),
    func="""
        IF (SELECT COUNT(*) FROM partners_agreement_parties WHERE agreement_id = NEW.id) < 2
            AND EXISTS (SELECT 1 FROM partners_agreement WHERE id = NEW.id) THEN
            RAISE EXCEPTION 'Data is shared between at least two organisations.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)


STAYS_BETWEEN_TWO = pgtrigger.Trigger(
    name="stays_between_two",
    when=pgtrigger.After,
    operation=pgtrigger.Delete | pgtrigger.Update,
    # A form takes all parties away and writes the chosen ones, in one transaction.
    timing=pgtrigger.Deferred,
    func=f"""
        IF (SELECT COUNT(*) FROM partners_agreement_parties
                WHERE agreement_id = OLD.agreement_id) < 2
            AND EXISTS (
                SELECT 1 FROM partners_agreement WHERE id = OLD.agreement_id
                AND kind = {quoted(AgreementKind.DATA_SHARING)} AND ended_on IS NULL
            ) THEN
            RAISE EXCEPTION 'Data is shared between at least two organisations.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)


@pghistory.track(model_name="AgreementAudit")
class Agreement(models.Model):
    """A signed paper between organisations, with the dates on which it must be looked at."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField("type of agreement", max_length=16, choices=AgreementKind)
    parties = models.ManyToManyField("partners.Organisation", related_name="agreements")
    signed_on = models.DateField()
    review_on = models.DateField("next review", null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="When it was ended or replaced.")

    document = models.OneToOneField(
        "documents.Document",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="agreement",
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["expires_on", "title"]
        triggers = [BETWEEN_TWO]
        indexes = [words_index(Words("title"), name="partners_agreement_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("signed_on")),
                name="partners_agreement_expires_after_signing",
                violation_error_message="Enter an expiry date after the date it was signed",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gte=F("signed_on")),
                name="partners_agreement_reviewed_after_signing",
                violation_error_message="Enter a review date on or after the date it was signed",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partners_workspace:agreement", args=[self.reference])

    @property
    def has_run_out(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_running_out(self) -> bool:
        """Close enough to its end that somebody should be renewing it."""
        if self.ended_on or self.expires_on is None or self.has_run_out:
            return False
        return self.expires_on <= timezone.localdate() + timedelta(days=RENEW_WITHIN)


# The table of parties has no model of its own, and so no place for it in a migration's state.
pgtrigger.register(STAYS_BETWEEN_TWO)(Agreement.parties.through)
