"""What changed, for whoever works here: sentences, each with its rows, and the rows as a file."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.accounts import visits
from diz_portal.reports.schedules.models import BoardDate
from diz_portal.spreadsheets import csv_response
from diz_portal.words import as_date

from .forms import USUAL, ChangesForm
from .reading import Drafted, sentences

# Of one sentence; the file has them all.
MOST_ROWS = 50
HEADINGS = [
    "happened_on",
    "recorded_at",
    "recorded_late",
    "kind",
    "what",
    "project",
    "organisation",
    "corrects",
    "address",
]


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    require(request.user, "attention.see")
    form = _form(request)
    page: dict[str, Any] = {"form": form, "choices": _choices(request), "most": MOST_ROWS}
    page["today"] = timezone.localdate()
    if form.is_valid():
        page |= form.asked
        drafted, page["late"] = _drafted(request, form)
        page["drafted"] = _by_room(drafted)
        page["query"] = _query(form)
    return render(request, "changes/changes.html", page, status=422 if form.errors else 200)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    require(request.user, "attention.see")
    form = _form(request)
    if not form.is_valid():
        # The page says what to do.
        return changes(request)
    on_time, late = _drafted(request, form)
    asked = form.asked
    name = f"changes-{asked['since'].isoformat()}-to-{asked['until'].isoformat()}.csv"
    return csv_response(name, HEADINGS, [*_rows(on_time, "no"), *_rows(late, "yes")])


def _rows(drafted: list[Drafted], late: str) -> Iterator[list[Any]]:
    for one in drafted:
        for row in one.rows:
            yield [
                row.on,
                row.recorded_at,
                late,
                one.kind.title,
                row.says,
                str(row.project or ""),
                str(row.organisation or ""),
                row.corrects,
                settings.PORTAL_URL + row.url,
            ]


def _form(request: HttpRequest) -> ChangesForm:
    return ChangesForm(request.GET, user=request.user, since=_usual(request))


def _drafted(request: HttpRequest, form: ChangesForm) -> tuple[list[Drafted], list[Drafted]]:
    """What happened on these days, and what was recorded on them and had happened before."""
    return (
        sentences(request.user, **form.asked),
        sentences(request.user, **form.asked, late=True),
    )


def _by_room(drafted: list[Drafted]) -> list[Drafted]:
    """In the order of the sentences, but each room once: what matters most of it places it."""
    rooms = list(dict.fromkeys(one.kind.room for one in drafted))
    return sorted(drafted, key=lambda one: rooms.index(one.kind.room))


def _usual(request: HttpRequest) -> date:
    """Since the person was here before, or the last 7 days."""
    before = visits.last_of(request.session)
    return as_date(before) if before else timezone.localdate() - USUAL


def _choices(request: HttpRequest) -> list[tuple[str, str, date]]:
    """Label, query and first day of the usual periods, of whatever was narrowed to."""
    today = timezone.localdate()
    found = [
        ("Since yesterday", today - timedelta(days=1)),
        ("Last 7 days", today - USUAL),
    ]
    if before := visits.last_of(request.session):
        found.insert(0, ("Since your last visit", as_date(before)))
    meetings = BoardDate.objects.filter(date__lte=today).order_by("-date")
    if last := meetings.values_list("date", flat=True).first():
        found.append(("Since the last board meeting", last))
    kept = {
        name: request.GET[name] for name in ("project", "organisation") if request.GET.get(name)
    }
    return [(label, urlencode({"from": day.isoformat(), **kept}), day) for label, day in found]


def _query(form: ChangesForm) -> str:
    """The same days and the same records, whenever the address is opened."""
    asked = form.asked
    about = {
        name: asked[name].slug for name in ("project", "organisation") if asked[name] is not None
    }
    days = {"from": asked["since"].isoformat(), "to": asked["until"].isoformat()}
    return urlencode({**days, **about})
