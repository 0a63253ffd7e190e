"""Residents, and people who give devices and mobile data.

A resident's record is seen, handed out and erased by the organisation that keeps it: its
caseworkers and its data protection lead. A programme manager learns that there is one, and whom
to ask; not what it says.
"""

from typing import Any

from django.db.models import Q

from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, by_managers, elsewhere, register
from inclusion.cases.models import (
    OPEN_REFERRALS,
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    CaseState,
    Need,
    Person,
    Referral,
    Task,
    Team,
    Transfer,
)
from inclusion.cases.roles import handles_for, protects_data_for
from inclusion.cases.rules import is_caseworker, protects_data
from inclusion.cases.services import notices, redaction
from inclusion.cases.services.people import DETAILS
from inclusion.databank.models import DataPledge
from inclusion.devices.models import Donation, Holding, PatTest, WipeRecord
from inclusion.learning.models import Assessment, Confidence, Learner, LessonDone, SkillAnswer
from inclusion.learning.services import progress

OTHERS = "may give away who told us: read it with them"
OUR_KEY = "the name, number or address again, as duplicates are looked for"


def _residents(wanted: Wanted) -> list[Person]:
    """Each once: of merged records the one that is used."""
    rows = wanted.among(
        Person.objects.filter(erased_at=None),
        name="name_key",
        phone="phone_key",
        as_typed=False,
    ).select_related("merged_into", "kept_by")
    return list(
        {(row.merged_into or row).pk: row.merged_into or row for row in rows[:100]}.values()
    )


def _everybody(person: Person) -> list[Person]:
    return [person, *Person.objects.filter(merged_into=person)]


def _cases(person: Person) -> Any:
    return Case.objects.filter(person__in=_everybody(person))


def _referrals(person: Person) -> Any:
    return Referral.objects.filter(person__in=_everybody(person))


def _still_helped(person: Person) -> str:
    open_cases = _cases(person).filter(state=CaseState.OPEN)
    if open_cases.exists() or _referrals(person).filter(state__in=OPEN_REFERRALS).exists():
        return redaction.StillHelped.message
    if Holding.objects.filter(
        need__case__in=_cases(person), returned_at=None, kind="loan"
    ).exists():
        return "A device is still on loan to this person: take it back or make it a gift first."
    return ""


def _may_decide(user: Any, person: Person) -> bool:
    return person.kept_by_id in handles_for(user) | protects_data_for(user)


def _answerers(person: Person) -> list[Any]:
    """The team's data protection lead; where none is named, its caseworkers."""
    team = Team.objects.filter(organisation=person.kept_by_id).first()
    lead = team.data_protection_lead if team else None
    if lead and person.kept_by_id in protects_data_for(lead):
        return [lead]
    return notices.caseworkers(person.kept_by)


def _learning(learners: Any, assessments: Any) -> list[Part]:
    """Progress and what somebody said they can do: of a resident, or of who learns alone."""
    return [
        Part(
            Learner,
            learners,
            ("email", "started_at", "used_at"),
            {"account": "is this person’s", "person": "is this person"},
        ),
        Part(
            LessonDone,
            lambda row: LessonDone.objects.filter(learner__in=learners(row)),
            ("lesson", "done_at"),
        ),
        Part(
            Assessment,
            assessments,
            ("framework", "answered_by", "taken_on", "finished_at"),
            {"person": "is this person", "learner": "is this person"},
        ),
        Part(
            SkillAnswer,
            lambda row: SkillAnswer.objects.filter(assessment__in=assessments(row)),
            ("statement", "can_do"),
        ),
        Part(
            Confidence,
            lambda row: Confidence.objects.filter(assessment__in=assessments(row)),
            ("area", "level"),
        ),
    ]


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "The gift is still being arranged. Settle it first."


def _giver(row: Any) -> Bearer:
    return Bearer(row.name, row.email, getattr(row, "phone", ""))


register(
    Kind(
        name="resident",
        what="Resident who asked for help",
        model=Person,
        find=_residents,
        bearer=lambda row: Bearer(row.name, row.email, row.phone, row.date_of_birth),
        controller=lambda row: str(row.kept_by),
        erase=lambda row, by: redaction.forget(person=row, by=by),
        obstacles=[_still_helped],
        decides=_may_decide,
        enters=is_caseworker | protects_data,
        answerers=_answerers,
        mail=lambda row: tuple(notices.prefix(one) for one in _everybody(row)),
        stays=(
            "That a case was opened, with its dates, needs and outcome, without a name.",
            "Who of the staff opened the case, and when.",
            "Donated data and devices in the accounts: which need they met, not whose it was.",
        ),
        parts=[
            Part(
                Person,
                _everybody,
                (*DETAILS, "created_at"),
                {"name_key": OUR_KEY, "phone_key": OUR_KEY, "email_key": OUR_KEY},
            ),
            Part(
                Referral,
                _referrals,
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
                _cases,
                ("reference", "handled_by", "state", "urgency", "opened_at", "closed_at"),
                {"person": "is this person"},
            ),
            Part(Need, lambda row: Need.objects.filter(case__in=_cases(row)), ("kind", "state")),
            Part(
                CaseEvent,
                lambda row: CaseEvent.objects.filter(case__in=_cases(row)),
                ("kind", "words", "at"),
            ),
            Part(
                CaseOpening,
                lambda row: CaseOpening.objects.filter(case__in=_cases(row)),
                ("at", "ground", "reason"),
            ),
            Part(
                Task,
                lambda row: Task.objects.filter(case__in=_cases(row)),
                ("title", "due_on", "done_at"),
            ),
            Part(
                Appointment,
                lambda row: Appointment.objects.filter(case__in=_cases(row)),
                ("place", "starts_at", "practised"),
            ),
            *_learning(
                lambda row: Learner.objects.filter(person__in=_everybody(row)),
                lambda row: Assessment.objects.filter(person__in=_everybody(row)),
            ),
            Part(
                Transfer,
                lambda row: Transfer.objects.filter(case__in=_cases(row)),
                ("to", "basis_words", "why", "handover", "decline_words", "state"),
            ),
            Part(
                Holding,
                lambda row: Holding.objects.filter(need__case__in=_cases(row)),
                ("device", "kind", "terms", "signed_name", "signed_at", "due_on", "returned_at"),
            ),
        ],
    )
)
register(
    Kind(
        name="device-gift",
        what="Gift of devices",
        model=Donation,
        find=lambda wanted: wanted.among(Donation.objects.select_related("to").exclude(name="")),
        bearer=_giver,
        controller=lambda row: str(row.to),
        erase=lambda row, by: redaction.forget_donor(donation=row),
        obstacles=[_still_arranged],
        decides=lambda user, row: (
            by_managers(user, row) or row.to_id in handles_for(user) | protects_data_for(user)
        ),
        enters=is_caseworker,
        stays=("That devices were given, and what became of them.",),
        parts=[
            Part(
                Donation,
                lambda row: [row],
                (
                    "reference",
                    "name",
                    "email",
                    "phone",
                    "postcode",
                    "organisation",
                    "what",
                    "how_many",
                    "words",
                    "state",
                    "offered_at",
                ),
            )
        ],
    )
)
register(
    Kind(
        name="data-gift",
        what="Gift of mobile data",
        model=DataPledge,
        find=lambda wanted: wanted.among(DataPledge.objects.exclude(name=""), phone=""),
        bearer=_giver,
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=lambda row, by: redaction.forget_giver(pledge=row),
        obstacles=[_still_arranged],
        stays=("That data was given, and what became of it.",),
        parts=[
            Part(
                DataPledge,
                lambda row: [row],
                (
                    "reference",
                    "name",
                    "email",
                    "organisation",
                    "network",
                    "mb",
                    "state",
                    "pledged_at",
                    "settled_at",
                ),
            )
        ],
    )
)


def _learners(wanted: Wanted) -> Any:
    """By the address they gave, or by their account; most are nobody's in particular."""
    known = Learner.objects.exclude(email="", account=None).select_related("account")
    if wanted.email:
        return known.filter(Q(email=wanted.email) | Q(account__email__iexact=wanted.email))
    return wanted.among(known, name="account__name", phone="")


register(
    Kind(
        name="learner",
        what="Progress in learning",
        model=Learner,
        find=_learners,
        bearer=lambda row: Bearer(
            row.account.name if row.account else "",
            row.email or (row.account.email if row.account else ""),
        ),
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=lambda row, by: progress.forget(learner=row),
        mail=lambda row: (progress.prefix(row),),
        parts=_learning(
            lambda row: Learner.objects.filter(pk=row.pk),
            lambda row: Assessment.objects.filter(learner=row),
        ),
    )
)
# Persons who test and wipe are staff or suppliers; the log of an eraser names machines.
elsewhere(WipeRecord, "Who wiped a device, at work.")
elsewhere(PatTest, "Who tested a device, at work.")
elsewhere(Team, "Who is safeguarding or data protection lead: by account.", searched=False)
