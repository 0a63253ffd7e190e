"""What an organiser writes to the people of a seminar: once to each, kept with who wrote it."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.words import listed
from seminars.models import Place, Registration, RegistrationState, Seminar, SeminarMessage
from seminars.models.standing import Attendance
from seminars.placeholders import Values, Wording
from seminars.services import letters, queue, reminder_plans

LONGEST_TEXT = 5000
# Whom one can write to, in the words of the form.
GROUPS = {
    "confirmed": "People who have a place",
    "offered": "People who have been offered a place",
    "waiting": "People on the waiting list",
    "attended": "People who attended",
    "no_show": "People who did not attend",
}
_THERE = Attendance.ATTENDED
_HAS_PLACE = Q(state=RegistrationState.CONFIRMED)
_MEMBERS = {
    "confirmed": _HAS_PLACE,
    "offered": Q(state=RegistrationState.OFFERED),
    "waiting": Q(state=RegistrationState.WAITING),
    # Of two who came on one registration, one who was there is enough.
    "attended": _HAS_PLACE & (Q(attendance=_THERE) | Q(guest_attendance=_THERE)),
    "no_show": _HAS_PLACE & Q(attendance=Attendance.NO_SHOW) & ~Q(guest_attendance=_THERE),
}


class NobodyToWriteTo(Refusal):
    message = (
        "No messages were sent, because none of these people has contact details. Select other "
        "people"
    )


class NotInThisSeminar(Refusal):
    message = "Select who should get this message"


def recipients(seminar: Seminar, *, groups: list[str], places: list[str]) -> QuerySet[Registration]:
    """Those of the list who are in one of the groups and take part in one of the ways."""
    if not set(groups) <= set(GROUPS) or not groups or not set(places) <= set(Place.values):
        raise NotInThisSeminar
    chosen = reduce(or_, (_MEMBERS[group] for group in groups))
    found = seminar.registrations.filter(chosen, erased_at=None).order_by("number")
    return found.filter(place__in=places) if places else found


@transaction.atomic
def send_message(
    *,
    by: User | None,
    seminar: Seminar,
    reference: str,
    subject: str,
    text: str,
    groups: list[str],
    places: list[str],
) -> SeminarMessage:
    """Write to everybody chosen. The same form sent again finds what was sent, and adds nothing."""
    seminar = queue.lock(seminar)
    if sent := SeminarMessage.objects.filter(reference=reference, seminar=seminar).first():
        return sent
    reminder_plans.check_words(subject, text)
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"Enter a message of up to {LONGEST_TEXT} characters")
    people = list(recipients(seminar, groups=groups, places=places))
    reached = [one for one in people if one.channel]
    if not reached:
        raise NobodyToWriteTo
    made = SeminarMessage.objects.create(
        seminar=seminar,
        reference=reference,
        subject=subject,
        text=text,
        to_whom=in_words(groups, places),
        recipients=len(reached),
        unreached=len(people) - len(reached),
        sent_by=by,
    )
    wording, values = Wording(subject, text), Values(seminar)
    for one in reached:
        one.seminar = seminar
        filled: dict[str, Any] = {**wording.fill(values.of(one))}
        letters.send("message", one, once=reference, **filled)
    return made


def in_words(groups: list[str], places: list[str]) -> str:
    """`People who have a place, online`."""
    said = [words for group, words in GROUPS.items() if group in groups]
    how = [place.label.lower() for place in Place if place in places]
    whom = listed([said[0], *(one[0].lower() + one[1:] for one in said[1:])])
    return f"{whom}, {listed(how)}" if how else whom
