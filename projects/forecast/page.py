"""What the page of a forecast shows: the last one published, never a new one."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.places.models import District
from projects.forecast import results, words
from projects.forecast.models import PublishedForecast
from projects.rollout import burn_up, drawings
from projects.rollout.standing import AsAt, Standing, standing

EARLIER = 12


@dataclass(frozen=True)
class Slip:
    """A published forecast, and how many days its date lies after the one before."""

    day: date
    dates: tuple[date, date, date]
    slip: int | None

    @property
    def said(self) -> str:
        return words.slip(self.slip)


class Page:
    """Of a published forecast that has its dates."""

    def __init__(self, row: PublishedForecast):
        self.row = row
        self.project = row.project
        self.found = results.from_json({**row.answers, **row.inputs, "months": row.fan})

    @cached_property
    def standing(self) -> Standing:
        return standing(self.project.pk, AsAt.on(self.row.day))

    @property
    def things(self) -> tuple[str, str]:
        return self.standing.things

    # Words ---------------------------------------------------------------------------

    @property
    def by_when(self) -> str:
        return words.by_when(self.found)

    @property
    def answers(self) -> list[str]:
        said = [
            self.how_many,
            self.how_likely,
            words.at_risk(self.found),
        ]
        return [one for one in said if one]

    @property
    def how_many(self) -> str:
        return words.how_many(self.found, self.things)

    @property
    def how_likely(self) -> str:
        return words.how_likely(self.found, self.things)

    @property
    def would_help(self) -> list[str]:
        return [words.would_help(one, self.found.chance) for one in self.found.alternatives]

    @property
    def counted(self) -> list[str]:
        return words.counted(self.found)

    @property
    def score(self) -> str:
        return words.score(self.found.score)

    @property
    def tried_out(self) -> str:
        return words.tried_out()

    @property
    def beaten(self) -> list[str]:
        return words.beaten(self.found.score)

    @property
    def missing(self) -> list[str]:
        return words.missing(self.found.score)

    # Tables --------------------------------------------------------------------------

    @cached_property
    def districts(self) -> list[tuple[str, results.District]]:
        names = dict(
            District.objects.filter(
                pk__in=[one.district for one in self.found.districts]
            ).values_list("pk", "name")
        )
        return sorted((names.get(one.district, ""), one) for one in self.found.districts)

    @property
    def causes(self) -> list[tuple[str, str, results.Cause]]:
        if self.found.at_risk is None:
            return []
        return [(words.cause(one), words.missed(one), one) for one in self.found.at_risk.causes]

    @property
    def rivals(self) -> list[tuple[str, results.Rival]]:
        score = self.found.score
        return [(words.RIVALS[one.name], one) for one in score.rivals] if score else []

    @cached_property
    def slips(self) -> list[Slip]:
        """The last of each month, the latest first."""
        rows = self.project.forecasts.filter(refusal="").values_list("day", "p50", "p80", "p95")
        last: dict[tuple[int, int], tuple] = {}
        for day, *dates in rows[: 31 * (EARLIER + 1)]:
            last.setdefault((day.year, day.month), (day, tuple(dates)))
        kept = list(last.values())[: EARLIER + 1]
        found = []
        for place, (day, dates) in enumerate(kept):
            before = kept[place + 1][1] if place + 1 < len(kept) else None
            found.append(Slip(day, dates, (dates[1] - before[1]).days if before else None))
        return found[:EARLIER]

    # The fan -------------------------------------------------------------------------

    @cached_property
    def burn_up(self) -> burn_up.BurnUp:
        return burn_up.burn_up(self.project.pk, self.standing)

    @property
    def fan_title(self) -> str:
        return words.fan_title(self.found, self.things)

    @property
    def fan_note(self) -> str:
        return words.FAN_NOTE

    @cached_property
    def fan(self) -> SafeString:
        if not self.burn_up.months:  # nothing had been recorded by the day of the forecast
            return charts.NOT_SHOWN
        drawn = charts.in_each_size(
            lambda size: drawings.burn_up(self.burn_up, self.things, size, self.found.months),
            name="forecast",
            title=self.fan_title,
            description=words.fan_description(self.things),
            share=False,
            sizes=(drawings.NARROW, drawings.WIDE),
        )
        return drawn or charts.NOT_SHOWN
