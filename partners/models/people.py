import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference


class Role(models.TextChoices):
    LEAD = "lead", "Lead"
    MANAGER = "manager", "Programme manager"
    CONTRIBUTOR = "contributor", "Contributor"
    CASEWORKER = "caseworker", "Caseworker"
    VIEWER = "viewer", "Viewer"


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_on=None)


@pghistory.track(model_name="MembershipAudit")
class Membership(models.Model):
    """A person's role in an organisation; somebody may belong to several, once to each."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_on=None),
                name="partners_one_current_membership",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="partners_role_known"),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display().lower()} of {self.organisation}"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def unanswered(self):
        """Open, or lapsed without an answer: somebody should chase or withdraw them."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """A single-use link to an account and a role; only a digest of the link is kept."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(max_length=12, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
    )
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations_accepted",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "email",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="partners_one_unanswered_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="partners_acceptance_names_who",
            ),
        ]

    def __str__(self):
        return f"Invitation to {self.organisation}"


class JoinRequestState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"


class JoinRequest(models.Model):
    """Somebody asks to join an organisation: a new one (a manager decides) or a known one
    (its lead decides)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="join_requests"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    message = models.TextField(blank=True, max_length=1000)
    state = models.CharField(
        max_length=10, choices=JoinRequestState, default=JoinRequestState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "email",
                condition=Q(state="waiting"),
                name="partners_one_waiting_request",
            )
        ]

    def __str__(self):
        return f"{self.name} asks to join {self.organisation}"
