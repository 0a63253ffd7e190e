"""Who may do what with people's cases. Rules say who; services say when.

A programme manager is not let into cases: what a resident told a caseworker is for the caseworkers
of the organisation that handles the case, and each look is recorded.
"""

from collections.abc import Collection

import rules
from django.db.models import Exists, F, OuterRef, QuerySet

from diz_portal.access import residents_records
from inclusion.cases.models import (
    EMERGENCY_KINDS,
    Appointment,
    Case,
    CaseOpening,
    Need,
    Person,
    Referral,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.cases.roles import answers_for, handles_for, protects_data_for, refers_for
from partners.enums import OrganisationState
from partners.models import Agreement, AgreementKind, Organisation, Role
from partners.roles import current_roles, is_manager, leads, positions

REFERS = "_refers_residents"


def sharing() -> QuerySet[Agreement]:
    """The agreements to share data that are in force."""
    return Agreement.objects.in_force().filter(kind=AgreementKind.DATA_SHARING)


def agreement_between(one: int, other: int) -> Agreement | None:
    """The one to which both are parties; of several the one that lasts longest. What each has
    agreed with others lets nothing be shared between them."""
    both = sharing().filter(parties=one).filter(parties=other)
    return both.order_by(F("expires_on").desc(nulls_first=True), "pk").first()


def may_share(one: int, other: int) -> bool:
    """Within one organisation nothing is shared."""
    return one == other or agreement_between(one, other) is not None


def share_with(organisation: int) -> QuerySet[Organisation]:
    """Who has an agreement with it, whether they work here or not."""
    agreements = sharing().filter(parties=organisation)
    return Organisation.objects.filter(agreements__in=agreements).exclude(pk=organisation)


def may_refer(organisations: Collection[int]) -> list[Organisation]:
    """Of these, the ones that may send a new referral to some team: active, and with an agreement
    between the two. Whether to the very team is asked when it is sent."""
    mine = Organisation.objects.filter(pk__in=organisations, state=OrganisationState.ACTIVE)
    return [one for one in mine if share_with(one.pk).filter(team__isnull=False).exists()]


@rules.predicate
def is_caseworker(user) -> bool:
    return bool(handles_for(user))


@rules.predicate
def handles_case(user, case: Case) -> bool:
    return case.handled_by_id in handles_for(user)


@rules.predicate
def keeps_person(user, person: Person) -> bool:
    return person.kept_by_id in handles_for(user)


@rules.predicate
def answers_referral(user, referral: Referral) -> bool:
    return referral.to_id in handles_for(user)


@rules.predicate
def made_referral(user, referral: Referral) -> bool:
    return referral.made_by_id is not None and referral.made_by_id in refers_for(user)


@rules.predicate
def protects_data(user) -> bool:
    return bool(protects_data_for(user))


@rules.predicate
def is_named_lead(user) -> bool:
    return bool(answers_for(user))


@rules.predicate
def answers_for_records(user, case: Case) -> bool:
    """The named safeguarding or data protection lead of the handling organisation."""
    return case.handled_by_id in answers_for(user)


@rules.predicate
def is_of_the_team(user, team: Team) -> bool:
    """A member of its organisation, whatever the role."""
    return team.organisation_id in current_roles(user)


@rules.predicate
def leads_the_team(user, team: Team) -> bool:
    """A lead of its organisation: the only one who names who answers for its records."""
    return team.organisation_id in leads(user)


@rules.predicate
def answers_transfer(user, transfer: Transfer) -> bool:
    return transfer.to_id in handles_for(user)


@rules.predicate
def offered_transfer(user, transfer: Transfer) -> bool:
    return transfer.case.handled_by_id in handles_for(user)


@rules.predicate
def refers(user) -> bool:
    return bool(refers_for(user))


@rules.predicate
def handles_its_case(user, record: Need | Task | Appointment) -> bool:
    return record.case.handled_by_id in handles_for(user)


@rules.predicate
def handles_its_record(user, told: Telling) -> bool:
    """Of a case, or of a request that has become none yet."""
    return told.organisation_id in handles_for(user)


@rules.predicate
def has_emergency_access(user, case: Case) -> bool:
    """A named lead who may still read the case for the rest of the hour."""
    return case.handled_by_id in answers_for(user) and (
        CaseOpening.objects.lasting().filter(case=case, by=user, kind__in=EMERGENCY_KINDS).exists()
    )


rules.add_perm("inclusion.see_case", handles_case | has_emergency_access)
rules.add_perm("inclusion.see_work", handles_its_case)
rules.add_perm("inclusion.tell", handles_its_record)
rules.add_perm("inclusion.see_transfer", answers_transfer | offered_transfer)
rules.add_perm("inclusion.work_on_cases", is_caseworker)
rules.add_perm("inclusion.work_on", handles_case)
rules.add_perm("inclusion.use_emergency_access", answers_for_records)
rules.add_perm("inclusion.see_team", is_of_the_team | is_manager)
rules.add_perm("inclusion.name_leads", leads_the_team)
rules.add_perm("inclusion.propose_lead", is_manager)
rules.add_perm("inclusion.find_cases", is_caseworker | is_named_lead)
rules.add_perm("inclusion.answer_transfer", answers_transfer)
rules.add_perm("inclusion.withdraw_transfer", offered_transfer)
rules.add_perm("inclusion.see_figures", is_caseworker | is_manager)
rules.add_perm("inclusion.see_person", keeps_person)
rules.add_perm("inclusion.answer_referral", answers_referral)
rules.add_perm("inclusion.see_referral", answers_referral | made_referral)
rules.add_perm("inclusion.refer", refers)
rules.add_perm("inclusion.manage", is_manager)


# Who comes near residents ---------------------------------------------------------------------


@rules.predicate
def has_been_a_caseworker(user) -> bool:
    """Caseworkers, also while their organisation is suspended."""
    return any(place.role == Role.CASEWORKER for place in positions(user).values())


@rules.predicate
def refers_residents(user) -> bool:
    """Of an organisation that has referred someone, or may: its members read its referrals."""
    mine = refers_for(user)
    if not mine:
        return False
    if not hasattr(user, REFERS):
        in_force = Agreement.objects.in_force().filter(
            kind=AgreementKind.DATA_SHARING, parties=OuterRef("pk")
        )
        made = Referral.objects.filter(made_by=OuterRef("pk"))
        referring = Organisation.objects.filter(Exists(in_force) | Exists(made), pk__in=mine)
        setattr(user, REFERS, referring.exists())
    return getattr(user, REFERS)


# Who may have one of the permissions below, or one of the rooms above.
comes_near = has_been_a_caseworker | is_manager | is_named_lead | refers_residents

# `inclusion.refer` is none of them: it lets someone send a referral, and read none.
residents_records(
    "inclusion.see_case",
    "inclusion.see_work",
    "inclusion.tell",
    "inclusion.see_transfer",
    "inclusion.work_on_cases",
    "inclusion.work_on",
    "inclusion.use_emergency_access",
    "inclusion.find_cases",
    "inclusion.answer_transfer",
    "inclusion.withdraw_transfer",
    "inclusion.see_figures",
    "inclusion.see_person",
    "inclusion.answer_referral",
    "inclusion.see_referral",
    "inclusion.manage",
    held_by=comes_near,
)
