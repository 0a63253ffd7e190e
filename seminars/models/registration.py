from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal import links, phones
from diz_portal.history import append_only
from diz_portal.outbox.models import Channel
from diz_portal.references import new_reference
from diz_portal.reminders.models import Reminder, ReminderQuerySet
from diz_portal.search.columns import Code, Words, code_index, words_index
from diz_portal.sql import Folded
from partners.roles import is_manager
from seminars.models.guards import (
    FEW_AT_AN_ADDRESS_BY_CHANGES,
    FEW_AT_AN_ADDRESS_BY_NEW_ROWS,
    NEVER_OVERSOLD_BY_CHANGES,
    NEVER_OVERSOLD_BY_NEW_ROWS,
)
from seminars.models.seminar import Place, Seminar
from seminars.models.standing import HOLDING, WITH_DEADLINE, Attendance, RegistrationState

SALT = "seminars.registration"


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers; everybody else holds a link to their own."""
        return self if is_manager(user) else self.none()

    def live(self):
        return self.exclude(state=RegistrationState.CANCELLED)

    def holding(self):
        return self.filter(state__in=HOLDING)

    def waiting(self):
        return self.filter(state=RegistrationState.WAITING).order_by("number")

    def attended(self):
        """Of whom at least one was there."""
        there = Attendance.ATTENDED
        return self.filter(Q(attendance=there) | Q(guest_attendance=there))

    def seats(self) -> int:
        return self.aggregate(seats=Sum("seats"))["seats"] or 0


class Registration(models.Model):
    """Somebody's place at a seminar, or in its queue. No account: the link is the key."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="registrations")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # Which page of the form it came from: sent twice, it is answered twice the same.
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    # How they wish to be told; empty when nobody can tell them anything.
    channel = models.CharField("contact by", max_length=6, choices=Channel, blank=True)
    phone = models.CharField("phone number", max_length=phones.LONGEST, blank=True)
    postal_address = models.TextField(max_length=400, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    guest_name = models.CharField(max_length=150, blank=True)
    access_needs = models.TextField(max_length=1000, blank=True)
    place = models.CharField("attending", max_length=10, choices=Place)
    # Kept beside the guest's name, which is forgotten before the figures are.
    seats = models.PositiveSmallIntegerField("places", default=1)
    listing_consent = models.BooleanField("name shown to others", default=False)
    newsletter = models.BooleanField("on the mailing list", default=False)
    # A consent that nobody can date is none.
    newsletter_at = models.DateTimeField("date agreed", null=True, blank=True, editable=False)

    state = models.CharField("status", max_length=10, choices=RegistrationState)
    # The order of arrival, given under the seminar's lock: a clock could give it twice.
    number = models.PositiveIntegerField()
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    # A stranger registered, and the organiser or the number of them asks for proof of the address.
    must_confirm = models.BooleanField(default=False, db_default=False, editable=False)
    # When somebody first did something with the link that only the address was sent.
    answered_at = models.DateTimeField(null=True, editable=False)
    # Whence it came, as a keyed number for this seminar alone, until the address answers.
    origin = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    calendar_changes = models.PositiveIntegerField(default=0, editable=False)
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, editable=False)
    # What the latest attendance event says: written by a trigger of that table alone.
    attendance = models.CharField(
        max_length=8,
        choices=Attendance,
        default=Attendance.UNKNOWN,
        blank=True,
        editable=False,
    )
    guest_attendance = models.CharField(
        max_length=8,
        choices=Attendance,
        default=Attendance.UNKNOWN,
        blank=True,
        editable=False,
    )
    # Whether letters after the seminar went out, and how many of the two have answered. Without
    # times: what they answered stands elsewhere, and must not be matched to them.
    materials_told = models.BooleanField(default=False, editable=False)
    feedback_asked = models.BooleanField(default=False, editable=False)
    feedback_given = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["seminar", "number"]
        constraints = [
            models.UniqueConstraint(
                # A couple shares an address; one person has one place.
                "seminar",
                Lower("email"),
                Folded("name"),
                condition=~Q(state=RegistrationState.CANCELLED) & ~Q(email=""),
                name="seminars_one_live_registration",
                violation_error_message=(
                    "Someone with this name and email address is already registered for this "
                    "seminar. Search for them instead"
                ),
            ),
            models.UniqueConstraint(
                fields=["seminar", "number"],
                name="seminars_one_number_each",
                violation_error_message="Save again to get the next number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values),
                name="seminars_registration_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(channel="")
                | Q(channel=Channel.EMAIL) & ~Q(email="")
                | Q(channel=Channel.TEXT, phone__startswith="+447")
                | Q(channel=Channel.PHONE) & ~Q(phone="")
                | Q(channel=Channel.LETTER) & ~Q(postal_address=""),
                name="seminars_registration_can_be_told",
                violation_error_message=(
                    "Enter how to contact them: an email address, a mobile number for texts, a "
                    "phone number or a postal address"
                ),
            ),
            models.CheckConstraint(
                condition=phones.stored_form("phone"),
                name="seminars_registration_phone_form",
                violation_error_message="Enter a UK phone number, such as 01632 960 001",
            ),
            models.CheckConstraint(
                condition=Q(place__in=Place.values),
                name="seminars_registration_place_known",
                violation_error_message="Select in person or online",
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 2)),
                name="seminars_registration_one_guest",
                violation_error_message=("Enter 1 place, or 2 with a guest"),
            ),
            models.CheckConstraint(
                condition=Q(feedback_given__lte=F("seats")),
                name="seminars_feedback_once_each",
                violation_error_message=(
                    "Enter no more answers than there are people on this registration"
                ),
            ),
            models.CheckConstraint(
                condition=Q(guest_name="") | Q(seats=2),
                name="seminars_registration_guest_has_seat",
                violation_error_message="Enter 2 places if there is a guest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_DEADLINE, offer_expires_at__isnull=False)
                | (~Q(state__in=WITH_DEADLINE) & Q(offer_expires_at=None)),
                name="seminars_offer_has_deadline",
                violation_error_message=(
                    "Enter when the offer expires. Leave it blank if there is no offer"
                ),
            ),
            models.CheckConstraint(
                condition=Q(newsletter=True, newsletter_at__isnull=False)
                | Q(newsletter=False, newsletter_at=None),
                name="seminars_newsletter_has_date",
                violation_error_message=(
                    "Enter when they agreed to be on the mailing list. Leave it blank if they "
                    "did not"
                ),
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=Attendance.values)
                & Q(guest_attendance__in=Attendance.values),
                name="seminars_attendance_known",
                violation_error_message="Select whether they attended",
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.CONFIRMED)
                | Q(attendance="", guest_attendance=""),
                name="seminars_attendance_needs_a_place",
                violation_error_message="Give them a place, then check them in",
            ),
            models.CheckConstraint(
                condition=Q(guest_attendance="") | Q(seats=2),
                name="seminars_attendance_of_a_guest",
                violation_error_message="Add a place for the guest, then check them in",
            ),
        ]
        indexes = [
            models.Index(fields=["seminar", "place", "state"], name="seminars_held"),
            words_index(
                Words("name", "guest_name", "organisation"), name="seminars_registration_words"
            ),
            code_index(Code("email"), name="seminars_registration_email"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state__in=WITH_DEADLINE),
                name="seminars_offers",
            ),
            models.Index(Lower("email"), condition=Q(newsletter=True), name="seminars_newsletter"),
        ]
        triggers = [
            NEVER_OVERSOLD_BY_NEW_ROWS,
            NEVER_OVERSOLD_BY_CHANGES,
            FEW_AT_AN_ADDRESS_BY_NEW_ROWS,
            FEW_AT_AN_ADDRESS_BY_CHANGES,
        ]

    def __str__(self):
        return f"Registration {self.reference}"

    def get_absolute_url(self):
        return reverse("seminars:registration", args=[self.token])

    @property
    def reminders(self) -> ReminderQuerySet:
        return Reminder.objects.of("seminar", self.seminar_id).filter(part=self.pk)

    @property
    def is_live(self) -> bool:
        return self.state != RegistrationState.CANCELLED

    @property
    def is_proved(self) -> bool:
        """Whether the name is known not to be a stranger's words to the owner of the address:
        the address has answered, or staff wrote it down."""
        return self.answered_at is not None or self.registered_by_id is not None

    @property
    def is_to_confirm(self) -> bool:
        """Whether it waits to be confirmed from its email: with a place kept meanwhile, or not."""
        return self.state == RegistrationState.TO_CONFIRM or (
            self.state == RegistrationState.OFFERED and self.must_confirm
        )

    @property
    def standing_words(self) -> str:
        if self.is_to_confirm:
            return RegistrationState.TO_CONFIRM.label
        return self.get_state_display()

    @property
    def has_attended(self) -> bool:
        """Whether the person who registered was there."""
        return self.attendance == Attendance.ATTENDED

    @property
    def guest_has_attended(self) -> bool:
        return self.guest_attendance == Attendance.ATTENDED

    @property
    def is_checked_in(self) -> bool:
        """Whether anybody of this registration was there: then its place is used."""
        return self.has_attended or self.guest_has_attended

    @property
    def attendance_words(self) -> str:
        """In a few words, of both when there are two."""
        if self.state != RegistrationState.CONFIRMED:
            return "–"
        mine = self.get_attendance_display()
        theirs = self.get_guest_attendance_display()
        if self.seats == 1 or mine == theirs:
            return mine
        return f"{mine}; guest: {theirs[0].lower()}{theirs[1:]}"

    @property
    def token(self) -> str:
        """What the personal link holds: signed, so that the database keeps no secret, and the
        same at every time, so that the link can be sent again."""
        return links.token(SALT, self.reference)

    @property
    def link(self) -> str:
        """The personal link as a letter writes it."""
        return f"{settings.PORTAL_URL}{self.get_absolute_url()}"

    @property
    def calendar_sequence(self) -> int:
        return self.seminar.calendar_sequence + self.calendar_changes

    @property
    def offer_is_open(self) -> bool:
        return (
            self.state in WITH_DEADLINE
            and self.offer_expires_at is not None
            and self.offer_expires_at > timezone.now()
        )


class EventKind(models.TextChoices):
    REGISTERED = "registered", "Registered"
    QUEUED = "queued", "Joined the waiting list"
    PROMOTED = "promoted", "Given a place from the waiting list"
    OFFERED = "offered", "Offered a place"
    TO_CONFIRM = "to_confirm", "Registered, not yet confirmed"
    CONFIRMED = "confirmed", "Confirmed from the email"
    ACCEPTED = "accepted", "Accepted the offer"
    DECLINED = "declined", "Declined the offer"
    LAPSED = "lapsed", "Offer expired"
    CHANGED = "changed", "Details changed"
    GIVEN_BACK = "given_back", "Cancelled"
    LEFT = "left", "Left the waiting list"
    ASKED_AGAIN = "asked_again", "Registered again (no change)"
    ADDRESS_FULL = "address_full", "Another person not registered: email address limit reached"
    CORRECTED = "corrected", "Email address corrected"
    CALLED_OFF = "called_off", "Seminar cancelled"
    ERASED = "erased", "Personal details erased"
    WALKED_IN = "walked_in", "Walk-in"
    LET_IN = "let_in", "Admitted from waiting list"


class RegistrationEvent(models.Model):
    """What happened to a registration. Append-only, and without a word about the person."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("type of entry", max_length=12, choices=EventKind)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The member of staff. Empty if the person or the portal did it.",
    )
    # As the registration stood afterwards: the places record is reckoned from these alone.
    state = models.CharField("status afterwards", max_length=10, choices=RegistrationState)
    place = models.CharField("attending afterwards", max_length=10, choices=Place)
    seats = models.PositiveSmallIntegerField("places afterwards")
    # What the page called a request that changed nothing: staff find by it whose it was.
    reference = models.CharField(
        max_length=12, blank=True, default="", db_default="", db_index=True
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values)
                & Q(place__in=Place.values)
                & Q(seats__range=(1, 2)),
                name="seminars_event_says_how_it_stood",
                violation_error_message=("Enter a status, in person or online, and 1 or 2 places"),
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.registration}: {self.get_kind_display().lower()}"

    @classmethod
    def of(cls, registration: Registration, kind: EventKind, **values) -> "RegistrationEvent":
        """An event that remembers how the registration stands now; not saved yet."""
        return cls(
            registration=registration,
            kind=kind,
            state=registration.state,
            place=registration.place,
            seats=registration.seats,
            **values,
        )
