"""What the figures say: of one area, of ours together, and beside others like it.

Shares are in per cent. Of two shares the better is the higher one, or the lower one of a measure
that nobody wants, such as premises below 30 Mbit/s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db.models import F, Max, QuerySet

from diz_portal import versions
from diz_portal.places.models import District

from .measures import ABOUT_THE_SAME, Series, in_order
from .models import DISTRICTS, Area, Figure, Release

# What changes with the figures: a file that came in, or a release that was withdrawn.
VERSION = (
    versions.newest_of("places_loadedfile"),
    versions.newest_of("places_figure"),
    versions.rows_of("places_release"),
)
TENTH = Decimal("0.1")
# There are 296 districts and unitary authorities in England: a file of a region ranks nobody.
MOST_OF_ENGLAND = 250


@dataclass(frozen=True)
class Rank:
    """A place among `of` areas, itself one of them; those of the same share have the same one."""

    place: int
    of: int
    shared_with: int


@dataclass(frozen=True)
class Beside:
    """Another area, and how much better it is: in points, less than 0 where it is worse."""

    area: Area
    share: Decimal
    ahead_by: Decimal

    @property
    def is_about_the_same(self) -> bool:
        return abs(self.ahead_by) < ABOUT_THE_SAME


@dataclass(frozen=True)
class Standing:
    """An area in the latest release of a series that has it."""

    series: Series
    figure: Figure
    # Its statistical neighbours that the release has, the best first; and how many it has not.
    neighbours: tuple[Beside, ...]
    unknown: int
    # None where the release has less than half of them.
    near: Rank | None
    in_england: Rank | None

    @property
    def release(self) -> Release:
        return self.figure.release

    @property
    def best(self) -> Beside | None:
        """The best of its neighbours, where it is better by more than rounding."""
        first = self.neighbours[0] if self.near else None
        return first if first and first.ahead_by >= ABOUT_THE_SAME else None

    @property
    def about_the_same(self) -> int:
        return sum(one.is_about_the_same for one in self.neighbours)


@dataclass(frozen=True)
class Together:
    """Our districts added up, premises by premises: their percentages are never averaged."""

    series: Series
    release: Release
    premises: int
    all_premises: int
    # None where the publisher does not say.
    matched_premises: int | None
    figures: tuple[Figure, ...]
    # Ours that the release does not count.
    missing: tuple[str, ...]

    @property
    def share(self) -> Decimal:
        return share_of(self.premises, self.all_premises)

    @property
    def unmatched(self) -> int | None:
        """Premises that the publisher could not find in its data on lines."""
        return None if self.matched_premises is None else self.all_premises - self.matched_premises

    @property
    def unmatched_share(self) -> Decimal | None:
        return None if self.unmatched is None else share_of(self.unmatched, self.all_premises)


@dataclass(frozen=True)
class Row:
    """Our districts in one release of a series, each beside the others; and added up, where the
    release has their counts."""

    release: Release
    figures: dict[str, Figure]
    together: Decimal | None


def share_of(part: int, whole: int) -> Decimal:
    """In per cent, rounded once to a tenth, half up."""
    return (Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def our_codes() -> list[str]:
    return list(District.objects.filter(is_ours=True).values_list("code", flat=True))


def latest(codes: Iterable[str]) -> dict[Series, Release]:
    """The series that have any of the areas, and the last release of each that does."""
    last = (
        Figure.objects.filter(area__code__in=list(codes))
        .order_by()
        .values("measure", "release__publisher")
        .annotate(period=Max("release__period"))
    )
    releases = {(one.publisher, one.period): one for one in Release.objects.all()}
    found = {
        Series(row["release__publisher"], row["measure"]): releases[
            row["release__publisher"], row["period"]
        ]
        for row in last
    }
    return {series: found[series] for series in in_order(set(found))}


class Benchmark:
    """Figures of some areas, read once for a page."""

    def __init__(self, codes: Iterable[str]):
        self.codes = tuple(codes)

    @cached_property
    def releases(self) -> dict[Series, Release]:
        return latest(self.codes)

    def figures(self, series: Series) -> dict[str, Figure]:
        """Of our areas, in the latest release, by code."""
        return self._own.get(series, {})

    @cached_property
    def _own(self) -> dict[Series, dict[str, Figure]]:
        return self._by_series(self._latest.filter(area__code__in=self.codes))

    @cached_property
    def _of_all(self) -> dict[Series, dict[str, Figure]]:
        """Of every district of the country, for ranks."""
        districts = self._latest.filter(area__code__regex=DISTRICTS)
        # A release may go on giving an area that was dissolved before its day.
        return self._by_series(districts.exclude(area__ends_on__lt=F("release__period")))

    @property
    def _latest(self) -> QuerySet[Figure]:
        figures = Figure.objects.filter(release__in=set(self.releases.values()))
        return figures.select_related("area", "release")

    def _by_series(self, figures: QuerySet[Figure]) -> dict[Series, dict[str, Figure]]:
        found: dict[Series, dict[str, Figure]] = {}
        for figure in figures:
            series = Series(figure.release.publisher, figure.measure)
            if self.releases.get(series) == figure.release:
                found.setdefault(series, {})[figure.area.code] = figure
        return found

    def standings(self, area: Area) -> list[Standing]:
        """Of every series that has the area."""
        found = (self.standing(series, area) for series in self.releases)
        return [one for one in found if one is not None]

    def standing(self, series: Series, area: Area) -> Standing | None:
        """`area` with its neighbours prefetched, where there are several."""
        figures = self._of_all.get(series, {})
        if area.code not in figures:
            return None
        near = [one.neighbour for one in area.neighbours.all()]
        return _standing(series, figures, area, near)

    def together(self) -> list[Together]:
        """Of each series that has counts, in the latest release."""
        names = dict(District.objects.filter(code__in=self.codes).values_list("code", "name"))
        found = []
        gone = _succeeded()
        for series, release in self.releases.items():
            figures = of_their_day(self.figures(series).values(), gone)
            if figures and all(one.premises is not None for one in figures):
                counted = {one.area.code for one in figures}
                missing = sorted(names[code] for code in self.codes if code not in counted)
                found.append(_together(series, release, figures, missing))
        return found

    def history(self, series: Series) -> list[Row]:
        """Release by release, the oldest first: never those of two publishers in one."""
        figures = (
            Figure.objects.filter(
                release__publisher=series.publisher,
                measure=series.measure,
                area__code__in=self.codes,
            )
            .select_related("area", "release")
            .order_by("release__period", "area__name")
        )
        rows: dict[Release, dict[str, Figure]] = {}
        for figure in figures:
            rows.setdefault(figure.release, {})[figure.area.code] = figure
        gone = _succeeded()
        return [
            Row(release, found, _added_up(series, release, of_their_day(found.values(), gone)))
            for release, found in rows.items()
        ]


def _standing(series: Series, figures: dict[str, Figure], area: Area, near: list[Area]) -> Standing:
    own = figures[area.code]
    sign = 1 if series.told.more_is_better else -1
    beside = [
        Beside(one, figures[one.code].share, sign * (figures[one.code].share - own.share))
        for one in near
        if one.code in figures
    ]
    beside.sort(key=lambda one: (-one.ahead_by, one.area.name))
    # A file of one region has few of them: a rank among those says nothing.
    ranks = len(beside) * 2 >= len(near) > 0
    english = [one for one in figures.values() if one.area.is_english]
    return Standing(
        series=series,
        figure=own,
        neighbours=tuple(beside),
        unknown=len(near) - len(beside),
        near=_rank(one.ahead_by for one in beside) if ranks else None,
        # Among a few it would be no rank in England.
        in_england=(
            _rank(sign * (one.share - own.share) for one in english if one.area_id != area.pk)
            if area.is_english and len(english) > MOST_OF_ENGLAND
            else None
        ),
    )


def _rank(ahead_by: Iterable[Decimal]) -> Rank:
    others = list(ahead_by)
    return Rank(
        place=1 + sum(one > 0 for one in others),
        of=1 + len(others),
        shared_with=sum(one == 0 for one in others),
    )


def _succeeded() -> set[tuple[int, int]]:
    """Each area that has a successor, with it."""
    return set(Area.successors.through.objects.values_list("from_area", "to_area"))


def of_their_day(figures: Iterable[Figure], succeeded: set[tuple[int, int]]) -> list[Figure]:
    """Without an area whose successor is counted beside it: a publisher may give both for a while,
    and no premises is counted twice."""
    found = list(figures)
    counted = {one.area_id for one in found}
    gone = {old for old, new in succeeded if new in counted}
    return [one for one in found if one.area_id not in gone]


def _together(
    series: Series, release: Release, figures: list[Figure], missing: list[str]
) -> Together:
    matched = [one.matched_premises for one in figures]
    return Together(
        series=series,
        release=release,
        premises=sum(one.premises or 0 for one in figures),
        all_premises=sum(one.all_premises or 0 for one in figures),
        matched_premises=(
            None if None in matched else sum(one for one in matched if one is not None)
        ),
        figures=tuple(figures),
        missing=tuple(missing),
    )


def _added_up(series: Series, release: Release, figures: list[Figure]) -> Decimal | None:
    if not figures or any(one.premises is None for one in figures):
        return None
    return _together(series, release, figures, []).share


def rows(codes: Iterable[str]) -> QuerySet[Figure]:
    """Every figure of the areas, as a file tells them."""
    return Figure.objects.filter(area__code__in=list(codes)).order_by(
        "release__publisher", "release__period", "measure", "area__name"
    )
