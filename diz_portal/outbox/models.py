"""What is always true of a message."""

import datetime as dt

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.references import new_reference


class EmailState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Will be tried again"
    GIVEN_UP = "given_up", "Given up"


EMAIL_MOVES = {
    EmailState.QUEUED: {EmailState.CLAIMED},
    # Claimed again when the lease ran out: whoever held it was cut short.
    EmailState.CLAIMED: {
        EmailState.SENT,
        EmailState.FAILED,
        EmailState.GIVEN_UP,
        EmailState.CLAIMED,
    },
    EmailState.FAILED: {EmailState.CLAIMED, EmailState.QUEUED},
    # Back to the queue only when a member of staff says "send again".
    EmailState.SENT: {EmailState.QUEUED},
    EmailState.GIVEN_UP: {EmailState.QUEUED},
}

# A row that kills every worker that touches it stops here.
MOST_ATTEMPTS_CUT_SHORT = 20


class EmailQuerySet(models.QuerySet):
    def due(self, now: dt.datetime | None = None):
        """Whatever should be sent now, rows whose holder was cut short included."""
        now = now or timezone.now()
        waiting = Q(state__in=[EmailState.QUEUED, EmailState.FAILED], due_at__lte=now)
        return self.filter(waiting | (self._abandoned(now) & Q(attempts__lt=self._limit())))

    def poisonous(self, now: dt.datetime | None = None):
        """Rows that cut short every attempt there was."""
        now = now or timezone.now()
        return self.filter(self._abandoned(now), attempts__gte=self._limit())

    def doubtful(self):
        """Rows that may have reached the reader more than once."""
        return self.filter(doubtful_attempts__gt=0)

    @staticmethod
    def _abandoned(now: dt.datetime) -> Q:
        return Q(state=EmailState.CLAIMED, lease_until__lt=now)

    @staticmethod
    def _limit() -> int:
        return MOST_ATTEMPTS_CUT_SHORT


class Email(models.Model):
    """One message to one address. The key makes sure it is stored once."""

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    key = models.CharField(
        max_length=200,
        unique=True,
        help_text="What the message is about, in ids and kinds: no address, no name.",
    )
    template = models.CharField("kind", max_length=100)
    to = models.EmailField("to", blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField("text", blank=True)
    secret = models.BooleanField(
        default=False,
        help_text="Holds a code or a link that lets somebody in: the text is never shown, and "
        "is deleted as soon as it has been sent.",
    )

    state = models.CharField(max_length=10, choices=EmailState.choices, default=EmailState.QUEUED)
    queued_at = models.DateTimeField("queued", default=timezone.now, editable=False)
    due_at = models.DateTimeField("due", default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    doubtful_attempts = models.PositiveIntegerField(
        "extra copies?",
        default=0,
        help_text="Attempts cut short so late that the mail server may have taken the message.",
    )
    copies = models.PositiveIntegerField(
        "sent on request",
        default=0,
        help_text="How often staff had a message sent that had been sent before.",
    )
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    retry_until = models.DateTimeField(
        null=True, editable=False, help_text="Temporary failures are retried until then."
    )
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    given_up_at = models.DateTimeField("given up", null=True, blank=True)
    emptied_at = models.DateTimeField("text deleted", null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EmailState.values), name="outbox_email_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=EmailState.SENT) | Q(sent_at__isnull=False),
                name="outbox_email_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=EmailState.GIVEN_UP) | Q(given_up_at__isnull=False),
                name="outbox_email_given_up_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=EmailState.CLAIMED, claim__isnull=False, lease_until__isnull=False
                )
                | (~Q(state=EmailState.CLAIMED) & Q(claim__isnull=True, lease_until__isnull=True)),
                name="outbox_email_claimed_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(doubtful_attempts__lte=F("attempts")),
                name="outbox_email_doubtful_are_attempts",
            ),
            models.CheckConstraint(
                condition=~Q(to="") | Q(emptied_at__isnull=False),
                name="outbox_email_has_reader",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[EmailState.QUEUED, EmailState.FAILED]),
                name="outbox_email_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=EmailState.CLAIMED),
                name="outbox_email_leased",
            ),
        ]

    def __str__(self):
        # Shown in lists and kept in the admin's log: no address, no subject.
        return f"{self.template} {self.reference}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that receivers can fold an extra copy.

        A copy that staff asked for gets its own: folding that one would hide it.
        """
        copy = f".{self.copies}" if self.copies else ""
        sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
        return f"<{self.reference}{copy}@{sender or DNS_NAME}>"

    @property
    def has_text(self) -> bool:
        return bool(self.body)
