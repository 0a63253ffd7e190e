"""What the two pages show."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import style
from diz_portal.places.models import District
from diz_portal.places.outlines import outlines_of_ours
from diz_portal.words import listed, uk_month

from . import drawings, words
from .measures import Series
from .models import Area, Figure, Release
from .selectors import Benchmark, Beside, Standing, Together

# More lines than that nobody tells apart: the table says them all.
MOST_LINES = len(style.SERIES)


@dataclass(frozen=True)
class DistrictRow:
    """One of our districts, in the chosen measure."""

    code: str
    name: str
    figure: Figure | None
    ranks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """A release of the chosen measure: ours, each or without a figure, and added up."""

    release: Release
    shares: tuple[tuple[str, Decimal | None], ...]
    together: Decimal | None


class Overview:
    """Our districts beside one another, in one measure; and all of them added up."""

    def __init__(self, chosen: str = ""):
        self.districts = list(
            District.objects.filter(is_ours=True).only("code", "name", "outline").order_by("name")
        )
        self.benchmark = Benchmark([one.code for one in self.districts])
        found = list(self.benchmark.releases)
        self.series: Series | None = next(
            (one for one in found if one.key == chosen), found[0] if found else None
        )

    @property
    def choices(self) -> list[tuple[Series, str]]:
        return [(one, f"{one.label} ({one.source})") for one in self.benchmark.releases]

    @cached_property
    def together(self) -> list[Together]:
        return self.benchmark.together()

    @cached_property
    def of_chosen(self) -> Together | None:
        return next((one for one in self.together if one.series == self.series), None)

    @property
    def release(self) -> Release | None:
        return self.benchmark.releases[self.series] if self.series else None

    @property
    def source(self) -> str:
        if not self.series or not self.release:
            return ""
        return f"{self.series.source}, {uk_month(self.release.period)}"

    @property
    def headline(self) -> str:
        """One sentence: added up where there are counts; else from the least to the most."""
        best = self.together[0] if self.together else None
        if best:
            return (
                f"{words.share(best.share)} of {best.series.told.of} in our area "
                f"{best.series.told.says}."
            )
        series = self.series
        shares = self._shares
        if not series or not shares:
            return ""
        least, most = words.share(min(shares.values())), words.share(max(shares.values()))
        of, says = series.told.of, series.told.says
        if least == most:
            return f"{most} of {of} {says} in each of our districts."
        return f"Between {least} and {most} of {of} {says}, depending on the district."

    @cached_property
    def _shares(self) -> dict[str, Decimal]:
        if not self.series:
            return {}
        found = self.benchmark.figures(self.series)
        return {code: figure.share for code, figure in found.items()}

    @cached_property
    def rows(self) -> list[DistrictRow]:
        if not self.series:
            return []
        figures = self.benchmark.figures(self.series)
        areas = Area.objects.filter(code__in=figures).prefetch_related("neighbours__neighbour")
        ranks = {area.code: self._ranks(area) for area in areas}
        return [
            DistrictRow(one.code, one.name, figures.get(one.code), ranks.get(one.code, ()))
            for one in self.districts
        ]

    @property
    def is_ranked(self) -> bool:
        """Whether any of our districts has a place among others in this release."""
        return any(row.ranks for row in self.rows)

    def _ranks(self, area: Area) -> tuple[str, ...]:
        standing = self.benchmark.standing(self.series, area) if self.series else None
        if standing is None:
            return ()
        said = []
        if standing.near:
            said.append(words.rank(standing.near, "among areas like it"))
        if standing.in_england:
            said.append(words.rank(standing.in_england, "in England"))
        return tuple(said)

    @cached_property
    def past(self) -> list[Past]:
        """The latest first."""
        if not self.series:
            return []
        return [
            Past(
                row.release,
                tuple(
                    (
                        one.name,
                        row.figures[one.code].share if one.code in row.figures else None,
                    )
                    for one in self.districts
                ),
                row.together,
            )
            for row in reversed(self.benchmark.history(self.series))
        ]

    # Drawings ------------------------------------------------------------------------

    @property
    def map_title(self) -> str:
        """What the map says: who is ahead."""
        if not self.series or not self._shares:
            return ""
        pick = max if self.series.told.more_is_better else min
        best = pick(self._shares.values())
        ahead = [one.name for one in self.districts if self._shares.get(one.code) == best]
        return f"{self.series.label}: {listed(ahead)} {'is' if len(ahead) == 1 else 'are'} ahead"

    @cached_property
    def _outlines(self) -> tuple[tuple, bool]:
        return outlines_of_ours()

    @property
    def map_note(self) -> str:
        return (
            "The outlines are schematic: no boundaries have been loaded."
            if self._outlines[1]
            else ""
        )

    @cached_property
    def map(self) -> SafeString:
        series = self.series
        outlines, is_schematic = self._outlines
        if not series or not self._shares or not outlines:
            return SafeString("")
        said = "; ".join(
            f"{one.name} {words.share(self._shares[one.code])}"
            for one in self.districts
            if one.code in self._shares
        )
        return charts.in_each_size(
            lambda size: drawings.shaded_map(
                outlines,
                self._shares,
                size,
                is_schematic=is_schematic,
                more_is_better=series.told.more_is_better,
            ),
            name="connectivity-map",
            title=self.map_title,
            description=f"{series.label}, by district: {said}.",
        )

    @cached_property
    def trend(self) -> SafeString:
        lines = {
            one.name: points
            for one in self.districts
            if (points := self._points(one.name)) and len(points) > 1
        }
        return _trend(lines, self.series)

    def _points(self, name: str) -> list[tuple[str, Decimal]]:
        return [
            (past.release.period.isoformat(), share)
            for past in reversed(self.past)
            for who, share in past.shares
            if who == name and share is not None
        ]


class AreaPicture:
    """One of our districts: every measure, where it stands, and how it has come there."""

    def __init__(self, district: District, chosen: str = ""):
        self.district = district
        areas = Area.objects.prefetch_related("neighbours__neighbour", "successors")
        self.area = areas.filter(code=district.code).first()
        self.benchmark = Benchmark([district.code])
        self.standings = self.benchmark.standings(self.area) if self.area else []
        self.chosen: Standing | None = next(
            (one for one in self.standings if one.series.key == chosen),
            self.standings[0] if self.standings else None,
        )

    @property
    def choices(self) -> list[tuple[Series, str]]:
        return [(one.series, f"{one.series.label} ({one.series.source})") for one in self.standings]

    @property
    def successors(self) -> list[Area]:
        return list(self.area.successors.all()) if self.area else []

    @property
    def beside(self) -> list[tuple[Beside, str]]:
        return [(one, words.beside(one)) for one in self.chosen.neighbours] if self.chosen else []

    @cached_property
    def past(self) -> list[Figure]:
        """Of the chosen measure, the latest first."""
        if not self.chosen:
            return []
        history = self.benchmark.history(self.chosen.series)
        return [row.figures[self.district.code] for row in reversed(history)]

    @cached_property
    def trend(self) -> SafeString:
        points = [(one.release.period.isoformat(), one.share) for one in reversed(self.past)]
        lines = {self.district.name: points} if len(points) > 1 else {}
        return _trend(lines, self.chosen.series if self.chosen else None)


def _trend(lines: dict[str, list[tuple[str, Decimal]]], series: Series | None) -> SafeString:
    if not series or not lines or len(lines) > MOST_LINES:
        return SafeString("")
    said = "; ".join(
        f"{name} from {words.share(points[0][1])} to {words.share(points[-1][1])}"
        for name, points in lines.items()
    )
    return charts.in_each_size(
        lambda size: drawings.trend(lines, size),
        name="connectivity-trend",
        title=f"{series.label} over time",
        description=f"{said}.",
    )
