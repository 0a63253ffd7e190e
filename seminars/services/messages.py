"""What an organiser writes to the people of a seminar: once to each, kept with who wrote it."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from diz_portal.access import Refusal
from seminars.models import Place, Registration, RegistrationState, Seminar, SeminarMessage
from seminars.placeholders import Values, Wording

from . import letters, queue, reminder_plans

LONGEST_TEXT = 5000
# Whom one can write to, in the words of the form.
GROUPS = {
    RegistrationState.CONFIRMED.value: "People who have a place",
    RegistrationState.OFFERED.value: "People who are offered a place",
    RegistrationState.WAITING.value: "People on the waiting list",
}


class NobodyToWriteTo(Refusal):
    message = "Nobody of those you chose can be reached, so nothing was sent."


class NotInThisSeminar(Refusal):
    message = "Choose whom to write to."


def recipients(seminar: Seminar, *, groups: list[str], places: list[str]) -> QuerySet[Registration]:
    """Those of the list who are in one of the groups and take part in one of the ways."""
    if not set(groups) <= set(GROUPS) or not groups or not set(places) <= set(Place.values):
        raise NotInThisSeminar
    found = seminar.registrations.filter(state__in=groups, erased_at=None).order_by("number")
    return found.filter(place__in=places) if places else found


@transaction.atomic
def send_message(
    *,
    by: Any,
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
        raise Refusal(f"The message has at most {LONGEST_TEXT} characters.")
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
        letters.send("message", one, once=reference, **wording.fill(values.of(one)))
    return made


def in_words(groups: list[str], places: list[str]) -> str:
    """`People who have a place, online`."""
    said = [words for group, words in GROUPS.items() if group in groups]
    how = [place.label.lower() for place in Place if place in places]
    whom = " and ".join([said[0], *(one[0].lower() + one[1:] for one in said[1:])])
    return f"{whom}, {' and '.join(how)}" if how else whom
