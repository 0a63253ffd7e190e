from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.search.columns import Words, words_index
from partners.roles import is_manager


class Topic(models.Model):
    """What a seminar is about. The list is data: a manager adds to it in the admin."""

    slug = models.SlugField("web address (slug)", max_length=60, unique=True)
    title = models.CharField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title


class Series(models.Model):
    """Seminars that belong together, such as the Smart Place Seminars."""

    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    title = models.CharField(max_length=150, unique=True)
    summary = models.TextField(blank=True, max_length=1000)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.title


class Place(models.TextChoices):
    """Where one person takes part."""

    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"


class Mode(models.TextChoices):
    """Where a seminar is held."""

    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In person and online"


class SeminarState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Open for registration"
    CLOSED = "closed", "Registration closed"
    HELD = "held", "Finished"
    CANCELLED = "cancelled", "Cancelled"


SEMINAR_MOVES = {
    SeminarState.DRAFT: {SeminarState.PUBLISHED},
    SeminarState.PUBLISHED: {SeminarState.CLOSED, SeminarState.HELD, SeminarState.CANCELLED},
    SeminarState.CLOSED: {SeminarState.PUBLISHED, SeminarState.HELD, SeminarState.CANCELLED},
    SeminarState.HELD: set(),
    SeminarState.CANCELLED: set(),
}

# Enough for a couple, and for the most that a group may want.
AT_AN_ADDRESS, MOST_AT_AN_ADDRESS = 2, 50

# In these a seminar is still to come, and its places are given and taken.
COMING = (SeminarState.PUBLISHED, SeminarState.CLOSED)


class SeminarQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees what was announced; managers the drafts too."""
        return self if is_manager(user) else self.announced()

    def announced(self):
        return self.exclude(state=SeminarState.DRAFT)

    def upcoming(self):
        return self.announced().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        return self.announced().filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def next_first(self):
        """What is not over, the soonest first; then what is, the latest first."""
        coming = Case(When(ends_at__gt=timezone.now(), then=F("starts_at")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_at", "-pk")

    def coming(self):
        """Still to begin and not called off."""
        return self.filter(state__in=COMING, starts_at__gt=timezone.now())


class Seminar(models.Model):
    slug = models.SlugField(
        "web address (slug)",
        max_length=80,
        unique=True,
        help_text="You cannot change it after publishing.",
    )
    title = models.CharField(max_length=150)
    promise = models.CharField(
        "summary",
        max_length=200,
        blank=True,
        help_text="What people will get from it, in one sentence.",
    )
    description = models.TextField(blank=True, max_length=5000)
    speakers = models.TextField(
        blank=True, max_length=2000, help_text="One on each line, with their role."
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="seminars"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="seminars"
    )
    mode = models.CharField("format", max_length=10, choices=Mode)
    capacity_in_person = models.PositiveIntegerField("places in person", default=0)
    capacity_online = models.PositiveIntegerField("places online", default=0)
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    venue_name = models.CharField("venue", max_length=150, blank=True)
    venue_address = models.CharField("address of the venue", max_length=300, blank=True)
    access = models.TextField(
        "access and support",
        max_length=2000,
        blank=True,
        help_text="For example, steps, lifts, parking, captions, a hearing loop, breaks.",
    )
    joining_link = models.URLField(
        max_length=500, blank=True, help_text="Shown only to people who have a place online."
    )

    confirm_places = models.BooleanField(
        "people must confirm their place from an email within 24 hours",
        default=False,
        db_default=False,
        help_text="For popular seminars. If someone does not confirm, their place goes to the next "
        "person.",
    )

    people_per_address = models.PositiveSmallIntegerField(
        "how many people can register with one email address",
        default=AT_AN_ADDRESS,
        db_default=AT_AN_ADDRESS,
        help_text="Each person has their own place and can bring a guest.",
    )

    state = models.CharField(
        "status", max_length=10, choices=SeminarState, default=SeminarState.DRAFT, editable=False
    )
    # Raised when time, place or the link to join changes: calendars follow the greater number
    # (RFC 5546).
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    # Reminders belong to one version of the time: a moved seminar has new ones.
    schedule_version = models.PositiveIntegerField(default=1, editable=False)
    # From then on whoever was not checked in did not come; for each way of taking part, since
    # one list may be kept and the other not.
    list_closed_in_person_at = models.DateTimeField(null=True, editable=False)
    list_closed_online_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When its first materials were published; without it nobody need look for any.
    materials_since = models.DateTimeField(null=True, editable=False)

    # When this copy of it was locked, so that all done under one lock bears one time.
    locked_at: datetime | None = None

    objects = SeminarQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SeminarState.values),
                name="seminars_seminar_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values),
                name="seminars_seminar_mode_known",
                violation_error_message="Select a format",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="seminars_seminar_ends_after_start",
                violation_error_message="Enter an end that is after the start",
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.IN_PERSON) | Q(capacity_online=0),
                name="seminars_in_person_has_none_online",
                violation_error_message=("Enter 0 places online, or select “In person and online”"),
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.ONLINE) | Q(capacity_in_person=0),
                name="seminars_online_has_none_in_person",
                violation_error_message=(
                    "Enter 0 places in person, or select “In person and online”"
                ),
            ),
            models.CheckConstraint(
                condition=Q(people_per_address__range=(1, MOST_AT_AN_ADDRESS)),
                name="seminars_people_per_address",
                violation_error_message=(
                    f"Enter a number from 1 to {MOST_AT_AN_ADDRESS}: how many people can register "
                    "with one email address"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=SeminarState.DRAFT) | Q(published_at__isnull=False),
                name="seminars_published_has_time",
                violation_error_message="Enter when the seminar was published",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="seminars_starts"),
            words_index(Words("title", "venue_name"), name="seminars_seminar_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("seminars:detail", args=[self.slug])

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_coming(self) -> bool:
        return self.state in COMING and not self.has_started

    @property
    def is_open(self) -> bool:
        """Whether somebody may register now."""
        return self.state == SeminarState.PUBLISHED and not self.has_started

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def ways(self) -> list[Place]:
        """The ways to take part that it offers."""
        if self.mode == Mode.HYBRID:
            return [Place.IN_PERSON, Place.ONLINE]
        return [Place(self.mode)]

    def capacity_for(self, way: str) -> int:
        return self.capacity_in_person if way == Place.IN_PERSON else self.capacity_online

    def list_closed_at(self, way: str) -> datetime | None:
        if way == Place.IN_PERSON:
            return self.list_closed_in_person_at
        return self.list_closed_online_at

    @property
    def capacity(self) -> int:
        return self.capacity_in_person + self.capacity_online

    @property
    def where(self) -> str:
        """In a few words: the venue, online, or both."""
        venue = self.venue_name or "In person"
        if self.mode == Mode.ONLINE:
            return "Online"
        return f"{venue} and online" if self.mode == Mode.HYBRID else venue

    @property
    def tells_new_link(self) -> bool:
        """Whether people hold a link to join that they still need."""
        return self.mode != Mode.IN_PERSON and self.state in COMING and not self.is_over

    @property
    def is_on_one_day(self) -> bool:
        return timezone.localtime(self.starts_at).date() == timezone.localtime(self.ends_at).date()


class SeminarEventKind(models.TextChoices):
    CREATED = "created", "Created"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Registration closed"
    REOPENED = "reopened", "Registration reopened"
    MOVED = "moved", "Date or venue changed"
    JOINING = "joining", "Joining link changed"
    CAPACITY = "capacity", "Number of places changed"
    HELD = "held", "Finished"
    CANCELLED = "cancelled", "Cancelled"
    LIST = "list", "Attendance closed"


class SeminarEvent(models.Model):
    """What happened to a seminar, who did it and when. Shown on its page in the workspace."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("type of entry", max_length=10, choices=SeminarEventKind)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The places from then on: the places record is reckoned from these.
    capacity_in_person = models.PositiveIntegerField("places in person", null=True)
    capacity_online = models.PositiveIntegerField("places online", null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.seminar}: {self.get_kind_display().lower()}"
