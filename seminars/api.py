"""Seminars as open data. What is not on a seminar's public page is not here."""

from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.api import TEXT, Number, Page, PerPage, Router, Schema
from seminars.models import Mode, Place, RegistrationState, Seminar
from seminars.selectors import seminars as selectors

router = Router()

State = Literal["published", "closed", "held", "cancelled"]


class WayOut(Schema):
    place: Literal["in_person", "online"] = Field(description="In person or online")
    capacity: int = Field(description="Number of places")
    confirmed: int = Field(description="Places taken")
    waiting: int = Field(description="Registrations on its waiting list")
    places_left: int = Field(description="Places available")


class SeminarOut(Schema):
    slug: str = Field(description="Web address (slug), does not change")
    title: str
    promise: str = Field(description="Short summary")
    starts_at: datetime = Field(description="In UTC")
    ends_at: datetime = Field(description="In UTC")
    timezone: str = Field(description="Time zone of the published times")
    mode: Literal["in_person", "online", "hybrid"] = Field(description="Format")
    state: State = Field(description="published: open for registration until it starts")
    venue: str = Field(description="Empty if it is only online, or not yet confirmed")
    topic: str | None = Field(description="Short name of the topic")
    series: str | None = Field(description="Short name of the series")
    capacity: int = Field(description="Number of places, in person and online together")
    confirmed: int = Field(description="Places taken")
    waiting: int = Field(description="Registrations on the waiting list")
    places_left: int = Field(
        description="Places available. 0 if people are on the waiting list, or registration is "
        "closed"
    )
    ways: list[WayOut] = Field(description="The same figures for each way of attending")
    url: str = Field(description="Address of its public page")


def _confirmed(place: Place) -> Coalesce:
    mine = Q(
        registrations__state=RegistrationState.CONFIRMED,
        registrations__place=place,
    )
    return Coalesce(Sum("registrations__seats", filter=mine), 0)


def _announced() -> QuerySet[Seminar]:
    # Said here: a query that counts drops the order of its model.
    return Seminar.objects.announced().order_by("-starts_at", "-pk")


def _counted(seminars: QuerySet[Seminar]) -> QuerySet[Seminar]:
    return selectors.counted(seminars).annotate(
        confirmed_in_person=_confirmed(Place.IN_PERSON), confirmed_online=_confirmed(Place.ONLINE)
    )


def shown(seminar: Seminar) -> dict:
    """A seminar that came through `_counted`."""
    ways = [
        {
            "place": one.place.value,
            "capacity": one.capacity,
            "confirmed": getattr(seminar, f"confirmed_{one.place}"),
            "waiting": one.waiting,
            "places_left": 0 if one.is_full or not seminar.is_open else one.free,
        }
        for one in selectors.standings(seminar)
    ]
    totals = {
        name: sum(way[name] for way in ways)
        for name in ("capacity", "confirmed", "waiting", "places_left")
    }
    return {
        "slug": seminar.slug,
        "title": seminar.title,
        "promise": seminar.promise,
        "starts_at": seminar.starts_at,
        "ends_at": seminar.ends_at,
        "timezone": settings.TIME_ZONE,
        "mode": seminar.mode,
        "state": seminar.state,
        "venue": "" if seminar.mode == Mode.ONLINE else seminar.venue_name,
        "topic": seminar.topic.slug if seminar.topic else None,
        "series": seminar.series.slug if seminar.series else None,
        **totals,
        "ways": ways,
        "url": f"{settings.PORTAL_URL}{seminar.get_absolute_url()}",
    }


When = Annotated[
    Literal["upcoming", "past", "all"],
    Query(
        description="upcoming: not yet over, soonest first. past: newest first. all: newest first"
    ),
]
TopicName = Annotated[str, Query(max_length=60, pattern=TEXT, description="Short name of a topic")]
SEMINAR = {
    "slug": "first-steps-online",
    "title": "First steps online",
    "promise": "Send your first email",
    "starts_at": "2026-12-01T10:00:00Z",
    "ends_at": "2026-12-01T12:00:00Z",
    "timezone": "Europe/London",
    "mode": "in_person",
    "state": "published",
    "venue": "Harlow Playhouse",
    "topic": "skills",
    "series": None,
    "capacity": 20,
    "confirmed": 12,
    "waiting": 0,
    "places_left": 8,
    "ways": [
        {"place": "in_person", "capacity": 20, "confirmed": 12, "waiting": 0, "places_left": 8}
    ],
    "url": "https://portal.example/seminars/first-steps-online/",
}


@router.get(
    "/",
    response=Page[SeminarOut],
    summary="List of seminars",
    url_name="seminars",
    openapi_extra=api.example({"count": 1, "next": None, "previous": None, "items": [SEMINAR]}),
)
@api.reads("seminars")
def list_seminars(
    request, when: When = "all", topic: TopicName = "", page: Number = 1, per_page: PerPage = 50
):
    """All published seminars, including cancelled ones, with times, and places taken and left."""
    found = {
        "upcoming": Seminar.objects.upcoming,
        "past": Seminar.objects.past,
        "all": _announced,
    }[when]()
    if topic:
        found = found.filter(topic__slug=topic)
    # Counted before it is paged: the number needs no places.
    return api.answer(api.paged(request, found, page, per_page, shown, prepare=_counted))


@router.get(
    "/{slug:slug}/",
    response=SeminarOut,
    summary="One seminar",
    url_name="seminar",
    openapi_extra=api.example(SEMINAR),
)
@api.reads("seminars")
def seminar(request, slug: str):
    """A seminar by its web address (slug). Drafts are not included."""
    found = get_object_or_404(_counted(_announced()), slug=slug)
    return api.answer(shown(found))


api.offer("seminars", router, about="Seminars")
