"""Residents.

A resident's record is seen, disclosed and erased by the organisation that keeps it: its
caseworkers and its data protection lead. A programme manager learns that there is one, and who to
ask; not what it says.
"""

from functools import partial
from typing import Any

from django.db.models import (
    Q,
    QuerySet,
)
from django.urls import reverse

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
from diz_portal.privacy.purposes import controllers_are, protected_by
from inclusion.cases import additions
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    CaseTag,
    FundTag,
    Need,
    Person,
    Referral,
    ReferralEvent,
    ReferralKind,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.cases.models.telling import Step
from inclusion.cases.personal_data import HANDLER
from inclusion.cases.roles import handles_for, protects_data_for
from inclusion.cases.rules import is_caseworker, protects_data
from inclusion.cases.selectors.residents import cases_of, everybody, referrals_of, surviving
from inclusion.cases.services import notices, redaction
from partners.models import Organisation

controllers_are(HANDLER, lambda: Organisation.objects.filter(team__isnull=False))
protected_by(protects_data_for)

OTHERS = "may show who told us: read it with them"

OUR_KEY = "the name, number or address again, used to find duplicates"

CAME = {
    ReferralKind.SELF: "You asked for help yourself",
    ReferralKind.CALLER: "You called us, and staff recorded your request",
    ReferralKind.PARTNER: "A partner referred you",
}
DETAILS: dict[str, Column] = {
    "name": own("Name"),
    "date_of_birth": own("Date of birth"),
    "phone": own("Phone number"),
    "email": own("Email address"),
    "address": own("Address"),
    "postcode": own("Postcode"),
    "district": "District",
    "contact_by": "How you prefer to be contacted",
    "contact_notes": "When it is safe to contact you",
    "adjustments": "What makes it easier for you",
    "adjustments_words": "What else makes it easier for you",
    "created_at": "Recorded",
}
REFERRAL: dict[str, Column] = {
    "reference": "Reference",
    "submitted_at": "Sent",
    "kind": known("How it came to us", lambda row: CAME[ReferralKind(row.kind)]),
    "made_by": "Referred by",
    "to": "Sent to",
    "wanted": "What was asked for",
    "which_device": "Which device",
    "story": "What would help, as you or your referrer told us",
    "urgency": "How urgent it is",
    "lawful_basis": "Lawful basis",
    "told_on": "When you were told about the referral",
    "state": "Status",
    "decided_at": "Decided",
    "decline_reason": "Why it was declined",
    "decline_words": "What was said about it",
}
TOLD = {
    Step.RECEIVED: "We have your request",
    Step.REFERRED: "A partner referred you",
    Step.WITHDRAWN: "The referral was withdrawn",
    Step.PASSED: "Another team has your request",
    Step.ACCEPTED: "We are helping you",
    Step.DECLINED: "We cannot help with your request",
    Step.SUPPLIED: "You have something you needed",
    Step.NOT_MET: "A need could not be met",
    Step.CLOSED: "Your case is closed",
    Step.REOPENED: "We are helping you again",
}


def _came_from(person: Person) -> str:
    """From whom, for each of their requests."""
    said = [
        f"{one.made_by} referred you." if one.made_by else f"{CAME[ReferralKind(one.kind)]}."
        for one in referrals_of(person).select_related("made_by")
    ]
    moved = Transfer.objects.filter(new_case__in=cases_of(person)).select_related(
        "case__handled_by"
    )
    said += [f"{one.case.handled_by} transferred your case to us." for one in moved]
    return " ".join(dict.fromkeys([*said, "Staff added notes of what was said and done."]))


def _opened_at(opening: CaseOpening) -> str:
    if opening.case:
        return str(opening.case.handled_by)
    return str(opening.referral.to) if opening.referral else ""


def _meetings(person: Person) -> QuerySet[Appointment]:
    return Appointment.objects.filter(case__in=cases_of(person))


def _residents(wanted: Wanted) -> list[Person]:
    """Each once: of merged records the one that is used."""
    rows = wanted.among(
        Person.objects.filter(erased_at=None),
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
        leads_to=surviving,
        called=lambda row: map(_bearer, everybody(row)),
        controller=lambda row: str(row.kept_by),
        erase=lambda row, by: redaction.forget(person=row, by=by),
        obstacles=[redaction.obstacle],
        decides=_may_decide,
        enters=is_caseworker | protects_data,
        answerers=_answerers,
        mail=lambda row: tuple(notices.prefix(one) for one in everybody(row)),
        stays=(
            "The record that a case was opened, with its dates, needs and outcome, without a name.",
            "The access log: which staff looked at the case, and when.",
            "Which donated devices and data met a need in the accounts, without whose need it was.",
        ),
        source=_came_from,
        seen="We record each time someone looks at your request or case. See “Who has looked at "
        "your request or case”. It gives the organisation and the role, not the name.",
        named="name",
        copied_as=lambda row: [one.reference for one in everybody(row)],
        parts=[
            Part(
                Person,
                everybody,
                DETAILS,
                {"name_key": OUR_KEY, "phone_key": OUR_KEY, "email_key": OUR_KEY},
                subject="Your details",
            ),
            Part(
                Referral,
                referrals_of,
                REFERRAL,
                {"told_by": OTHERS, "their_reference": "another organisation’s number"},
                subject="Your request for help",
            ),
            Part(
                ReferralEvent,
                lambda row: ReferralEvent.objects.filter(referral__in=referrals_of(row)),
                {"at": "When", "state": "Status"},
                subject="What happened to your request for help",
            ),
            Part(
                Case,
                cases_of,
                {
                    "reference": "Reference",
                    "handled_by": "Organisation that helps you",
                    "state": "Open or closed",
                    "urgency": "How urgent it is",
                    "target_on": "Target date",
                    "opened_at": "Opened",
                    "closed_at": "Closed",
                },
                {"person": "is this person"},
                subject="Your case",
            ),
            Part(
                Need,
                lambda row: Need.objects.filter(case__in=cases_of(row)),
                {
                    "kind": "What you need",
                    "item": "Details",
                    "state": "Status",
                    "reason": "Why it was not met",
                    "changed_at": "Status since",
                },
                subject="What you need",
            ),
            Part(
                CaseTag,
                lambda row: CaseTag.objects.filter(case__in=cases_of(row)),
                {
                    "tag": known("Group or focus area", lambda one: one.tag.label),
                    "applies": "Applies",
                    "at": "Recorded",
                },
                subject="Groups that a fund counts you in",
                lead="The fund gets numbers only, never your name.",
            ),
            Part(
                CaseEvent,
                lambda row: CaseEvent.objects.filter(case__in=cases_of(row)),
                {
                    "at": "When",
                    "kind": "What happened",
                    "summary": "Summary",
                    "words": "Note",
                },
                subject="Notes and events of your case",
                lead="Staff of the organisation that helps you wrote these. Their names are "
                "removed.",
            ),
            Part(
                CaseOpening,
                lambda row: CaseOpening.objects.filter(
                    Q(case__in=cases_of(row)) | Q(referral__in=referrals_of(row))
                ),
                {
                    "at": "When",
                    "kind": "In what role",
                    "ground": "Reason for access",
                    "reason": "Details",
                },
                subject="Who has looked at your request or case",
                lead="The organisation and the role of each person, without their name.",
                more={"Organisation": known("Organisation", _opened_at)},
            ),
            Part(
                Task,
                lambda row: Task.objects.filter(case__in=cases_of(row)),
                {"title": "Task", "due_on": "Due date", "done_at": "Done"},
                subject="Tasks for staff who help you",
            ),
            Part(
                Appointment,
                lambda row: _meetings(row).filter(need=None),
                {"starts_at": "When", "place": "Where", "state": "Outcome"},
                subject="Appointments with you",
            ),
            Part(
                Appointment,
                lambda row: _meetings(row).filter(need__isnull=False),
                {
                    "starts_at": "From",
                    "ends_at": "Until",
                    "way": "How",
                    "place": "Where",
                    "state": "Outcome",
                    "practised": "What you practised",
                },
                subject="Sessions with a digital champion",
            ),
            Part(
                Telling,
                lambda row: Telling.objects.filter(
                    Q(case__in=cases_of(row)) | Q(referral__in=referrals_of(row))
                ),
                {
                    "began_at": "From",
                    "step": known("What you were told", lambda one: TOLD[Step(one.step)]),
                    "channel": "How",
                    "outcome": "Outcome",
                    "settled_at": "When",
                },
                subject="What you were told about your request",
            ),
            Part(
                Transfer,
                lambda row: Transfer.objects.filter(case__in=cases_of(row)),
                {
                    "offered_at": "Offered",
                    "to": "To which organisation",
                    "basis": "Lawful basis",
                    "basis_words": "How you agreed, or why consent was not needed",
                    "why": "Reason for transfer",
                    "handover": "What they were told",
                    "state": "Status",
                    "decided_at": "Decided",
                    "decline_words": "Their reason for declining",
                },
                subject="Transfers of your case to another organisation",
            ),
            *(part for one in additions.all_added() for part in one.parts),
        ],
    )
)

elsewhere(Team, "The safeguarding and data protection leads, by account.", searched=False)

places.found_by_itself(
    Person,
    "name email phone address postcode name_key email_key phone_key",
    kind="resident",
)
places.made_here(Referral, "attempt", "Random, of the form that was sent.")
places.made_here(Referral, "which_device", "Types of device, from our own list.")
places.made_here(Telling, "key", "What happened, as types and ids.")


def theirs(path: str, user: Any) -> Q:
    """What the teams that a person works for handle, or whose data they protect."""
    return Q(**{f"{path}__in": handles_for(user) | protects_data_for(user)})


def case_page(reference: str) -> str:
    return reverse("inclusion_workspace:case", args=[reference])


places.published(FundTag)
places.room(
    Need,
    CaseTag,
    CaseEvent,
    CaseOpening,
    Task,
    Appointment,
    Transfer,
    name="Cases",
    read=partial(theirs, "case__handled_by"),
    others=Q(case__person__erased_at=None, case__isnull=False),
    link=("case__reference", case_page),
)
places.room(
    Referral,
    name="Cases",
    read=partial(theirs, "to"),
    others=Q(person__erased_at=None),
    link=("reference", lambda ref: reverse("inclusion_workspace:referral", args=[ref])),
)
places.room(Person, name="Cases", read=partial(theirs, "kept_by"), others=Q(erased_at=None))
places.room(Team, name="Teams", read=places.staff)
places.published(Team, "phone")
