"""What is found of seminars: see `diz_portal.search`. Who registered is a manager's to find."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Code, Hit, Searchable, Words
from diz_portal.words import uk_day
from seminars.models import Material, Registration, Seminar


def _may_manage(user: Any) -> bool:
    return bool(user.has_perm("seminars.manage"))


def _may_see_registrations(user: Any) -> bool:
    return bool(user.has_perm("seminars.see_registrations"))


def _seminar(seminar: Seminar, user: Any) -> Hit:
    page = "seminars_workspace:seminar" if _may_manage(user) else "seminars:detail"
    day = uk_day(seminar.starts_at)
    return Hit(
        title=seminar.title,
        url=reverse(page, args=[seminar.slug]),
        about=f"{day}, {seminar.venue_name}" if seminar.venue_name else day,
        state=seminar.get_state_display(),
    )


def _registration(registration: Registration, user: Any) -> Hit:
    seminar = registration.seminar
    return Hit(
        title=registration.name or str(registration),
        url=reverse("seminars_workspace:registration", args=[seminar.slug, registration.reference]),
        about=f"{seminar.title}, {uk_day(seminar.starts_at)}",
        state=registration.standing_words,
    )


def _material(material: Material, user: Any) -> Hit:
    return Hit(
        title=material.title,
        url=reverse("seminars_workspace:materials", args=[material.seminar.slug]),
        about=material.seminar.title,
        state=material.get_kind_display(),
    )


search.register(
    Searchable(
        kind="seminars",
        label="Seminars",
        rows=lambda user: Seminar.objects.visible_to(user),
        hit=_seminar,
        order=50,
        words=Words("title", "venue_name"),
    )
)
search.register(
    Searchable(
        kind="registrations",
        label="Registrations",
        rows=lambda user: Registration.objects.visible_to(user),
        hit=_registration,
        order=55,
        title="name",
        private_words=Words("name", "guest_name", "organisation"),
        private_codes=("reference", Code("email")),
        related=("seminar",),
        may_look=_may_see_registrations,
    )
)
search.register(
    Searchable(
        kind="materials",
        label="Slides and recordings",
        rows=lambda user: Material.objects.all() if _may_manage(user) else Material.objects.none(),
        hit=_material,
        order=77,
        words=Words("title"),
        related=("seminar",),
        may_look=_may_manage,
    )
)
