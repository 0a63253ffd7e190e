"""What is always true of a message."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.mail.utils import DNS_NAME
from django.db import models
from django.db.models import Exists, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from diz_portal import secrecy
from diz_portal.models import Restoration
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index


class Channel(models.TextChoices):
    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    LETTER = "letter", "Letter"
    PHONE = "phone", "Phone call"


# The portal delivers these by itself; the others wait for somebody to post a letter or ring.
BY_ITSELF = (Channel.EMAIL, Channel.TEXT)


class MessageState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Will retry"
    GIVEN_UP = "given_up", "Not delivered"


class Outcome(models.TextChoices):
    POSTED = "posted", "Posted"
    SPOKE = "spoke", "Spoke to them"
    LEFT_WORD = "left_word", "Left a message"
    NOT_NEEDED = "not_needed", "No longer needed"


MESSAGE_MOVES = {
    # Straight to sent or given up only by staff, who post letters and ring people.
    MessageState.QUEUED: {MessageState.CLAIMED, MessageState.SENT, MessageState.GIVEN_UP},
    # Claimed again when the lease ran out: whoever held it was cut short.
    MessageState.CLAIMED: {
        MessageState.SENT,
        MessageState.FAILED,
        MessageState.GIVEN_UP,
        MessageState.CLAIMED,
    },
    MessageState.FAILED: {MessageState.CLAIMED, MessageState.QUEUED},
    # Back to the queue only when a member of staff says "send again".
    MessageState.SENT: {MessageState.QUEUED},
    MessageState.GIVEN_UP: {MessageState.QUEUED},
}

# A row that kills every worker that touches it stops here.
MOST_ATTEMPTS_CUT_SHORT = 20


class MessageQuerySet(models.QuerySet):
    def due(self, now: dt.datetime | None = None):
        """Whatever should be sent now, rows whose holder was cut short included; nothing while a
        restored database waits to be released."""
        now = now or timezone.now()
        waiting = Q(state__in=[MessageState.QUEUED, MessageState.FAILED], due_at__lte=now)
        return self.filter(
            ~Exists(Restoration.objects.unreleased()),
            waiting | (self._abandoned(now) & Q(attempts__lt=self._limit())),
            channel__in=BY_ITSELF,
        )

    def for_staff(self):
        """Letters to post and people to ring."""
        return self.filter(state=MessageState.QUEUED).exclude(channel__in=BY_ITSELF)

    def held(self):
        """What waits because strangers had too much sent to its reader."""
        return self.filter(state__in=[MessageState.QUEUED, MessageState.FAILED]).exclude(
            held_for=""
        )

    def poisonous(self, now: dt.datetime | None = None):
        """Rows that cut short every attempt there was."""
        now = now or timezone.now()
        return self.filter(self._abandoned(now), attempts__gte=self._limit())

    def doubtful(self):
        """Rows that may have reached the reader more than once."""
        return self.filter(doubtful_attempts__gt=0)

    @staticmethod
    def _abandoned(now: dt.datetime) -> Q:
        return Q(state=MessageState.CLAIMED, lease_until__lt=now)

    @staticmethod
    def _limit() -> int:
        return MOST_ATTEMPTS_CUT_SHORT


class Message(models.Model):
    """One message to one reader. The key makes sure it is stored once.

    Of a letter the body is the letter; of a phone call, what to say, ask and write down.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    key = models.CharField(
        max_length=200,
        unique=True,
        help_text="What the message is about, as types and ids, without an address or a name.",
    )
    template = models.CharField("template", max_length=100)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(
        max_length=254, blank=True, help_text="An email address or a phone number."
    )
    reader = models.CharField(
        max_length=200, blank=True, help_text="The person a letter or call is for."
    )
    postal_address = models.TextField(blank=True)
    # Of a letter: its reader asked for large letters. Why they did is not known here.
    large_print = models.BooleanField(default=False, db_default=False, editable=False)
    # Who reads an answer to an email.
    reply_to = models.CharField(max_length=254, blank=True, default="", db_default="")
    # The address that stops such emails when a mail program posts there (RFC 8058).
    unsubscribe = models.CharField(
        max_length=300, blank=True, default="", db_default="", editable=False
    )
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField("text", blank=True, help_text="Empty if the text is secret.")
    secret = models.BooleanField(
        default=False,
        help_text="Contains a code or private link. The text is never shown, and is deleted when "
        "it has been sent.",
    )
    # Of a secret message, the text as only the portal reads it: `words` opens it.
    sealed = models.TextField(blank=True, default="", db_default="", editable=False)

    state = models.CharField(
        "status", max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    queued_at = models.DateTimeField("queued", default=timezone.now, editable=False)
    due_at = models.DateTimeField("due", default=timezone.now)
    # Strangers had too much sent to this reader: it goes together with what else waits for them.
    held_for = models.CharField(
        "waits for", max_length=40, blank=True, default="", db_default="", editable=False
    )
    needed_by = models.DateTimeField(
        null=True, blank=True, help_text="A letter or call after this time is too late."
    )
    attempts = models.PositiveIntegerField(default=0)
    doubtful_attempts = models.PositiveIntegerField(
        "possible duplicates",
        default=0,
        help_text="Attempts that stopped so late that the mail server may already have sent the "
        "message.",
    )
    copies = models.PositiveIntegerField(
        "resent by staff",
        default=0,
        help_text="How many times staff sent the message again.",
    )
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    handed_over_at = models.DateTimeField(
        "given to a worker at",
        null=True,
        editable=False,
        help_text="Set while a worker is sending the message. If the worker stops now, we cannot "
        "tell if it was sent.",
    )
    retry_until = models.DateTimeField(
        null=True, editable=False, help_text="Temporary failures are retried until then."
    )
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    given_up_at = models.DateTimeField("not delivered", null=True, blank=True)
    emptied_at = models.DateTimeField("text deleted", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The person who posted the letter or made the call.",
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values),
                name="outbox_message_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False),
                name="outbox_message_sent_has_time",
                violation_error_message="Enter when the message was sent",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.GIVEN_UP) | Q(given_up_at__isnull=False),
                name="outbox_message_given_up_has_time",
                violation_error_message="Enter when the portal stopped trying to send the message",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=MessageState.CLAIMED, claim__isnull=False, lease_until__isnull=False
                )
                | (
                    ~Q(state=MessageState.CLAIMED) & Q(claim__isnull=True, lease_until__isnull=True)
                ),
                name="outbox_message_claimed_has_lease",
                violation_error_message=(
                    "Set both a worker and a time for a message that is being sent, and neither "
                    "for any other"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.CLAIMED) | Q(handed_over_at=None),
                name="outbox_message_only_a_holder_hands_over",
                violation_error_message="Set when a message was given to a worker only while it "
                "is being sent",
            ),
            models.CheckConstraint(
                condition=Q(doubtful_attempts__lte=F("attempts")),
                name="outbox_message_doubtful_are_attempts",
                violation_error_message="Enter no more doubtful attempts than attempts",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=False)
                | (Q(channel=Channel.LETTER) & ~Q(postal_address=""))
                | (~Q(channel=Channel.LETTER) & ~Q(to="")),
                name="outbox_message_has_reader",
                violation_error_message=(
                    "Enter where the message goes: a postal address for a letter, or an email"
                    " address or a phone number"
                ),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="outbox_message_channel_known",
                violation_error_message="Select how to send it from the list",
            ),
            # Nothing of the portal's own ever takes hold of a letter or a call.
            models.CheckConstraint(
                condition=Q(channel__in=BY_ITSELF)
                | ~Q(state__in=[MessageState.CLAIMED, MessageState.FAILED]),
                name="outbox_message_staff_do_the_rest",
                violation_error_message=(
                    "Select waiting, done or not delivered: staff post letters and make calls"
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]),
                name="outbox_message_outcome_known",
                violation_error_message="Select an outcome from the list",
            ),
            models.CheckConstraint(
                condition=Q(reply_to="") | Q(channel=Channel.EMAIL),
                name="outbox_message_only_emails_are_replied_to",
                violation_error_message="Enter an address for replies for emails only",
            ),
            # Whoever reads the table, or a copy of it, finds no code and no private link.
            models.CheckConstraint(
                condition=Q(secret=True, body="") | Q(secret=False, sealed=""),
                name="outbox_message_secrets_are_sealed",
                violation_error_message=(
                    "Keep the text of a secret message sealed, and every other text as it is"
                ),
            ),
        ]
        indexes = [
            words_index(Words("subject"), name="outbox_message_words"),
            code_index(Code("to"), name="outbox_message_to"),
            models.Index(fields=["queued_at", "id"], name="outbox_message_newest"),
            models.Index(fields=["template", "queued_at"], name="outbox_message_of_kind"),
            models.Index(
                fields=["given_up_at"],
                condition=Q(state=MessageState.GIVEN_UP),
                name="outbox_message_given_up",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.FAILED]),
                name="outbox_message_due",
            ),
            models.Index(
                fields=["held_for", "due_at"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.FAILED]) & ~Q(held_for=""),
                name="outbox_message_held",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=MessageState.CLAIMED),
                name="outbox_message_leased",
            ),
            models.Index(
                fields=["needed_by", "queued_at"],
                condition=Q(state=MessageState.QUEUED) & ~Q(channel__in=BY_ITSELF),
                name="outbox_message_for_staff",
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
    def goes_by_itself(self) -> bool:
        return self.channel in BY_ITSELF

    @property
    def has_text(self) -> bool:
        return bool(self.body or self.sealed)

    @property
    def words(self) -> str:
        """The text as its reader gets it; `secrecy.Unreadable` where its key is gone.

        For whoever delivers the message only: no list and no page of the admin asks for it, and
        a copy for a person has it without links and codes (`disclosed`).
        """
        return secrecy.unseal(self.sealed, purpose=PURPOSE) if self.sealed else self.body

    @words.setter
    def words(self, text: str) -> None:
        self.body = "" if self.secret else text
        self.sealed = secrecy.seal(text, purpose=PURPOSE) if self.secret and text else ""


class Allowance(models.Model):
    """What strangers have had sent to one reader lately: see `outbox.allowance`.

    `times` are those of the last day; the last may be to come, when what waits is sent as one.
    """

    reader = models.CharField(max_length=40, primary_key=True)
    times = ArrayField(models.DateTimeField())
    held_until = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Messages allowed to {self.reader[:8]}"


# What the texts and files of secret messages are sealed for.
PURPOSE = "outbox"
# Of all the files of one message together: mail servers refuse much more.
MOST_BYTES = 5_000_000
# A sealed file is a little longer.
LONGEST_SEAL = 100


class Attachment(models.Model):
    """A file that goes with a message, kept with its text and deleted with it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField("file name", max_length=100)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sealed = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "name"],
                name="outbox_attachment_one_of_a_name",
                violation_error_message=(
                    "This message has a file of this name. Give it another name"
                ),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("content"), MOST_BYTES + LONGEST_SEAL),
                name="outbox_attachment_is_small",
                violation_error_message="Use a smaller file: the largest that can be sent is 5MB",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="sealed_with_its_message",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__sealed=False),
                func="""
        IF EXISTS (SELECT FROM outbox_message WHERE id = NEW.message_id AND secret) THEN
            RAISE EXCEPTION 'A file of a secret message is sealed.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
            )
        ]

    def __str__(self):
        return f"{self.name} with message {self.message_id}"

    @property
    def as_sent(self) -> bytes:
        """The file as it is sent; `secrecy.Unreadable` where its key is gone."""
        content = bytes(self.content)
        return secrecy.unseal_bytes(content, purpose=PURPOSE) if self.sealed else content
