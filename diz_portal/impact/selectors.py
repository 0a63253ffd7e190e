"""Reading what is published, now or in an edition."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max
from django.utils import timezone

from diz_portal import versions

from .declaring import PublicFigure, figures, named, panels
from .models import Correction, Edition, Reading, Release
from .published import Published, of_reading, of_rows


def released() -> set[str]:
    """The figures that a manager has released, and not withdrawn."""
    last = Release.objects.order_by("figure", "-pk").distinct("figure")
    return {one.figure for one in last if one.is_released}


def current() -> list[Published]:
    """Every figure that has a number, in order."""
    last = _last_readings()
    allowed = released()
    found = [_current(one, last, allowed) for one in figures()]
    return [one for one in found if one is not None]


def current_of(name: str) -> Published | None:
    figure = named(name)
    return _current(figure, _last_readings(name), released()) if figure else None


def current_of_these(names: Collection[str]) -> dict[str, Published]:
    """Those of the named figures that have a number; two queries, and those of live figures."""
    wanted = [one for one in figures() if one.name in names]
    if not wanted:
        return {}
    last = _last_readings(*(one.name for one in wanted))
    allowed = released()
    found = ((one.name, _current(one, last, allowed)) for one in wanted)
    return {name: one for name, one in found if one is not None}


def missing(found: list[Published]) -> list[PublicFigure]:
    """Figures without a number: nothing is loaded, nothing was published, or not released."""
    have = {one.name for one in found}
    return [one for one in figures() if one.name not in have]


def _current(figure: PublicFigure, last: dict[str, Reading], allowed: set[str]) -> Published | None:
    if figure.needs_release and figure.name not in allowed:
        return None
    if figure.is_live:
        today = timezone.localdate()
        rows = figure.read(today)
        return of_rows(figure, rows, today) if rows else None
    reading = last.get(figure.name)
    # Its words are those of today: what was published is the number and its rows.
    return of_rows(figure, reading.rows, reading.day) if reading and reading.rows else None


def _last_readings(*names: str) -> dict[str, Reading]:
    rows = Reading.objects.filter(figure__in=names) if names else Reading.objects.all()
    newest = rows.order_by().values("figure").annotate(newest=Max("pk")).values("newest")
    return {one.figure: one for one in Reading.objects.filter(pk__in=newest)}


def last_reading(name: str) -> Reading | None:
    return Reading.objects.filter(figure=name).order_by("-pk").first()


def in_edition(edition: Edition) -> list[Published]:
    found = [of_reading(one) for one in edition.readings.all()]
    return sorted(found, key=lambda one: (one.order, one.name))


def editions() -> list[Edition]:
    return list(Edition.objects.select_related("by").order_by("-day"))


def corrections() -> list[Correction]:
    return list(Correction.objects.select_related("edition"))


OWN = tuple(
    versions.newest_of(f"impact_{table}")
    for table in ("reading", "edition", "release", "correction")
)


def version(today: date | None = None) -> tuple[str, bool]:
    """Of all that the pages show: see `diz_portal.versions`."""
    asked: list[versions.Queries] = [OWN, versions.OF_THE_PLACE]
    asked += [one.version for one in figures() if one.is_live]
    asked += [one.version for one in panels()]
    return versions.read("impact", asked, str(today or timezone.localdate()))
