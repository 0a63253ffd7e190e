"""What the example's past seminars left behind: papers, a recording, and what people thought."""

from django.core.files.base import ContentFile

from diz_portal.accounts.models import User
from seminars import services
from seminars.models import (
    Again,
    Audience,
    FeedbackAnswer,
    MaterialKind,
    Registration,
    Seminar,
)

NOTES = """{title}

{promise}

What was said
1. Begin with the people who would be left out, and ask them.
2. Say what it costs before anyone signs.
3. Tell the story again after a year: who came, who did not, and why.

Questions from the room are answered on the seminar's page.
"""
KEEP = [
    "The honest figures",
    "Tea and time to talk",
    "Hearing it from the people who did it",
    "That questions came first",
]
CHANGE = ["A little longer for questions", "A microphone for the room", "Start half an hour later"]
ACCESS = ["The captions were good", "The lift was slow, but someone waited with me"]
# Mostly pleased, as people are who stay to the end: three fives, two fours, and so on.
MARKS = [5, 4, 5, 3, 4, 5, 2]


def load(seminar: Seminar, by: User | None) -> None:
    """A file, a recording and feedback; and nobody of the example is written to."""
    if by is not None:
        notes = NOTES.format(title=seminar.title, promise=seminar.promise)
        services.add_file(
            seminar=seminar,
            title="Notes of the talks",
            kind=MaterialKind.HANDOUT,
            audience=Audience.PUBLIC,
            paper=ContentFile(notes.encode(), name="notes.txt"),
            by=by,
        )
    services.add_link(
        seminar=seminar,
        title="The talks, recorded",
        kind=MaterialKind.RECORDING,
        audience=Audience.REGISTERED,
        link=f"https://videos.example/{seminar.slug}",
        has_captions=True,
        transcript_link=f"https://videos.example/{seminar.slug}/transcript",
        by=by,
    )
    services.publish_materials(seminar=seminar, by=by)
    _answer(seminar)


def _answer(seminar: Seminar) -> None:
    """Of every three people who were there one answered; one may be contacted."""
    people = list(seminar.registrations.attended().order_by("number"))
    answering = people[::3]
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            seminar=seminar,
            useful=MARKS[number % len(MARKS)],
            again=Again.values[0 if number % 3 else number % 2],
            keep=KEEP[number // 2 % len(KEEP)] if number % 2 == 0 else "",
            change=CHANGE[number // 3 % len(CHANGE)] if number % 3 == 0 else "",
            access=ACCESS[number // 6 % len(ACCESS)] if number % 6 == 0 else "",
            may_contact=one if number == 3 else None,
        )
        for number, one in enumerate(answering)
    )
    seminar.registrations.update(materials_told=True)
    seminar.registrations.attended().update(feedback_asked=True)
    Registration.objects.filter(pk__in=[one.pk for one in answering]).update(feedback_given=1)
