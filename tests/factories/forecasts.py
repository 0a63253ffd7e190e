"""Published forecasts, made up: without simulating anything."""

from datetime import date, timedelta
from decimal import Decimal

from projects.forecast.models import PublishedForecast
from projects.forecast.results import (
    Alternative,
    AtRisk,
    Cause,
    Dates,
    District,
    Forecast,
    Limits,
    Month,
    Rival,
    Score,
    Used,
)
from projects.forecast.services import row_values


def a_forecast(day: date, districts: list[int]) -> Forecast:
    dates = Dates(*(day + timedelta(days=days) for days in (200, 260, 400)))
    return Forecast(
        day=day,
        method=1,
        seed=[1, day.toordinal()],
        futures=10_000,
        in_scope=40,
        live=20,
        waiting=20,
        dates=dates,
        live_in_the_end=(36, 38, 40),
        ends_on=day + timedelta(days=170),
        at_least=40,
        chance=0.32,
        live_by_the_end=(30, 34, 38),
        at_risk=AtRisk(
            pounds=Decimal("61000.50"),
            causes=[
                Cause("wayleave", 6, 2.5, Decimal("40000.50"), 0),
                Cause("supplier", 13, 1.5, Decimal(21000), 1),
                Cause("on_hold", 1, 0.5, Decimal(0), 1),
            ],
            without_grant=2,
        ),
        districts=[District(pk, 20, 20, dates, 38) for pk in districts],
        months=[Month(day + timedelta(days=30 * n), 20 + n, 21 + n, 22 + n) for n in range(14)],
        alternatives=[
            Alternative("crew", 1, dates, 0, 0.32, Decimal(0)),
            Alternative("wayleaves", 6, dates, 24, 0.5, Decimal(9000)),
        ],
        used=Used(
            durations=300,
            unfinished=20,
            dated_by_import=3,
            skipped=12,
            moved=38,
            from_others=4,
            by_all_suppliers=["rfs"],
            by_all_projects=["assured"],
            by_the_norm=["ordered"],
            by_a_tail=["wayleave", "civils"],
        ),
        limits=Limits(
            months=24, block=3, spread=0.2, connections_a_month={"Stort Valley Fibre": 6}
        ),
        score=Score(
            days=9,
            loss=1.4,
            covered=7,
            rivals=[Rival("dates", 2.1, 1.4, 9), Rival("pace", 1.2, 1.4, 9)],
        ),
    )


def published(project, day: date, districts: list[int]) -> PublishedForecast:
    """Not saved."""
    values = row_values(a_forecast(day, districts))
    return PublishedForecast(project=project, day=day, method=1, **values)
