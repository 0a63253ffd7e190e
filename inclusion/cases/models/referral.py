"""A request for help: a self-referral, or a partner's referral of someone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, code_index
from inclusion.cases.models.need import NeedKind
from inclusion.cases.models.person import Person
from inclusion.cases.roles import handles_for, refers_for


class ReferralKind(models.TextChoices):
    SELF = "self", "Self-referral"
    CALLER = "caller", "Self-referral by phone"
    PARTNER = "partner", "Referred by a partner"


class ReferralState(models.TextChoices):
    SUBMITTED = "submitted", "Awaiting decision"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    COMPLETED = "completed", "Completed"


REFERRAL_MOVES = {
    ReferralState.SUBMITTED: {
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
    },
    # Completed when its case is closed; accepted again when the case is reopened.
    ReferralState.ACCEPTED: {ReferralState.COMPLETED},
    ReferralState.COMPLETED: {ReferralState.ACCEPTED},
    ReferralState.DECLINED: set(),
    ReferralState.WITHDRAWN: set(),
}
# In these someone still waits for us; they count towards a partner's limit.
OPEN_REFERRALS = (ReferralState.SUBMITTED, ReferralState.ACCEPTED)


class LawfulBasis(models.TextChoices):
    """UK GDPR Article 6: chosen by the referrer, and recorded with the referral."""

    PUBLIC_TASK = "public_task", "Public task: helping residents is our duty"
    CONSENT = "consent", "The person’s consent"
    LEGITIMATE = "legitimate", "Legitimate interests"
    VITAL = "vital", "Vital interests: to protect someone’s life"


class DeclineReason(models.TextChoices):
    OUTSIDE = "outside", "Lives outside the area"
    ELSEWHERE = "elsewhere", "Another service is better placed to help"
    NOT_REACHED = "not_reached", "Could not be reached"
    NOT_WANTED = "not_wanted", "The person does not want this help"
    DUPLICATE = "duplicate", "Already being helped"
    OTHER = "other", "Another reason"


class Urgency(models.TextChoices):
    URGENT = "urgent", "Urgent: someone’s safety or health is at risk"
    SOON = "soon", "Soon: they have a deadline"
    ROUTINE = "routine", "Routine"


class Notice(models.TextChoices):
    """How the person hears from us that a partner referred them."""

    NOT_NEEDED = "", "Not needed (self-referral)"
    SENT = "sent", "We sent them a message"
    BY_HAND = "by_hand", "Caseworker to tell them"


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent to one's own teams, and what one's own organisation sent."""
        return self.filter(Q(to__in=handles_for(user)) | Q(made_by__in=refers_for(user)))

    def received_by(self, user):
        """What was sent to one's own teams."""
        return self.filter(to__in=handles_for(user))

    def to_answer_by(self, user):
        return self.received_by(user).filter(state=ReferralState.SUBMITTED)

    def made_for(self, user):
        """What one's own organisation sent: the referral and its outcome, no more."""
        return self.filter(made_by__in=refers_for(user))

    def waiting(self):
        return self.filter(state=ReferralState.SUBMITTED)

    def open(self):
        return self.filter(state__in=OPEN_REFERRALS)


class Referral(models.Model):
    """One request for one person to one organisation, with its lawful basis."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # Which page of the form it came from: sent twice, it is kept once.
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField("type of referral", max_length=7, choices=ReferralKind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    to = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="referrals_received"
    )
    made_by = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals_made",
        help_text="The referring partner. Empty for a self-referral.",
    )
    their_reference = models.CharField("the partner’s own reference", max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who filled in the form. Empty if the person did.",
    )
    wanted = ArrayField(
        models.CharField(max_length=13, choices=NeedKind),
        default=list,
        blank=True,
        verbose_name="needs",
    )
    which_device = models.CharField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="The types of device that they could select from, such as “tablet or "
        "smartphone”.",
    )
    story = models.TextField("in their own words", max_length=2000, blank=True)
    urgency = models.CharField(max_length=7, choices=Urgency, default=Urgency.ROUTINE)

    lawful_basis = models.CharField(max_length=11, choices=LawfulBasis)
    told_by = models.CharField(
        "who told the person",
        max_length=150,
        blank=True,
        help_text="Who told the person that their details would be shared, and how.",
    )
    told_on = models.DateField("when the person was told", null=True, blank=True)
    notice = models.CharField(max_length=7, choices=Notice, default=Notice.NOT_NEEDED, blank=True)

    state = models.CharField(
        "status", max_length=9, choices=ReferralState, default=ReferralState.SUBMITTED
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decline_reason = models.CharField(max_length=11, choices=DeclineReason, blank=True)
    decline_words = models.TextField("what the referrer is told", max_length=500, blank=True)
    case = models.ForeignKey(
        "inclusion.Case",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="inclusion_one_referral_per_attempt",
                violation_error_message=(
                    "This form has already been sent. Check the list of referrals for its outcome"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReferralState.values),
                name="inclusion_referral_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(lawful_basis__in=LawfulBasis.values),
                name="inclusion_referral_has_basis",
                violation_error_message="Select a lawful basis from the list",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReferralKind.PARTNER)
                | Q(made_by__isnull=False, told_on__isnull=False),
                name="inclusion_partner_told_the_person",
                violation_error_message=("Enter the partner and the date the person was told"),
            ),
            models.CheckConstraint(
                condition=(Q(state=ReferralState.SUBMITTED) & Q(decided_at=None))
                | (~Q(state=ReferralState.SUBMITTED) & Q(decided_at__isnull=False)),
                name="inclusion_referral_decided_has_time",
                violation_error_message=(
                    "Enter when the referral was decided. Leave it blank until it is"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.DECLINED) | ~Q(decline_reason=""),
                name="inclusion_declined_has_reason",
                violation_error_message="Select why the referral is declined",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReferralState.ACCEPTED, ReferralState.COMPLETED])
                | Q(case__isnull=False),
                name="inclusion_accepted_has_case",
                violation_error_message="Add a case to the accepted referral",
            ),
        ]
        indexes = [
            code_index(Code("their_reference"), name="inclusion_referral_theirs"),
            models.Index(
                fields=["to", "submitted_at"],
                condition=Q(state=ReferralState.SUBMITTED),
                name="inclusion_referral_waiting",
            ),
            models.Index(fields=["made_by", "state"], name="inclusion_referral_by_partner"),
        ]

    def __str__(self):
        return f"Referral {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:referral", args=[self.reference])

    @property
    def wanted_in_words(self) -> str:
        return ", ".join(map(self._wanted, self.wanted)) or "Not recorded"

    def _wanted(self, kind: str) -> str:
        which = self.which_of(kind)
        return f"{NeedKind(kind).label} ({which})" if which else NeedKind(kind).label

    def which_of(self, kind: str) -> str:
        """What exactly they asked for, of this kind; empty where nothing more is known."""
        return self.which_device if kind == NeedKind.DEVICE else ""

    @property
    def was_transferred(self) -> bool:
        """Completed for us, because the case was transferred to another organisation."""
        if self.case is None:
            return False
        return any(one.state == "accepted" for one in self.case.transfers.all())


class ReferralEvent(models.Model):
    """What happened to a referral. Append-only, without a word about the person."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    state = models.CharField("status", max_length=9, choices=ReferralState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.referral}: {self.get_state_display().lower()}"
