"""People who registered, and those they brought along."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, elsewhere, register
from diz_portal.privacy.mentions import places
from seminars.models import (
    FeedbackAnswer,
    Material,
    Registration,
    RegistrationEvent,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    Series,
    Topic,
)
from seminars.services import letters, retention

PROFILE = (
    "name",
    "email",
    "channel",
    "phone",
    "postal_address",
    "organisation",
    "access_needs",
    "listing_consent",
    "newsletter",
    "newsletter_at",
    "attendance",
    "seminar",
    "place",
    "state",
    "registered_at",
    "answered_at",
)


def _lead(row: Any) -> str:
    return str(partnership().lead_organisation or partnership())


def _known() -> QuerySet[Registration]:
    return Registration.objects.filter(erased_at=None).select_related("seminar")


def _companions(wanted: Wanted) -> QuerySet[Registration]:
    rows = _known().exclude(companion_name="")
    return wanted.among(rows, name="companion_name", email="", phone="")


@transaction.atomic
def _forget_companion(registration: Registration, by: User) -> None:
    """Their seat stays in the count, and the letters to the other keep all but the name."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    outbox.reword(
        key_prefix=letters.prefix(locked), old=locked.companion_name, new="your companion"
    )
    locked.companion_name = ""
    locked.save(update_fields=["companion_name"])


register(
    Kind(
        name="registration",
        what="Registration for a seminar",
        model=Registration,
        find=lambda wanted: wanted.among(_known()),
        bearer=lambda row: Bearer(row.name, row.email, row.phone, address=row.postal_address),
        controller=_lead,
        erase=lambda row, by: retention.erase(registration=row, by=by),
        mail=lambda row: (letters.prefix(row),),
        stays=(
            "The seat and whether it was used, in the seminar’s count, without a name.",
            "Marks given in feedback: they never had a name.",
        ),
        parts=[
            Part(
                Registration,
                lambda row: [row],
                PROFILE,
                {
                    "origin": "a number made of where the form came from, for a week at most",
                    "companion_name": "about somebody else, who may ask for it",
                    "companion_attendance": "about somebody else, who may ask for it",
                },
            ),
            Part(
                FeedbackAnswer,
                lambda row: FeedbackAnswer.objects.filter(may_contact=row),
                ("useful", "again", "keep", "change", "access"),
                {"may_contact": "is this registration"},
            ),
        ],
    )
)
register(
    Kind(
        name="companion",
        what="Companion of somebody who registered for a seminar",
        model=Registration,
        find=_companions,
        bearer=lambda row: Bearer(row.companion_name),
        controller=_lead,
        erase=_forget_companion,
        stays=("The seat, in the seminar’s count, without a name.",),
        parts=[
            Part(
                Registration,
                lambda row: [row] if row.companion_name else [],
                ("companion_name", "companion_attendance", "seminar"),
            )
        ],
    )
)
elsewhere(Seminar, "Speakers, as they were announced to the public.")
elsewhere(SeminarEvent, "Why a seminar was moved or cancelled, as people were told.")

places.found_by_itself(Registration, "name email phone postal_address", kind="registration")
places.found_by_itself(Registration, "companion_name", kind="companion")
places.made_here(Registration, "attempt origin", "Random, of the form that was sent.")
places.made_here(RegistrationEvent, "reference", "Random, of a request that changed nothing.")
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
