"""The whole rollout of a project, computed once and kept as HTML until something changes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from diz_portal import charts
from diz_portal.places.models import District
from projects.portfolio.models import Project
from projects.rollout import burn_up, drawings, places, words
from projects.rollout.scope import Scope, scope
from projects.rollout.stages import EXITS, FACTS, PATH, Stage
from projects.rollout.standing import AsAt, Standing, districts_of, standing
from projects.rollout.version import Version

KEEP_SECONDS = 60 * 60


@dataclass(frozen=True)
class Cell:
    sites: int
    whole: int
    district: str  # the district's slug; empty for the total
    label: str


@dataclass(frozen=True)
class Row:
    stage: Stage
    label: str
    meaning: str
    cells: tuple[Cell, ...]


class Picture:
    """What a rollout page shows; each part is read when the template comes to it."""

    def __init__(self, project: Project, as_at: AsAt):
        self.project = project
        self.as_at = as_at

    @cached_property
    def standing(self) -> Standing:
        return standing(self.project.pk, self.as_at)

    @cached_property
    def districts(self) -> list[District]:
        return districts_of(self.standing)

    @property
    def headline(self) -> str:
        return words.headline(self.standing)

    @property
    def things(self) -> str:
        return self.standing.things[1]

    # The table -------------------------------------------------------------------

    @property
    def table_title(self) -> str:
        return words.table_title(self.standing)

    @cached_property
    def rows(self) -> list[Row]:
        """Sites in scope by stage, in the order of the journey, without stages nobody is at."""
        return self._rows([*PATH, Stage.ON_HOLD, *EXITS], in_scope=True)

    @cached_property
    def rows_outside(self) -> list[Row]:
        return self._rows([*PATH, Stage.ON_HOLD, *EXITS], in_scope=False)

    @cached_property
    def totals(self) -> tuple[Cell, ...]:
        return self._cells(None, in_scope=True)

    def _rows(self, stages, *, in_scope: bool) -> list[Row]:
        return [
            Row(stage, stage.label, FACTS[stage].meaning, self._cells({stage}, in_scope=in_scope))
            for stage in stages
            if self.standing.count({stage}, in_scope=in_scope)
        ]

    def _cells(self, stages: set | None, *, in_scope: bool) -> tuple[Cell, ...]:
        cells = [
            Cell(
                self._in(district, stages, in_scope=in_scope),
                self._in(district, None, in_scope=in_scope),
                district.slug,
                district.name,
            )
            for district in self.districts
        ]
        counted = self.standing.count(stages, in_scope=in_scope)
        whole = self.standing.count(in_scope=in_scope)
        return (*cells, Cell(counted, whole, "", "All districts"))

    def _in(self, district: District, stages, *, in_scope: bool) -> int:
        return sum(
            cell.sites
            for cell in self.standing.cells
            if cell.district_id == district.pk
            and cell.in_scope is in_scope
            and (stages is None or cell.stage in stages)
        )

    # The map ---------------------------------------------------------------------

    @cached_property
    def map(self) -> places.Map:
        return places.map_of(self.project.pk, self.standing)

    @cached_property
    def map_title(self) -> str:
        live = places.GROUPS[0].stages
        left = {
            district.name: self._in(district, None, in_scope=True)
            - self._in(district, live, in_scope=True)
            for district in self.districts
        }
        return words.map_title(self.standing, left)

    @cached_property
    def legend(self) -> list[dict]:
        counts = self._group_counts(None)
        return [
            {"group": group, "sites": number}
            for group, number in zip(places.GROUPS, counts, strict=True)
            if number
        ]

    @cached_property
    def groups_by_district(self) -> list[tuple[str, list[tuple[places.Group, int]]]]:
        return [
            (district.name, list(zip(places.GROUPS, self._group_counts(district), strict=True)))
            for district in self.districts
        ]

    def _group_counts(self, district: District | None) -> list[int]:
        inside = bool(self.standing.total)
        if district is None:
            return [self.standing.count(one.stages, in_scope=inside) for one in places.GROUPS]
        return [self._in(district, one.stages, in_scope=inside) for one in places.GROUPS]

    @property
    def groups(self) -> list[places.Group]:
        return places.GROUPS

    @cached_property
    def map_figure(self) -> SafeString:
        """The drawing above its legend, which is text and so stays readable at any size."""
        legend = render_to_string("projects/components/legend.html", {"legend": self.legend})
        return self.map_drawing + legend

    @property
    def map_note(self) -> str:
        return words.map_note(self.map)

    @cached_property
    def map_drawing(self) -> SafeString:
        return self._both(
            "map",
            lambda size: drawings.site_map(self.map, size),
            self.map_title,
            words.map_description(self.map, self.standing.things),
        )

    @cached_property
    def small_map(self) -> SafeString:
        """For the front page: one drawing, without names of districts in small print."""
        return charts.draw(
            drawings.site_map(self.map, drawings.SMALL),
            name="small-map",
            title=self.map_title,
            description=words.map_description(self.map, self.standing.things),
        )

    # The burn-up -----------------------------------------------------------------

    @cached_property
    def burn_up(self) -> burn_up.BurnUp:
        return burn_up.burn_up(self.project.pk, self.standing)

    @property
    def burn_up_title(self) -> str:
        return words.burn_up_title(self.standing)

    @property
    def burn_up_note(self) -> str:
        return words.burn_up_note(self.burn_up)

    @cached_property
    def burn_up_drawing(self) -> SafeString:
        return self._both(
            "burn-up",
            lambda size: drawings.burn_up(self.burn_up, self.standing.things, size),
            self.burn_up_title,
            words.burn_up_description(self.burn_up, self.standing),
        )

    def _both(self, name: str, spec: Callable, title: str, description: str) -> SafeString:
        """The drawing for a phone and for a wide column; the style sheet shows one."""
        drawn = charts.in_each_size(
            spec,
            name=name,
            title=title,
            description=description,
            share=not self.as_at.is_past,
            sizes=(drawings.NARROW, drawings.WIDE),
        )
        return drawn or charts.NOT_SHOWN

    # The scope -------------------------------------------------------------------

    @cached_property
    def scope(self) -> Scope:
        return scope(self.project.pk, self.as_at)

    @property
    def scope_story(self) -> str:
        return words.scope_story(self.scope, self.standing)


def html(project: Project, version: Version, as_at: AsAt) -> SafeString:
    """The headline, the map, the burn-up and the table, for the public page and the workspace."""
    return kept(
        "picture",
        version,
        as_at.day,
        lambda: render_to_string(
            "projects/picture.html",
            {"project": project, "picture": Picture(project, as_at)},
        ),
    )


def front_panel(project: Project, version: Version, as_at: AsAt) -> SafeString:
    """The small map and one sentence, for the front page."""
    return kept(
        "front",
        version,
        as_at.day,
        lambda: render_to_string(
            "projects/front_panel.html",
            {"project": project, "picture": Picture(project, as_at)},
        ),
    )


def kept(name: str, version: Version, day: date, make: Callable[[], str]) -> SafeString:
    """What `make` returned for this version and day, kept in this process.

    The present day is part of the key, since a plan is behind or not by today's date.
    """
    whole = f"{name} {version.project_id} {day} {AsAt.today().day} {version.text}"
    key = f"rollout-{name}-{hashlib.sha256(whole.encode()).hexdigest()}"
    found = caches["drawn"].get(key)
    if found is None:
        found = make()
        if version.is_quiet:
            caches["drawn"].set(key, str(found), KEEP_SECONDS)
    return mark_safe(found)  # noqa: S308  a template's own output
