"""A release comes in whole, or nothing does; the same file again changes nothing."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from diz_portal.places.models import District
from diz_portal.tables import Row, Table, open_table

from . import layouts
from .layouts import GSS, NotCoverage, Read
from .models import Area, Figure, LoadedFile, Neighbour, Release

COUNTED = ("share", "premises", "all_premises", "matched_premises")
CHUNK = 5_000


@dataclass
class Loaded:
    publisher: str
    periods: list[date] = field(default_factory=list)
    areas: int = 0
    ours: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def import_coverage(path: Path, *, release: date | None = None) -> Loaded:
    """Load what a file of Ofcom or the ONS says of any area.

    What a later edition of the same release says otherwise replaces what stood there, and is
    counted as changed. Raises `NotCoverage` or `FileRefused`, and then nothing has changed.
    """
    ours = _our_codes()
    with path.open("rb") as file:
        opened = layouts.opened(path, file, release)
        figures = _once_each(opened.figures())
        notes = opened.table.notes
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = {one.code for one in figures}
    if not ours & found:
        raise NotCoverage("The file contains none of our districts. Nothing was changed")
    loaded = Loaded(
        opened.publisher,
        periods=sorted({one.period for one in figures}),
        areas=len(found),
        ours=len(ours & found),
        notes=notes,
    )
    areas = _areas(figures)
    for period in loaded.periods:
        of_then, _ = Release.objects.get_or_create(publisher=opened.publisher, period=period)
        # One at a time: two people who load the same file wait for each other.
        Release.objects.select_for_update().get(pk=of_then.pk)
        _put(of_then, [one for one in figures if one.period == period], areas, loaded)
    LoadedFile.objects.create(
        name=path.name[:150],
        sha256=digest,
        added=loaded.added,
        changed=loaded.changed,
        unchanged=loaded.unchanged,
    )
    return loaded


def _our_codes() -> set[str]:
    ours = set(District.objects.filter(is_ours=True).values_list("code", flat=True))
    if not ours:
        raise NotCoverage("The partnership has no districts yet: set them up in the admin")
    return ours


def _once_each(figures) -> list[Read]:
    found: dict[tuple, Read] = {}
    for one in figures:
        key = one.period, one.code, one.measure
        if key in found:
            raise NotCoverage(
                f"{one.place}: {one.code} appears twice in the file, first in {found[key].place}. "
                "Remove one of them"
            )
        found[key] = one
    if not found:
        raise NotCoverage("The file has no figures. Use another file")
    return list(found.values())


def _areas(figures: list[Read]) -> dict[str, Area]:
    """The areas of the figures, made where they were not known; what ended, and into what."""
    named = {one.code: one.name for one in figures}
    replaced = {one.code: one.replaced for one in figures if one.replaced}
    for one in replaced.values():
        named.setdefault(one.code, one.name or one.code)
    known = {area.code: area for area in Area.objects.filter(code__in=named)}
    Area.objects.bulk_create(
        [Area(code=code, name=name) for code, name in named.items() if code not in known]
    )
    known = {area.code: area for area in Area.objects.filter(code__in=named)}
    for code, area in known.items():
        # Neighbours come in by their codes alone.
        if area.name == code != named[code]:
            area.name = named[code]
            area.save(update_fields=["name"])
    for code, told in replaced.items():
        area = known[code]
        if area.ends_on is None:
            # English councils begin and end with the financial year.
            area.ends_on = date(told.year, 3, 31)
            area.save(update_fields=["ends_on"])
        area.successors.add(known[told.code])
    return known


def _put(release: Release, figures: list[Read], areas: dict[str, Area], loaded: Loaded) -> None:
    standing = {(one.area_id, one.measure): one for one in release.figures.all()}
    new, changed = [], []
    for read in figures:
        says = {name: getattr(read, name) for name in COUNTED}
        area = areas[read.code]
        figure = standing.get((area.pk, read.measure))
        if figure is None:
            new.append(Figure(release=release, area=area, measure=read.measure, **says))
        elif any(getattr(figure, name) != value for name, value in says.items()):
            for name, value in says.items():
                setattr(figure, name, value)
            changed.append(figure)
    Figure.objects.bulk_create(new, CHUNK)
    Figure.objects.bulk_update(changed, COUNTED, CHUNK)
    loaded.added += len(new)
    loaded.changed += len(changed)
    loaded.unchanged += len(figures) - len(new) - len(changed)


# Neighbours -----------------------------------------------------------------------


@transaction.atomic
def import_neighbours(path: Path) -> list[tuple[str, int]]:
    """Replace the statistical neighbours of our districts by those of the file; each district that
    it has, with how many. Raises `NotCoverage` or `FileRefused`, and then nothing has changed."""
    ours = _our_codes()
    with path.open("rb") as file:
        table = open_table(
            file,
            path.name,
            lambda heading: heading.strip().casefold() == layouts.ONS_AREA or heading.isdecimal(),
            limits=layouts.LIMITS,
        )
        found = _neighbours(table, ours)
    if not found:
        raise NotCoverage("The file contains none of our districts. Nothing was changed")
    codes = {code for area, near in found.items() for code in (area, *near)}
    _name_codes(codes)
    areas = {area.code: area for area in Area.objects.filter(code__in=codes)}
    Neighbour.objects.filter(area__code__in=ours).delete()
    Neighbour.objects.bulk_create(
        Neighbour(area=areas[code], place=place, neighbour=areas[near])
        for code, all_near in found.items()
        for place, near in enumerate(all_near, start=1)
    )
    return sorted((areas[code].name, len(near)) for code, near in found.items())


def _name_codes(codes: set[str]) -> None:
    """Make the areas that no release has named; our own have their names here."""
    names = dict(District.objects.filter(code__in=codes).values_list("code", "name"))
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    Area.objects.bulk_create(
        Area(code=code, name=names.get(code, code)) for code in sorted(codes - known)
    )


def _neighbours(table: Table, ours: set[str]) -> dict[str, list[str]]:
    headings = [one.strip().casefold() for one in table.headings]
    places = sorted((int(one), at) for at, one in enumerate(headings) if one.isdecimal())
    if layouts.ONS_AREA not in headings or not places:
        raise NotCoverage(
            "This is not a list of statistical neighbours. Use the file of the ONS with a "
            "column “AREACD” and columns numbered from 1"
        )
    at = headings.index(layouts.ONS_AREA)
    found: dict[str, list[str]] = {}
    for row in table.rows():
        code = row.text(at)
        if code not in ours:
            continue
        if code in found:
            raise NotCoverage(f"{row.place(at)}: {code} appears twice. Remove one of the rows")
        found[code] = _near(row, code, [column for _, column in places])
    return found


def _near(row: Row, code: str, columns: list[int]) -> list[str]:
    near: list[str] = []
    for column in columns:
        one = row.text(column)
        if not one:
            continue
        if not GSS.fullmatch(one):
            raise NotCoverage(
                f"{row.place(column)}: “{one[:20]}” is not a GSS code, such as E07000073"
            )
        if one == code or one in near:
            raise NotCoverage(f"{row.place(column)}: {one} appears twice. Remove one of them")
        near.append(one)
    return near
