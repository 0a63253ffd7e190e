"""What can be read of seminars, across their tables."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Lower

from diz_portal import links, phones
from diz_portal.prepared import Prepared
from diz_portal.sql import quoted
from seminars.models import (
    HOLDING,
    Material,
    Mode,
    Place,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    Topic,
)
from seminars.models.registration import SALT


def _held(place: Place) -> Coalesce:
    mine = Q(registrations__state__in=HOLDING, registrations__place=place)
    return Coalesce(Sum("registrations__seats", filter=mine), 0)


def _waiting(place: Place) -> Count:
    mine = Q(registrations__state=RegistrationState.WAITING, registrations__place=place)
    return Count("registrations", filter=mine)


def counted(seminars: QuerySet[Seminar]) -> QuerySet[Seminar]:
    """With what is taken and who waits, for each way of taking part, in the same query."""
    return seminars.select_related("topic", "series").annotate(
        held_in_person=_held(Place.IN_PERSON),
        held_online=_held(Place.ONLINE),
        waiting_in_person=_waiting(Place.IN_PERSON),
        waiting_online=_waiting(Place.ONLINE),
    )


@dataclass(frozen=True)
class Standing:
    """How one way of taking part stands: what is held and free, and who waits for it."""

    place: Place
    capacity: int
    held: int
    waiting: int

    @property
    def free(self) -> int:
        return max(self.capacity - self.held, 0)

    @property
    def is_full(self) -> bool:
        """Whether who comes now would wait: also while a free seat awaits somebody's answer."""
        return self.free == 0 or self.waiting > 0

    @property
    def words(self) -> str:
        if not self.is_full:
            return f"{self.free} place{'' if self.free == 1 else 's'} left"
        if not self.waiting:
            return "Full: join the waiting list"
        bookings = "1 booking" if self.waiting == 1 else f"{self.waiting} bookings"
        return f"Full: join the waiting list ({bookings} ahead of you)"


def standings(seminar: Seminar) -> list[Standing]:
    """Of a seminar that came through `counted`."""
    return [
        Standing(
            place=way,
            capacity=seminar.capacity_for(way),
            held=getattr(seminar, f"held_{way}"),
            waiting=getattr(seminar, f"waiting_{way}"),
        )
        for way in seminar.ways
    ]


def listing(
    seminars: QuerySet[Seminar], *, search: str = "", topic: str = "", how: str = ""
) -> QuerySet[Seminar]:
    """Narrowed by words, topic, and whether one can come or take part online."""
    for word in search.split()[:6]:
        seminars = seminars.filter(
            Q(title__icontains=word)
            | Q(promise__icontains=word)
            | Q(speakers__icontains=word)
            | Q(venue_name__icontains=word)
            | Q(series__title__icontains=word)
        )
    if topic:
        seminars = seminars.filter(topic__slug=topic)
    if how in Place.values:
        seminars = seminars.filter(mode__in=[how, Mode.HYBRID])
    return counted(seminars)


@dataclass(frozen=True)
class Counts:
    """What is taken at one seminar and who waits, by way of taking part."""

    by_place: dict[str, tuple[int, int]]
    last_number: int
    # Of the offers that live, when the first runs out.
    first_deadline: datetime | None
    # Places and turns from one origin that no address has answered for.
    unanswered: int = 0

    def held(self, place: str) -> int:
        return self.by_place.get(place, (0, 0))[0]

    def waiting(self, place: str) -> int:
        return self.by_place.get(place, (0, 0))[1]

    def free(self, seminar: Seminar, place: str) -> int:
        return max(seminar.capacity_for(place) - self.held(place), 0)

    def has_room(self, seminar: Seminar, place: str, seats: int) -> bool:
        """Whether somebody who comes now gets a place: never before those who wait already."""
        return not self.waiting(place) and self.free(seminar, place) >= seats


_CANCELLED = quoted(RegistrationState.CANCELLED)
_COUNTS = Prepared(
    "seminars_counts",
    f"""
    SELECT place,
      COALESCE(SUM(seats) FILTER (WHERE state IN ({quoted(*HOLDING)})), 0),
      COUNT(*) FILTER (WHERE state = {quoted(RegistrationState.WAITING)}),
      MAX(number),
      MIN(offer_expires_at),
      COALESCE(SUM(seats) FILTER (WHERE origin = %s AND origin <> '' AND answered_at IS NULL
        AND state IN ({quoted(*HOLDING, RegistrationState.WAITING)})), 0)
    FROM seminars_registration WHERE seminar_id = %s GROUP BY place
    """,  # noqa: S608  words of ours
    "text",
    "bigint",
)
_LIVE = Prepared(
    "seminars_live",
    # As the index of `seminars_one_live_registration` has it.
    f"""
    SELECT id FROM seminars_registration
    WHERE seminar_id = %s AND lower(email) = lower(%s) AND state <> {_CANCELLED} AND email <> ''
    """,  # noqa: S608  words of ours
    "bigint",
    "text",
)


def counts_of(seminar: Seminar, origin: str = "") -> Counts:
    """How one seminar stands, in one query; under the seminar's lock nobody changes it."""
    rows = _COUNTS.rows(origin, seminar.pk)
    return Counts(
        by_place={place: (held, waiting) for place, held, waiting, *_ in rows},
        last_number=max((last for _, _, _, last, *_ in rows), default=0),
        first_deadline=min((until for *_, until, _ in rows if until), default=None),
        unanswered=sum(number for *_, number in rows),
    )


def live_of(seminar: Seminar, email: str) -> list[Registration]:
    """The live registrations of an address at a seminar, in order of arrival. Most have none, and
    then one prepared query says so."""
    rows = _LIVE.rows(seminar.pk, email) if email else []
    if not rows:
        return []
    found = Registration.objects.filter(pk__in=[pk for (pk,) in rows]).order_by("number")
    for one in found:
        one.seminar = seminar
    return list(found)


def standings_now(seminar: Seminar) -> list[Standing]:
    """Of any one seminar, as it stands at this moment."""
    counts = counts_of(seminar)
    return [
        Standing(
            place=way,
            capacity=seminar.capacity_for(way),
            held=counts.held(way),
            waiting=counts.waiting(way),
        )
        for way in seminar.ways
    ]


def topics() -> QuerySet[Topic]:
    """Those that some announced seminar has."""
    return Topic.objects.filter(pk__in=Seminar.objects.announced().values("topic"))


def by_token(token: str) -> Registration | None:
    """The registration that a personal link names; None for a link that is not ours."""
    return (
        Registration.objects.select_related("seminar__topic", "seminar__series")
        .filter(reference=links.reference_in(SALT, token))
        .first()
    )


def public_materials(seminar: Seminar) -> QuerySet[Material]:
    """What everybody may take home. A seminar without any costs no query."""
    if seminar.materials_since is None:
        return Material.objects.none()
    return seminar.materials.public().select_related("document")


def materials_for(registration: Registration) -> QuerySet[Material]:
    """All that was published, for whoever has a place; for the others what is public."""
    seminar = registration.seminar
    if seminar.materials_since is None or registration.state != RegistrationState.CONFIRMED:
        return public_materials(seminar)
    return seminar.materials.published().select_related("document")


def of_words(registrations: QuerySet[Registration], text: str) -> QuerySet[Registration]:
    """By name, address, organisation, reference or a part of the phone number."""
    # What a page called a request of somebody who was registered already is theirs, too.
    again = RegistrationEvent.objects.filter(reference=text.lower()).values("registration")
    matches = (
        Q(name__icontains=text)
        | Q(email__icontains=text)
        | Q(organisation__icontains=text)
        | Q(guest_name__icontains=text)
        | Q(reference__iexact=text)
        | Q(pk__in=again)
    )
    if number := phones.part_typed(text):
        matches |= Q(phone__contains=number)
    return registrations.filter(matches)


def live_count(seminar: Seminar) -> int:
    """How many registrations hold or await something."""
    return seminar.registrations.live().count()


def without_email(seminar: Seminar) -> int:
    """How many people of the list no letter can reach."""
    return seminar.registrations.live().filter(channel="", erased_at=None).count()


def named_beside(registration: Registration) -> list[tuple[str, str]]:
    """Names and organisations of the others with a place who agreed to be named to whoever takes
    part: so only somebody who has a place themselves is told."""
    if registration.state != RegistrationState.CONFIRMED:
        return []
    found = (
        registration.seminar.registrations.exclude(pk=registration.pk)
        .filter(state=RegistrationState.CONFIRMED, listing_consent=True, erased_at=None)
        .exclude(name="")
    )
    return list(found.order_by(Lower("name"), "number").values_list("name", "organisation"))
