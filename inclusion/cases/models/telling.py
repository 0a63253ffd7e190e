"""What a person is told about their request, once for each step, and who told them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.outbox.models import BY_ITSELF, Channel
from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for


class Step(models.TextChoices):
    """What a person is told about their request: see `inclusion.cases.steps`."""

    RECEIVED = "received", "We have their request"
    REFERRED = "referred", "A partner referred them"
    WITHDRAWN = "withdrawn", "The referral was withdrawn"
    PASSED = "passed", "Another team has their request"
    ACCEPTED = "accepted", "We are helping them"
    DECLINED = "declined", "We cannot help with their request"
    SUPPLIED = "supplied", "A need was supplied"
    NOT_MET = "not_met", "A need could not be met"
    CLOSED = "closed", "Their case is closed"
    REOPENED = "reopened", "We are helping them again"


class ToldBy(models.TextChoices):
    """How a telling ended."""

    SENT = "sent", "Sent by the portal"
    ON_PAGE = "on_page", "Told when they asked"
    POSTED = "posted", "Posted"
    SPOKE = "spoke", "Spoke to them"
    LEFT_WORD = "left_word", "Left a message"
    OVERTAKEN = "overtaken", "Replaced by a later message"
    NOT_NEEDED = "not_needed", "No longer needed"


class TellingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of requests and cases of one's own teams."""
        mine = handles_for(user)
        return self.filter(Q(case__handled_by__in=mine) | Q(referral__to__in=mine))

    def waiting(self):
        """Letters to post and calls to make."""
        return self.filter(outcome="")


class Telling(models.Model):
    """One step that a person is told about: by the portal, or by staff who post a letter or call.

    It holds no word about the person: a letter is written, and a call worded, when it is opened.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # What happened, in kinds and ids: no one is told one thing twice.
    key = models.CharField(max_length=60, unique=True, editable=False)
    case = models.ForeignKey(
        "inclusion.Case", null=True, on_delete=models.PROTECT, related_name="tellings"
    )
    referral = models.ForeignKey(
        "inclusion.Referral", null=True, on_delete=models.PROTECT, related_name="tellings"
    )
    need = models.ForeignKey(
        "inclusion.Need", null=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField("about", max_length=9, choices=Step)
    channel = models.CharField("how", max_length=6, choices=Channel)
    began_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("due date")
    tries = models.PositiveSmallIntegerField("calls without an answer", default=0)
    last_try_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=ToldBy, blank=True)
    settled_at = models.DateTimeField("outcome recorded at", null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="outcome recorded by",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who posted the letter or called. Empty if the portal sent the message.",
    )

    # Set where it is read: the email or text came back.
    is_undelivered = False

    objects = TellingQuerySet.as_manager()

    class Meta:
        verbose_name = "message to a person"
        verbose_name_plural = "messages to people"
        ordering = ["began_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None) ^ Q(referral=None),
                name="inclusion_telling_of_one_record",
                violation_error_message="Select a case or a referral, not both",
            ),
            models.CheckConstraint(
                condition=Q(need=None) | Q(case__isnull=False),
                name="inclusion_telling_of_need_has_case",
                violation_error_message="Add the case that the need belongs to",
            ),
            models.CheckConstraint(
                condition=Q(step__in=Step.values),
                name="inclusion_telling_step_known",
                violation_error_message="Select what they are told from the list",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="inclusion_telling_channel_known",
                violation_error_message="Select how they are told from the list",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | Q(outcome__in=ToldBy.values, settled_at__isnull=False),
                name="inclusion_telling_settled_has_time",
                violation_error_message=("Enter the outcome and its time together, or neither"),
            ),
            # What a machine sends waits in the outbox, and never for staff.
            models.CheckConstraint(
                condition=~Q(channel__in=BY_ITSELF) | ~Q(outcome=""),
                name="inclusion_telling_by_machine_is_sent",
                violation_error_message=(
                    "Select a letter or a call: the portal sends emails and texts"
                ),
            ),
            models.CheckConstraint(
                condition=Q(tries=0, last_try_at=None)
                | Q(tries__gt=0, last_try_at__isnull=False, channel=Channel.PHONE),
                name="inclusion_telling_tries_have_a_time",
                violation_error_message="Enter when someone last called them",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(outcome=""), name="inclusion_telling_waiting"
            ),
            models.Index(fields=["case", "began_at"], name="inclusion_telling_of_case"),
            models.Index(fields=["referral", "began_at"], name="inclusion_telling_of_referral"),
        ]

    def __str__(self):
        return f"Message {self.reference}"

    @property
    def record(self):
        return self.case or self.referral

    @property
    def organisation_id(self):
        """Whose caseworkers do it."""
        if self.case:
            return self.case.handled_by_id
        return self.referral and self.referral.to_id

    @property
    def person(self):
        return self.record.person

    @property
    def how(self) -> str:
        """How they were told in the end."""
        if self.outcome == ToldBy.ON_PAGE and self.referral and self.referral.kind == "self":
            return "On the page"
        if self.outcome == ToldBy.SPOKE and self.settled_at == self.began_at:
            return "In person"
        return self.get_channel_display()

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    @property
    def is_letter(self) -> bool:
        return self.channel == Channel.LETTER

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_on < timezone.localdate()

    @property
    def may_be_put_back(self) -> bool:
        return self.settled_by_id is not None
