"""What is always true of a token, an answer that is kept, an event and its webhooks."""

import datetime as dt
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import secrecy
from diz_portal.references import new_reference

from . import acting

# A year at most: what nobody renews ends by itself.
LONGEST_DAYS = 366
PURPOSE = "webhooks"


class TokenQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "TokenQuerySet":
        """One's own, and those of the organisations whose people one looks after."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        theirs = Q(organisation__in=acting.looked_after_by(user), of_organisation=True)
        return self.filter(Q(maker=user) | theirs)

    def alive(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


# What a token may do never grows, and one that has ended stays so, whoever writes.
ONLY_SHRINKS = pgtrigger.Trigger(
    name="only_shrinks",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF NOT (NEW.scopes <@ OLD.scopes) OR NEW.expires_at > OLD.expires_at
            OR NEW.hashed <> OLD.hashed OR NEW.maker_id <> OLD.maker_id
            OR NEW.organisation_id <> OLD.organisation_id
            OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
        THEN
            RAISE EXCEPTION 'what a token may do only shrinks'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(exclude=["hashed", "last_used_at"], model_name="TokenAudit")
class Token(models.Model):
    """A key to the API, of one person for one organisation.

    Its holder may do what the scopes say and what the maker may do for that organisation at that
    moment, never more. Of the secret only a hash is kept.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=80)
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    # The last characters of the secret, so that somebody finds which one a program has.
    ending = models.CharField(max_length=4, editable=False)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="api_tokens",
        verbose_name="created by",
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # Its organisation's leads see and revoke it as well.
    of_organisation = models.BooleanField("of the organisation", default=False)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField("made", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires")
    last_used_at = models.DateTimeField("last used", null=True, editable=False)
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + dt.timedelta(days=LONGEST_DAYS)),
                name="api_token_a_year_at_most",
                violation_error_message="Enter an expiry date within a year",
            ),
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="api_token_may_something",
                violation_error_message="Select at least one thing that the token can do",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_by_somebody",
                violation_error_message="Enter who revoked the token, and when",
            ),
        ]
        triggers = [ONLY_SHRINKS]

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"

    @property
    def is_alive(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def state_said(self) -> str:
        if self.revoked_at:
            return "Revoked"
        return "Active" if self.expires_at > timezone.now() else "Expired"


class Answered(models.Model):
    """What was answered to a request that carries an idempotency key: sent again, it is answered
    the same, and nothing happens a second time."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    # Of the method, the address, the version asked for and the body.
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    # Sealed: the answer may name what its asker alone may read.
    sealed = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "stored response"
        verbose_name_plural = "stored responses"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"],
                name="api_answered_once",
                violation_error_message="Use another idempotency key: this one has been used",
            )
        ]

    def __str__(self) -> str:
        return f"{self.token_id}: {self.asked[:8]}"


class Event(models.Model):
    """Something that happened, for programs that follow along: ids and states, no names or words.

    `number` is its place in the feed. It is given after the commit, one event at a time
    (`numbering`), so that none ever appears before what a reader has read already.
    """

    number = models.BigIntegerField(null=True, unique=True, editable=False)
    kind = models.CharField("type", max_length=40)
    # Whom it may be shown is the room's to say, by what it belongs to (`feed.Feed`).
    belongs_to = models.BigIntegerField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        ordering = ["number"]
        indexes = [
            models.Index(fields=["id"], condition=Q(number=None), name="api_event_unnumbered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or ''}".strip()


class WebhookQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "WebhookQuerySet":
        """One's own, and those of the organisations whose people one looks after."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(maker=user) | Q(organisation__in=acting.looked_after_by(user)))


class Webhook(models.Model):
    """An address of a partner's that is told of events, signed with a secret of its own."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    address = models.URLField(max_length=500, help_text="Starts with https://")
    kinds = ArrayField(
        verbose_name="events", base_field=models.CharField(max_length=40), default=list
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="webhooks",
        verbose_name="created by",
    )
    # Sealed; while it is being replaced, those before sign as well, parted by spaces.
    secret = models.TextField(editable=False)
    former_secret = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField("made", default=timezone.now, editable=False)
    # The first failure since it last took anything.
    failing_since = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField("stopped", null=True, editable=False)
    # Nobody stopped it: it failed for too long.
    stopped_by_itself = models.BooleanField(default=False, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(kinds=[]),
                name="api_webhook_told_something",
                violation_error_message="Select at least one event",
            ),
            models.CheckConstraint(
                condition=Q(former_secret="", former_until=None)
                | (~Q(former_secret="") & Q(former_until__isnull=False)),
                name="api_webhook_former_secret_ends",
                violation_error_message="Enter until when the former secret is valid",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def state_said(self) -> str:
        if self.stopped_by_itself:
            return "Stopped: no event was accepted for 5 days"
        if self.stopped_at:
            return "Stopped"
        return "Failing" if self.failing_since else "Active"

    @property
    def has_former_secret(self) -> bool:
        return self.former_until is not None and self.former_until > timezone.now()

    @property
    def sealed(self) -> list[str]:
        """The secrets that sign now, the newest first."""
        return [self.secret, *(self.former_secret.split() if self.has_former_secret else [])]

    def secrets(self) -> list[str]:
        """The same as they are."""
        return [secrecy.unseal(one, purpose=PURPOSE) for one in self.sealed]


class DeliveryState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Will retry"
    GIVEN_UP = "given_up", "Not delivered"


DELIVERY_MOVES = {
    DeliveryState.QUEUED: {DeliveryState.CLAIMED, DeliveryState.GIVEN_UP},
    DeliveryState.CLAIMED: {
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.GIVEN_UP,
        DeliveryState.CLAIMED,
    },
    DeliveryState.FAILED: {DeliveryState.CLAIMED, DeliveryState.GIVEN_UP, DeliveryState.QUEUED},
    # Again only when somebody says so.
    DeliveryState.SENT: {DeliveryState.QUEUED},
    DeliveryState.GIVEN_UP: {DeliveryState.QUEUED},
}


class Delivery(models.Model):
    """One event on its way to one webhook, as a message is to its reader (`outbox`)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        "status", max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    due_at = models.DateTimeField("due", default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    retry_until = models.DateTimeField(null=True, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField("sent", null=True, editable=False)
    last_error = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event"],
                name="api_delivery_once",
                violation_error_message="Send the event again instead: it was sent to this webhook",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values),
                name="api_delivery_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=DeliveryState.CLAIMED, claim__isnull=False, lease_until__isnull=False
                )
                | (
                    ~Q(state=DeliveryState.CLAIMED)
                    & Q(claim__isnull=True, lease_until__isnull=True)
                ),
                name="api_delivery_claimed_has_lease",
                violation_error_message=(
                    "Set both a worker and a time for an event that is being sent, and neither "
                    "for any other"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
                name="api_delivery_sent_has_time",
                violation_error_message="Enter when the event was sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=[DeliveryState.QUEUED, DeliveryState.FAILED]),
                name="api_delivery_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=DeliveryState.CLAIMED),
                name="api_delivery_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
