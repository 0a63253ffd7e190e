import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import phones
from diz_portal.references import new_reference
from diz_portal.sql import quoted
from partners.enums import GIVEN_BY_A_LEAD, TAKES_TWO, OrganisationState, Role
from partners.roles import current_roles, is_manager, leads


def takes_two() -> pgtrigger.Trigger:
    """Refuse a role near residents or over money that nobody gave, or somebody gave to themselves.

    Asked when the role, its giver or its holder changes: one given before this was asked stays
    until then.
    """
    return pgtrigger.Trigger(
        name="takes_two",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"NEW.role IN ({quoted(*sorted(GIVEN_BY_A_LEAD))}) AND NEW.ended_on IS NULL"
        ),
        func="""
            IF TG_OP = 'UPDATE' AND OLD.role = NEW.role AND OLD.ended_on IS NULL
                AND OLD.person_id = NEW.person_id
                AND OLD.organisation_id = NEW.organisation_id
                AND OLD.given_by_id IS NOT DISTINCT FROM NEW.given_by_id THEN
                RETURN NEW;
            END IF;
            IF NEW.given_by_id IS NULL OR NEW.given_by_id = NEW.person_id THEN
                RAISE EXCEPTION 'This role is given by somebody else.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def last_lead_stays() -> pgtrigger.Trigger:
    """Refuse, when a transaction commits, to leave an organisation without any lead.

    The organisation's row is locked first, so that of two simultaneous removals the second
    counts what the first has left. One that has left the partnership needs no lead, nor does
    one that never had any.
    """
    return pgtrigger.Trigger(
        name="last_lead_stays",
        when=pgtrigger.After,
        operation=pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        declare=[("organisation_state", "text")],
        func=f"""
            IF OLD.role <> 'lead' OR OLD.ended_on IS NOT NULL THEN
                RETURN NULL;
            END IF;
            SELECT state INTO organisation_state FROM partners_organisation
                WHERE id = OLD.organisation_id FOR UPDATE;
            IF organisation_state <> {quoted(OrganisationState.LEFT)} AND NOT EXISTS (
                SELECT 1 FROM partners_membership
                WHERE organisation_id = OLD.organisation_id
                    AND role = 'lead' AND ended_on IS NULL
            ) THEN
                RAISE EXCEPTION 'The last lead of an organisation stays.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  words of ours
    )


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; members the people of their own organisations."""
        if is_manager(user):
            return self
        return self.filter(organisation__in=list(current_roles(user)))

    def current(self):
        return self.filter(ended_on=None)

    def leads(self):
        """Those who can act as lead today: a closed account cannot."""
        return self.current().filter(role=Role.LEAD, person__is_active=True)


@pghistory.track(exclude=["phone"], model_name="MembershipAudit")
class Membership(models.Model):
    """A person's role in an organisation; somebody may belong to several, once to each."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    # Who gave the role they have now, and when; empty for one given before this was kept.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Where colleagues reach them while they are a member; removed with the membership.
    phone = models.CharField(
        "work phone number", max_length=phones.LONGEST, blank=True, default="", db_default=""
    )
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
                violation_error_message=(
                    "This person is already a member of the organisation. Change their role instead"
                ),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="partners_role_known",
                violation_error_message="Select a role from the list",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="partners_membership_ends_after_start",
                violation_error_message="Enter an end date on or after the start date",
            ),
            models.CheckConstraint(
                condition=phones.stored_form("phone"),
                name="partners_phone_in_one_form",
                violation_error_message="Enter a UK phone number, like 01279 446 611",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(ended_on=None),
                name="partners_phone_while_a_member",
                violation_error_message="Remove the phone number of someone who has left",
            ),
        ]
        triggers = [last_lead_stays(), takes_two()]

    def __str__(self):
        return f"{self.person}, {self.get_role_display().lower()} of {self.organisation}"

    @property
    def took_two(self) -> bool:
        """Whether the page says who gave the role, and when."""
        return self.role in TAKES_TWO and self.given_by_id is not None


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; leads those of their own organisations."""
        return self if is_manager(user) else self.filter(organisation__in=leads(user))

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
                violation_error_message=(
                    "Someone with this address already has an open invitation. Use “Send again” "
                    "or “Withdraw”"
                ),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="partners_acceptance_names_who",
                violation_error_message=(
                    "Enter both when the invitation was accepted and who accepted it, or neither"
                ),
            ),
        ]

    def __str__(self):
        return f"Invitation to {self.organisation}"

    @property
    def is_open(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at) and self.expires_at > timezone.now()

    @property
    def role_in_words(self) -> str:
        role = Role(self.role)
        return f"{role.label.lower()}, who {role.does}"

    @property
    def standing(self) -> str:
        """In one word: open, accepted, withdrawn or expired."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.is_open else "expired"


class JoinRequestState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"


class JoinRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; leads those of their own organisations."""
        return self if is_manager(user) else self.filter(organisation__in=leads(user))

    def waiting(self):
        return self.filter(state=JoinRequestState.WAITING)


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
        "status", max_length=10, choices=JoinRequestState, default=JoinRequestState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "email",
                condition=Q(state=JoinRequestState.WAITING),
                name="partners_one_waiting_request",
                violation_error_message=(
                    "Someone with this address has already asked. Wait for the decision on that "
                    "request"
                ),
            )
        ]

    def __str__(self):
        return f"{self.name} has asked to join {self.organisation}"

    def get_absolute_url(self):
        return reverse("partners_workspace:join_request", args=[self.reference])
