"""People who registered, and those they brought along."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from diz_portal import outbox, words
from diz_portal.accounts import visits
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from diz_portal.privacy import unsent
from diz_portal.privacy.kinds import (
    Bearer,
    Column,
    Kind,
    Part,
    Wanted,
    elsewhere,
    known,
    own,
    register,
)
from diz_portal.privacy.mentions import places
from seminars.models import (
    FeedbackAnswer,
    Material,
    Registration,
    RegistrationEvent,
    RegistrationState,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    Series,
    Topic,
)
from seminars.services import letters, retention

PROFILE: dict[str, Column] = {
    "seminar": known("Seminar", lambda row: row.seminar.title),
    "place": "In person or online",
    "state": "Your booking",
    "registered_at": "Registered",
    "answered_at": "You first used your link",
    "name": own("Name"),
    "email": own("Email address"),
    "channel": "How we contact you",
    "phone": own("Phone number"),
    "postal_address": own("Postal address"),
    "organisation": "Organisation",
    "access_needs": "Access needs",
    "listing_consent": "Name shown to others",
    "newsletter": "On the mailing list",
    "newsletter_at": "Agreed to the mailing list",
    "attendance": "Whether you attended",
}


def _lead(row: Any) -> str:
    return str(partnership().lead_organisation or partnership())


def _starts(registration: Registration) -> Any:
    return registration.seminar.starts_at


def _came_from(registration: Registration) -> str:
    if registration.registered_by_id is None:
        return "You registered yourself."
    return "You told a member of staff, who registered you."


def _known() -> QuerySet[Registration]:
    return Registration.objects.filter(erased_at=None).select_related("seminar")


def _loses(registration: Registration) -> str:
    if registration.erased_at or not retention.gives_up(registration):
        return ""
    seminar = registration.seminar
    many = registration.seats > 1
    what = {
        RegistrationState.WAITING: "their turn on the waiting list for",
        RegistrationState.OFFERED: "the place they were offered at",
        RegistrationState.TO_CONFIRM: "their registration, not yet confirmed, for",
    }.get(
        RegistrationState(registration.state),
        "their 2 places at" if many else "their place at",
    )
    return (
        f"They will lose {what} “{seminar.title}” on {words.uk_day(seminar.starts_at)}. "
        "They will not be told."
    )


def _guests(wanted: Wanted) -> QuerySet[Registration]:
    rows = _known().exclude(guest_name="")
    return wanted.among(rows, name="guest_name", email="", phone="")


@transaction.atomic
def _forget_guest(registration: Registration, by: User) -> None:
    """Their seat stays in the count, and the letters to the other keep all but the name."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    outbox.reword(key_prefix=letters.prefix(locked), old=locked.guest_name, new="your guest")
    locked.guest_name = ""
    locked.save(update_fields=["guest_name"])


register(
    Kind(
        name="registration",
        what="Registration for a seminar",
        model=Registration,
        find=lambda wanted: wanted.among(_known()),
        bearer=lambda row: Bearer(row.name, row.email, row.phone, address=row.postal_address),
        controller=_lead,
        erase=lambda row, by: retention.erase(registration=row, by=by),
        loses=_loses,
        mail=lambda row: (letters.prefix(row),),
        source=_came_from,
        named="name",
        stays=(
            "The place and whether it was used, in the seminar’s figures, without a name.",
            "Scores given in feedback, which were never stored with a name.",
        ),
        parts=[
            Part(
                Registration,
                lambda row: [row],
                PROFILE,
                {
                    "origin": "a code that only our computer can read; deleted after a week",
                    "guest_name": "about someone else, who can ask for it",
                    "guest_attendance": "about someone else, who can ask for it",
                },
                subject="Seminars you registered for",
                more={"The seminar begins": _starts},
            ),
            Part(
                RegistrationEvent,
                lambda row: row.events.all(),
                {
                    "at": "When",
                    "registration": known("Seminar", lambda one: one.registration.seminar.title),
                    "kind": "What happened",
                    "state": "Your booking then",
                },
                subject="What happened to your place",
            ),
            Part(
                FeedbackAnswer,
                lambda row: FeedbackAnswer.objects.filter(may_contact=row),
                {
                    "seminar": known("Seminar", lambda one: one.seminar.title),
                    "useful": "How useful it was, from 1 to 5",
                    "again": "Would come again",
                    "keep": "What you liked most",
                    "change": "What we should change",
                    "access": "Access and support",
                },
                {"may_contact": "is this registration"},
                subject="Feedback you gave",
            ),
        ],
    )
)
register(
    Kind(
        name="guest",
        what="Guest of someone who registered for a seminar",
        model=Registration,
        find=_guests,
        bearer=lambda row: Bearer(row.guest_name),
        controller=_lead,
        erase=_forget_guest,
        source=lambda row: "From the person who registered and named you as their guest.",
        named="guest_name",
        stays=("The place, in the seminar’s figures, without a name.",),
        parts=[
            Part(
                Registration,
                lambda row: [row] if row.guest_name else [],
                {
                    "guest_name": own("Name"),
                    "seminar": known("Seminar", lambda one: one.seminar.title),
                    "guest_attendance": "Whether you attended",
                },
                subject="Seminars you planned to attend as a guest",
                more={"The seminar begins": _starts},
            )
        ],
    )
)
elsewhere(Seminar, "Speakers, as they were announced to the public.")
elsewhere(SeminarEvent, "Why a seminar was changed or cancelled, as sent to people.")

places.found_by_itself(Registration, "name email phone postal_address", kind="registration")
places.found_by_itself(Registration, "guest_name", kind="guest")
places.made_here(Registration, "attempt origin", "Random, of the form that was sent.")
places.made_here(
    RegistrationEvent, "reference", "Random: a code for a request that changed nothing."
)
places.made_here(SeminarMessage, "reference", "Random, of the form that was sent.")
places.published(Seminar)
places.published(Series)
places.published(Topic)
places.published(Material)
places.room(Registration, name="Seminars", read=places.staff, others=Q(erased_at=None, name__gt=""))
places.room(
    FeedbackAnswer,
    Material,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    Series,
    Topic,
    name="Seminars",
    read=places.staff,
)

visits.mark("seminars_door")
unsent.was_sent("registered")
