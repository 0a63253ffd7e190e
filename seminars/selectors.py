"""What can be read of seminars, across their tables."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from .models import (
    HOLDING,
    Mode,
    Place,
    Registration,
    RegistrationState,
    Seminar,
    Topic,
)
from .models.registration import SALT


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
        ahead = f", {self.waiting} ahead of you" if self.waiting else ""
        return f"Full: join the waiting list{ahead}"


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


def topics() -> QuerySet[Topic]:
    """Those that some announced seminar has."""
    return Topic.objects.filter(pk__in=Seminar.objects.announced().values("topic"))


def by_token(token: str) -> Registration | None:
    """The registration that a personal link names; None for a link that is not ours."""
    try:
        reference = Signer(salt=SALT, sep=".").unsign(token)
    except BadSignature:
        return None
    return (
        Registration.objects.select_related("seminar__topic", "seminar__series")
        .filter(reference=reference)
        .first()
    )


def registrations(seminar: Seminar, *, search: str = "", state: str = "") -> QuerySet[Registration]:
    """The list of the organiser, in order of arrival."""
    found = seminar.registrations.select_related("registered_by").order_by("number")
    if search:
        found = found.filter(
            Q(name__icontains=search)
            | Q(email__icontains=search)
            | Q(organisation__icontains=search)
            | Q(companion_name__icontains=search)
            | Q(reference__iexact=search)
        )
    if state in RegistrationState.values:
        found = found.filter(state=state)
    elif state != "all":
        found = found.live()
    return found


def without_email(seminar: Seminar) -> int:
    """How many people of the list no letter can reach."""
    return seminar.registrations.live().filter(email="", erased_at=None).count()
