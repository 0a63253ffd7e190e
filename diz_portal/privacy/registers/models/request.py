"""A request about one's personal data, and its clock."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.bank_holidays import Calendar
from diz_portal.history import append_only
from diz_portal.privacy.registers import clock

from .asked import Asked, AskedEvent, AskedQuerySet


class RequestKind(models.TextChoices):
    ACCESS = "access", "Subject access (SAR)"
    RECTIFICATION = "rectification", "Rectification"
    ERASURE = "erasure", "Erasure"
    RESTRICTION = "restriction", "Restriction"
    OBJECTION = "objection", "Objection"
    PORTABILITY = "portability", "Portability"


# As people ask it, and read it in their copy.
WISHES = {
    RequestKind.ACCESS: "See what you hold about me",
    RequestKind.RECTIFICATION: "Have something about me corrected",
    RequestKind.ERASURE: "Have my data deleted",
    RequestKind.RESTRICTION: "Stop the use of my data for now",
    RequestKind.OBJECTION: "Object to how my data is used",
    RequestKind.PORTABILITY: "Have my data as a file that I can take elsewhere",
}


class RequestState(models.TextChoices):
    RECEIVED = "received", "Received"
    IDENTITY_ASKED = "identity_asked", "Proof of identity requested"
    IN_PROGRESS = "in_progress", "In progress"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


REQUEST_MOVES = {
    RequestState.RECEIVED: {
        RequestState.IDENTITY_ASKED,
        RequestState.IN_PROGRESS,
        RequestState.REFUSED,
        RequestState.WITHDRAWN,
    },
    RequestState.IDENTITY_ASKED: {
        RequestState.IN_PROGRESS,
        RequestState.REFUSED,
        RequestState.WITHDRAWN,
    },
    RequestState.IN_PROGRESS: {
        RequestState.IDENTITY_ASKED,
        RequestState.ANSWERED,
        RequestState.REFUSED,
        RequestState.WITHDRAWN,
    },
    # Closed ones are only reopened, with a reason.
    RequestState.ANSWERED: {RequestState.IN_PROGRESS},
    RequestState.REFUSED: {RequestState.IN_PROGRESS},
    RequestState.WITHDRAWN: {RequestState.IN_PROGRESS},
}
OPEN_REQUESTS = (RequestState.RECEIVED, RequestState.IDENTITY_ASKED, RequestState.IN_PROGRESS)


class PauseGround(models.TextChoices):
    """While one of these is being found out the clock stands still."""

    IDENTITY = "identity", "Who they are"
    SCOPE = "scope", "What exactly they are asking for"


class ExtensionGround(models.TextChoices):
    """The law knows no other (UK GDPR, Article 12(3))."""

    COMPLEX = "complex", "The request is complex"
    MANY = "many", "The same person has made several requests"


class RefusalGround(models.TextChoices):
    NOT_IDENTIFIED = "not_identified", "We could not confirm their identity"
    UNFOUNDED = "unfounded", "The request is manifestly unfounded"
    EXCESSIVE = "excessive", "The request is excessive"
    EXEMPT = "exempt", "An exemption applies"
    NOT_OURS = "not_ours", "No partner holds this data"


class ReopenGround(models.TextChoices):
    """Why a closed request is looked at again, and with it what its clock does."""

    MISTAKE = "mistake", "It was closed by mistake"
    INCOMPLETE = "incomplete", "The answer was wrong or incomplete"
    CAME_BACK = "came_back", "They withdrew it or were not identified, and have asked again"


# Their answer is a copy of what is held, which no message carries.
GIVES_A_COPY = (RequestKind.ACCESS, RequestKind.PORTABILITY)


class CopyGoes(models.TextChoices):
    """How somebody gets their copy."""

    POST = "post", "By post"
    IN_PERSON = "in_person", "In person"
    EMAIL = "email", "By email, as a locked file, with its password sent another way"
    NONE = "none", "No copy: nothing is held, or the answer contains everything"


class DataRequestQuerySet(AskedQuerySet):
    def running(self):
        """Open, and their clock with them."""
        return self.open().filter(paused_on=None)

    def soonest_first(self):
        """Late ones first; those whose clock stands still at the end, the longest first."""
        return self.order_by(F("paused_on").asc(nulls_first=True), "due_on", "pk")


class DataRequest(Asked):
    """What somebody asks about their personal data: kept three years after it was settled."""

    kind = models.CharField("request type", max_length=13, choices=RequestKind)
    state = models.CharField(
        "status", max_length=14, choices=RequestState, default=RequestState.RECEIVED
    )
    # As the clock stood when it last moved; `due_now` goes on while it is stopped.
    due_on = models.DateField("due")
    paused_on = models.DateField("clock stopped", null=True, blank=True)
    pause_ground = models.CharField(
        "reason clock stopped", max_length=8, choices=PauseGround, blank=True
    )
    paused_days = models.PositiveSmallIntegerField("days clock stopped", default=0)
    extended_on = models.DateField("extended", null=True, blank=True)
    extension_ground = models.CharField(
        "reason for extension", max_length=7, choices=ExtensionGround, blank=True
    )
    due_before = models.DateField("due before it was extended", null=True, blank=True)
    # The last time: earlier ones are in the history.
    reopened_on = models.DateField("reopened", null=True, blank=True)
    reopen_ground = models.CharField(
        "reason for reopening", max_length=10, choices=ReopenGround, blank=True, db_default=""
    )
    # The day they came back, from which the month is counted anew.
    counted_from = models.DateField("clock restarted from", null=True, blank=True)
    refusal_ground = models.CharField(
        "reason for refusal", max_length=14, choices=RefusalGround, blank=True
    )

    objects: ClassVar = DataRequestQuerySet.as_manager()

    class Meta(Asked.Meta):
        abstract = False
        verbose_name = "data protection request"
        ordering = ["-received_on", "-pk"]
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values) & Q(state__in=RequestState.values),
                name="privacy_request_kind_and_state_known",
                violation_error_message="Select the request type and its status from the lists",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_REQUESTS, closed_on__isnull=True)
                | ~Q(state__in=OPEN_REQUESTS) & Q(closed_on__isnull=False),
                name="privacy_request_closed_has_day",
                violation_error_message=(
                    "Enter the date a closed request was closed, and no date for an open one"
                ),
            ),
            # The clock stands still for a reason, and only while the request is open. (What
            # compares with nothing is unknown, and a check lets that pass: hence `isnull`.)
            models.CheckConstraint(
                condition=Q(paused_on__isnull=True, pause_ground="")
                | Q(
                    paused_on__isnull=False,
                    paused_on__gte=F("received_on"),
                    pause_ground__in=PauseGround.values,
                    state__in=OPEN_REQUESTS,
                ),
                name="privacy_request_paused_for_a_reason",
                violation_error_message=(
                    "For a stopped clock, select the reason and enter the date it stopped: on or "
                    "after the date of the request, and only while it is open"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.IDENTITY_ASKED, pause_ground=PauseGround.IDENTITY)
                | ~Q(state=RequestState.IDENTITY_ASKED) & ~Q(pause_ground=PauseGround.IDENTITY),
                name="privacy_request_identity_stops_the_clock",
                violation_error_message=(
                    "Select proof of identity as the reason only while the status is “Proof of "
                    "identity requested”"
                ),
            ),
            # Once, for a reason that the law knows, and not after it was due.
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True, due_before__isnull=True, extension_ground="")
                | Q(
                    extended_on__isnull=False,
                    due_before__isnull=False,
                    extended_on__lte=F("due_before"),
                    extended_on__gte=F("received_on"),
                    extension_ground__in=ExtensionGround.values,
                ),
                name="privacy_request_extended_in_time",
                violation_error_message=(
                    "Select why it is extended, and enter a date between the day we received it "
                    "and its due date"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.REFUSED, refusal_ground__in=RefusalGround.values)
                | ~Q(state=RequestState.REFUSED) & Q(refusal_ground=""),
                name="privacy_request_refused_for_a_reason",
                violation_error_message=(
                    "Select why the request is refused, and no reason if it is not"
                ),
            ),
            # The clock starts anew only for whoever came back, and on the day they did.
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True, reopen_ground="", counted_from__isnull=True)
                | Q(
                    reopened_on__isnull=False,
                    reopened_on__gte=F("received_on"),
                    reopen_ground__in=[ReopenGround.MISTAKE, ReopenGround.INCOMPLETE],
                )
                & (Q(counted_from__isnull=True) | Q(counted_from__lte=F("reopened_on")))
                | Q(
                    reopened_on__isnull=False,
                    reopen_ground=ReopenGround.CAME_BACK,
                    counted_from__isnull=False,
                    counted_from__gte=F("received_on"),
                    counted_from__lte=F("reopened_on"),
                ),
                name="privacy_request_reopened_for_a_reason",
                violation_error_message=(
                    "Select why and enter when it was reopened. For someone who asked again, enter "
                    "that date too"
                ),
            ),
            models.CheckConstraint(
                condition=Q(counted_from__isnull=True)
                | Q(due_on__gte=F("counted_from") + timedelta(days=28)),
                name="privacy_request_due_after_they_came_back",
                violation_error_message=(
                    "A request is due one month after they asked again: enter a later date"
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on") + timedelta(days=28)),
                name="privacy_request_due_after_a_month",
                violation_error_message=(
                    "A request is due one month after we received it: enter a later date"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(closed_on=None), name="privacy_requests_due"
            ),
        ]

    @property
    def gives_a_copy(self) -> bool:
        return self.kind in GIVES_A_COPY

    def get_absolute_url(self):
        return reverse("privacy:request", args=[self.reference])

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None

    @property
    def days_paused(self) -> int:
        """How long the clock has stood still by now, this time."""
        return (timezone.localdate() - self.paused_on).days if self.paused_on else 0

    @property
    def due_now(self) -> date:
        """When it is due; while the clock stands still, when it would be if it went on today."""
        if not self.is_paused:
            return self.due_on
        return self.reckoned(self.paused_days + self.days_paused)

    # A list gives all its rows one.
    calendar: Calendar | None = None

    def reckoned(self, paused_days: int) -> date:
        return clock.due_on(
            self.counted_from or self.received_on,
            is_extended=self.extended_on is not None,
            paused_days=paused_days,
            calendar=self.calendar,
        )

    @property
    def is_late(self) -> bool:
        return self.is_open and not self.is_paused and self.due_on < timezone.localdate()

    @property
    def days_late(self) -> int:
        """Of one that is closed: how long after it was due."""
        return max((self.closed_on - self.due_on).days, 0) if self.closed_on else 0

    @property
    def in_time(self) -> str:
        """`3 days overdue`, `due in 12 days`, `clock stopped for 5 days`."""
        if not self.is_paused:
            return words.due(self.due_on)
        days = self.days_paused
        return f"clock stopped for {days} day{'' if days == 1 else 's'}"


class RequestEventKind(models.TextChoices):
    RECEIVED = "received", "Request received"
    STARTED = "started", "Work started"
    PAUSED = "paused", "Clock stopped"
    RESUMED = "resumed", "Clock restarted"
    EXTENDED = "extended", "Extended by two months"
    CONTROLLER = "controller", "Organisation changed"
    ASKED = "asked", "Another controller asked to decide"
    NOTE = "note", "Note"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REOPENED = "reopened", "Reopened"
    ERASED = "erased", "Personal details erased"


class RequestEvent(AskedEvent):
    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("type of entry", max_length=10, choices=RequestEventKind)

    class Meta(AskedEvent.Meta):
        abstract = False
        triggers = [append_only()]

    def __str__(self):
        return f"{self.request_id}: {self.get_kind_display().lower()}"
