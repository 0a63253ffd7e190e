"""Made of a seminar's registrations: for Excel, for paper, for the venue, and the places record."""

from datetime import datetime

from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from diz_portal import words
from diz_portal.access import Refusal, require
from diz_portal.pages import chosen_of
from diz_portal.spreadsheets import xlsx_response
from seminars.models import Place, RegistrationState
from seminars.selectors import people_file, turnout
from seminars.selectors import places_record as book
from seminars.times import real
from seminars.views.organising import find
from seminars.views.people import narrowed

# For those who come without being on the list.
BLANK_LINES = 8


@require_safe
def as_xlsx(request, slug):
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    rows = people_file.rows(narrowed(request, seminar))
    name = f"{seminar.slug}-registrations.xlsx"
    return xlsx_response(name, people_file.HEADER, rows, moments=["registered_at"])


@require_safe
def sign_in_sheet(request, slug):
    """On paper, where there is no phone: whoever has a place in person, by name."""
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    people = seminar.registrations.filter(
        place=Place.IN_PERSON, state=RegistrationState.CONFIRMED
    ).order_by(Lower("name"), "number")
    values = {"seminar": seminar, "people": people, "blank": range(BLANK_LINES)}
    return render(request, "seminars/workspace/sign_in_sheet.html", values)


@require_safe
def access_needs(request, slug):
    """For the venue: what people need, and how many, but not who they are."""
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    values = {"seminar": seminar, "needs": turnout.needs(seminar)}
    return render(request, "seminars/workspace/access_needs.html", values)


def _moment(asked: str) -> datetime | None:
    """A time as typed or as a link has it; raises what is wrong with it."""
    # In a link the sign of a zone arrives as a space.
    found = parse_datetime(asked.replace(" 0", "+0") if "T" in asked else asked)
    if found is None:
        raise ValueError
    return real(found) if timezone.is_naive(found) else found


@require_safe
def moved(request, slug, to):
    """An address that somebody kept leads on to the one it has now."""
    return redirect(to, slug=find(request, slug).slug)


@require_safe
def places_record(request, slug):
    """Confirmed + offered + free = capacity: now, and at any past moment."""
    seminar = find(request, slug)
    asked = chosen_of(request, "at")["at"]
    error, at = "", None
    if asked:
        try:
            at = _moment(asked)
        except (ValueError, OverflowError):
            error = "Enter a date and a time"
        except Refusal as refusal:
            error = refusal.message
        else:
            if at > timezone.now():
                error, at = "Enter a time in the past", None
    values = {
        "seminar": seminar,
        "asked": asked,
        "at": at,
        "error": error,
        "caption": f"Places as at {words.uk_datetime(at)}" if at else "Now",
        "lines": book.as_at(seminar, at) if at else [] if error else book.now(seminar),
        "changes": book.changes(seminar),
    }
    return render(
        request, "seminars/workspace/places_record.html", values, status=422 if error else 200
    )
