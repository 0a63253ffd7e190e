"""The list of registrations: of one seminar, and of all. Names are on the page only."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, Words, register
from seminars.models import Attendance, Place, Registration, RegistrationState, Seminar
from seminars.selectors.seminars import of_words

SEMINAR = "seminar"
BY_ARRIVAL = ("seminar__starts_at", "seminar", "number")


def _seminars(asking: Asking) -> QuerySet:
    found = Seminar.objects.visible_to(asking.user).order_by("-starts_at", "-pk")
    return found.values_list("slug", "title")


def _has_started(listing: Any) -> bool:
    """Nobody has attended what has not begun."""
    slug = listing.asking.fixed.get(SEMINAR)
    coming = Seminar.objects.filter(slug=slug, starts_at__gt=timezone.now())
    return slug is None or not listing.asking.once("coming", coming.exists)


@register
class Registrations(List):
    name = "registrations"
    title = "Registrations"
    one, many = "registration", "registrations"
    place = 60
    order, order_said = BY_ARRIVAL, "Order of arrival"
    columns = (
        Column(
            "name",
            "Name",
            value=lambda one: one.name or one.reference,
            order=(Lower("name"), "seminar", "number"),
            cell="seminars/workspace/cells/name.html",
            on_page_only=True,
        ),
        Column("reference", "Reference", at_first=False),
        Column(
            SEMINAR,
            "Seminar",
            value=lambda one: one.seminar.title,
            order=("seminar__starts_at", "seminar", "number"),
        ),
        Column(
            "starts_at",
            "Seminar date",
            value=lambda one: timezone.localdate(one.seminar.starts_at),
            kind=Kind.DAY,
            order=("seminar__starts_at", "seminar", "number"),
            at_first=False,
        ),
        Column(
            "state",
            "Status",
            value=lambda one: one.standing_words,
            order=("state", "number"),
        ),
        Column(
            "attendance",
            "Attendance",
            value=lambda one: one.attendance_words,
            order=("attendance", Lower("name"), "number"),
            at_first=_has_started,
        ),
        Column("place", "Attending", value=lambda one: one.get_place_display()),
        Column("seats", "Places", kind=Kind.WHOLE, at_first=False),
        Column(
            "organisation",
            "Organisation",
            order=(Lower("organisation"), Lower("name"), "number"),
            on_page_only=True,
        ),
        Column(
            "access_needs",
            "Access needs",
            cell="seminars/workspace/cells/needs.html",
            on_page_only=True,
        ),
        Column(
            "registered_at",
            "Registered",
            kind=Kind.MOMENT,
            order=("registered_at", "number"),
        ),
        Column("listing_consent", "Name shown to others", kind=Kind.YES_NO, at_first=False),
        Column("newsletter", "On the mailing list", kind=Kind.YES_NO, at_first=False),
    )
    filters = (
        Words(
            "q",
            "Name, address, organisation or reference",
            found=lambda rows, text, _: of_words(rows, text),
        ),
        Choice(
            SEMINAR,
            "Seminar",
            found=lambda rows, slug, _: rows.filter(seminar__slug=slug),
            choices=_seminars,
            any="All seminars",
        ),
        Choice(
            "state",
            "Status",
            found=lambda rows, state, _: rows if state == "all" else rows.filter(state=state),
            choices=lambda _: [*RegistrationState.choices, ("all", "All, including cancelled")],
            any="Current",
        ),
        Choice(
            "place",
            "Attending",
            found=lambda rows, place, _: rows.filter(place=place),
            choices=lambda _: Place.choices,
            any="In person and online",
        ),
        Choice(
            "attendance",
            "Attendance",
            found=lambda rows, attendance, _: rows.filter(attendance=attendance),
            choices=lambda _: [pair for pair in Attendance.choices if pair[0]],
        ),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("seminars.manage")

    def rows(self, asking: Asking) -> QuerySet[Registration]:
        return Registration.objects.visible_to(asking.user).select_related(
            "seminar", "registered_by"
        )

    def at_first(self, rows: Any, chosen: Mapping[str, str]) -> QuerySet:
        return rows if chosen.get("state") else rows.live()

    def url(self, one: Registration, asking: Asking) -> str:
        return reverse("seminars_workspace:registration", args=[one.seminar.slug, one.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        slug = filters.get(SEMINAR)
        return reverse("seminars_workspace:seminar", args=[slug]) if slug else super().page(filters)
