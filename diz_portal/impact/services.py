"""What can happen: figures are published, released and corrected, and editions made of them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from diz_portal.access import NotNow
from diz_portal.disclosure.steps import REST, in_steps
from diz_portal.locks import one_at_a_time
from diz_portal.words import uk_date, uk_month

from . import selectors
from .declaring import Cell, PublicFigure, figures, named
from .models import Correction, Edition, Reading, Release
from .published import declared

LOCK = "impact"


@transaction.atomic
def publish(*, today: date | None = None) -> list[Reading]:
    """Publish what is published once a day, where it has changed."""
    one_at_a_time(LOCK)
    day = today or timezone.localdate()
    allowed = selectors.released()
    made = []
    for figure in figures():
        if figure.is_live or (figure.needs_release and figure.name not in allowed):
            continue
        rows, behind = _read(figure, day)
        last = selectors.last_reading(figure.name)
        if rows is None or (last and last.rows == rows) or (last is None and not rows):
            continue
        made.append(_keep(figure, day, rows, behind))
    return made


@transaction.atomic
def make_edition(*, by: Any = None, today: date | None = None) -> Edition:
    """Publish all figures as they are, for good. One edition a day."""
    one_at_a_time(LOCK)
    day = today or timezone.localdate()
    if Edition.objects.filter(day=day).exists():
        raise NotNow(f"There is already an edition of {uk_date(day)}. Try again tomorrow")
    allowed = selectors.released()
    kept = []
    for figure in figures():
        if figure.needs_release and figure.name not in allowed:
            continue
        rows, behind = _read(figure, day)
        if rows:
            kept.append((figure, rows, behind))
    if not kept:
        raise NotNow("There are no figures to publish yet. Add sites to a public project first")
    # The first of a month has its name, a later one its day.
    when = uk_date(day) if _of_month(day).exists() else uk_month(day)
    edition = Edition.objects.create(day=day, title=f"State of the partnership, {when}", by=by)
    for figure, rows, behind in kept:
        _keep(figure, day, rows, behind, edition)
    return edition


def make_monthly_edition(*, today: date | None = None) -> Edition | None:
    """The first time that it is called in a month without an edition: nothing is lost on a day on
    which it did not run, and nothing made twice."""
    day = today or timezone.localdate()
    if _of_month(day).exists():
        return None
    try:
        return make_edition(today=day)
    except NotNow:
        # Nothing to publish yet.
        return None


def _of_month(day: date) -> QuerySet[Edition]:
    return Edition.objects.filter(day__year=day.year, day__month=day.month)


def release(*, figure: str, by: Any) -> Release:
    """Allow a figure to be published; its first number follows straight away."""
    return _release(figure, True, by)


def withdraw(*, figure: str, by: Any) -> Release:
    """Publish it no more. What editions have published stays."""
    return _release(figure, False, by)


@transaction.atomic
def _release(figure: str, is_released: bool, by: Any) -> Release:
    one_at_a_time(LOCK)
    found = named(figure)
    if found is None or not found.needs_release:
        raise NotNow("This figure does not need to be released. Select another figure")
    if (figure in selectors.released()) == is_released:
        raise NotNow("Someone else has just changed this. Check its status, then try again")
    made = Release.objects.create(figure=figure, is_released=is_released, by=by)
    if is_released:
        publish()
    return made


def correct(
    *, figure: str, was: str, is_now: str, reason: str, by: Any, edition: Edition | None = None
) -> Correction:
    """Tell in public that a published number was wrong."""
    return Correction.objects.create(
        figure=figure, edition=edition, was=was, is_now=is_now, reason=reason, by=by
    )


def _keep(
    figure: PublicFigure, day: date, rows: list, behind: dict, edition: Edition | None = None
) -> Reading:
    return Reading.objects.create(
        figure=figure.name,
        edition=edition,
        day=day,
        declared=declared(figure, rows),
        rows=rows,
        behind=behind,
    )


def _read(figure: PublicFigure, day: date) -> tuple[list | None, dict]:
    """The rows as they may be published, as JSON keeps them, and who is behind them."""
    found = figure.read(day)
    if found is None:
        return None, {}
    if figure.counts_people:
        return _of_people(figure, found)
    return [[_plain(value) for value in row] for row in found], {}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _of_people(figure: PublicFigure, cells: list[Cell]) -> tuple[list, dict]:
    """In steps of five people and more, beside everything that was published before. A row that
    does not move keeps what it added up, too."""
    now = {cell.key: cell for cell in cells}
    before = list(
        Reading.objects.filter(figure=figure.name).order_by("pk").values_list("behind", flat=True)
    )
    earlier = [{key: people for key, (people, *_) in one.items()} for one in before]
    last = before[-1] if before else {}
    shown = in_steps({key: cell.people for key, cell in now.items()}, earlier)
    behind: dict[str, list[Any]] = {}
    alone = 0
    for key, people in shown.items():
        if key in last and last[key][0] == people:
            behind[key] = last[key]
        elif key == REST:
            number = max(sum(cell.number for cell in cells) - alone, 0)
            behind[key] = [people, number, list(figure.rest)]
        else:
            behind[key] = [people, now[key].number, list(now[key].said)]
        alone += behind[key][1]
    return [[*said, number] for _, number, said in behind.values()], behind
