"""Residents.

A resident's record is seen, handed out and erased by the organisation that keeps it: its
caseworkers and its data protection lead. A programme manager learns that there is one, and whom
to ask; not what it says.
"""

from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse

from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, elsewhere, register
from diz_portal.privacy.mentions import places
from diz_portal.privacy.purposes import controllers_are, protected_by
from inclusion.cases import additions
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    Need,
    Person,
    Referral,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.cases.personal_data import HANDLER
from inclusion.cases.roles import handles_for, protects_data_for
from inclusion.cases.rules import is_caseworker, protects_data
from inclusion.cases.selectors.residents import cases_of, everybody, referrals_of
from inclusion.cases.services import notices, redaction
from inclusion.cases.services.people import DETAILS
from partners.models import Organisation

controllers_are(HANDLER, lambda: Organisation.objects.filter(team__isnull=False))
protected_by(protects_data_for)

OTHERS = "may give away who told us: read it with them"

OUR_KEY = "the name, number or address again, as duplicates are looked for"


def _residents(wanted: Wanted) -> list[Person]:
    """Each once: of merged records the one that is used."""
    rows = wanted.among(
        Person.objects.filter(erased_at=None),
        name="name_key",
        email="email_key",
        phone="phone_key",
        as_typed=False,
    ).select_related("merged_into", "kept_by")
    return list(
        {(row.merged_into or row).pk: row.merged_into or row for row in rows[:100]}.values()
    )


def _bearer(row: Person) -> Bearer:
    return Bearer(
        row.name,
        row.email,
        row.phone,
        row.date_of_birth,
        address=row.address,
        postcode=row.postcode,
    )


def _may_decide(user: Any, person: Person) -> bool:
    return person.kept_by_id in handles_for(user) | protects_data_for(user)


def _answerers(person: Person) -> list[Any]:
    """The team's data protection lead; where none is named, its caseworkers."""
    team = Team.objects.filter(organisation=person.kept_by_id).first()
    lead = team.data_protection_lead if team else None
    if lead and person.kept_by_id in protects_data_for(lead):
        return [lead]
    return notices.caseworkers(person.kept_by)


register(
    Kind(
        name="resident",
        what="Resident who asked for help",
        model=Person,
        find=_residents,
        bearer=_bearer,
        called=lambda row: map(_bearer, everybody(row)),
        controller=lambda row: str(row.kept_by),
        erase=lambda row, by: redaction.forget(person=row, by=by),
        obstacles=[redaction.obstacle],
        decides=_may_decide,
        enters=is_caseworker | protects_data,
        answerers=_answerers,
        mail=lambda row: tuple(notices.prefix(one) for one in everybody(row)),
        stays=(
            "That a case was opened, with its dates, needs and outcome, without a name.",
            "Who of the staff opened the case, and when.",
            "Donated data and devices in the accounts: which need they met, not whose it was.",
        ),
        parts=[
            Part(
                Person,
                everybody,
                (*DETAILS, "created_at"),
                {"name_key": OUR_KEY, "phone_key": OUR_KEY, "email_key": OUR_KEY},
            ),
            Part(
                Referral,
                referrals_of,
                (
                    "reference",
                    "kind",
                    "made_by",
                    "to",
                    "wanted",
                    "story",
                    "state",
                    "lawful_basis",
                    "decline_words",
                    "told_on",
                ),
                {"told_by": OTHERS, "their_reference": "another organisation's number"},
            ),
            Part(
                Case,
                cases_of,
                ("reference", "handled_by", "state", "urgency", "opened_at", "closed_at"),
                {"person": "is this person"},
            ),
            Part(
                Need,
                lambda row: Need.objects.filter(case__in=cases_of(row)),
                ("kind", "item", "state"),
            ),
            Part(
                CaseEvent,
                lambda row: CaseEvent.objects.filter(case__in=cases_of(row)),
                ("kind", "summary", "words", "at"),
            ),
            Part(
                CaseOpening,
                lambda row: CaseOpening.objects.filter(case__in=cases_of(row)),
                ("at", "ground", "reason"),
            ),
            Part(
                Task,
                lambda row: Task.objects.filter(case__in=cases_of(row)),
                ("title", "due_on", "done_at"),
            ),
            Part(
                Appointment,
                lambda row: Appointment.objects.filter(case__in=cases_of(row)),
                ("place", "starts_at", "practised"),
            ),
            Part(
                Telling,
                lambda row: Telling.objects.filter(
                    Q(case__in=cases_of(row)) | Q(referral__in=referrals_of(row))
                ),
                ("step", "channel", "began_at", "outcome", "settled_at"),
            ),
            Part(
                Transfer,
                lambda row: Transfer.objects.filter(case__in=cases_of(row)),
                ("to", "basis_words", "why", "handover", "decline_words", "state"),
            ),
            *(part for one in additions.all_added() for part in one.parts),
        ],
    )
)

elsewhere(Team, "Who is safeguarding or data protection lead: by account.", searched=False)

places.found_by_itself(
    Person,
    "name email phone address postcode name_key email_key phone_key",
    kind="resident",
)
places.made_here(Referral, "attempt", "Random, of the form that was sent.")
places.made_here(Telling, "key", "What happened, in kinds and ids.")


def _theirs(path: str, user: Any) -> Q:
    return Q(**{f"{path}__in": handles_for(user) | protects_data_for(user)})


def _case_page(reference: str) -> str:
    return reverse("inclusion_workspace:case", args=[reference])


places.room(
    Need,
    CaseEvent,
    CaseOpening,
    Task,
    Appointment,
    Transfer,
    name="Cases",
    read=partial(_theirs, "case__handled_by"),
    others=Q(case__person__erased_at=None, case__isnull=False),
    link=("case__reference", _case_page),
)
places.room(
    Referral,
    name="Cases",
    read=partial(_theirs, "to"),
    others=Q(person__erased_at=None),
    link=("reference", lambda ref: reverse("inclusion_workspace:referral", args=[ref])),
)
places.room(Person, name="Cases", read=partial(_theirs, "kept_by"), others=Q(erased_at=None))
places.room(Team, name="Teams", read=places.staff)
places.published(Team, "phone")
