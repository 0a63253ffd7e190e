"""Who may do what with people's cases. Rules say who; services say when.

A programme manager is not let into cases: what a resident told a caseworker is for the caseworkers
of the organisation that handles the case, and each opening is written down.
"""

from collections.abc import Collection
from typing import Any

import rules
from django.db.models import Exists, OuterRef, Q, QuerySet

from diz_portal.access import residents_records
from inclusion.cases.models import (
    BREAKS_GLASS,
    Appointment,
    Case,
    CaseOpening,
    Need,
    Person,
    Referral,
    Task,
    Team,
    Transfer,
)
from inclusion.databank.models import DataBatch, DataItem
from inclusion.devices.models import Device, Donation, Holding, Part, WipeRecord
from inclusion.learning.models import Assessment, Learner, LearningPath, Lesson
from partners.models import Agreement, AgreementKind, Organisation, Role
from partners.rules import current_roles, handing_over, is_manager, leads, positions, works_for

NAMED = "_named_lead_of"
REFERS = "_refers_residents"


def handles_for(user: Any) -> set[int]:
    """Ids of the organisations whose cases the person works on: as caseworker, while the
    organisation works here, or is suspended and still finishes and hands over what is open."""
    roles = current_roles(user) | handing_over(user)
    return {pk for pk, role in roles.items() if role == Role.CASEWORKER}


def takes_for(user: Any) -> set[int]:
    """Of these, the ones that may be given something new."""
    return {pk for pk, role in current_roles(user).items() if role == Role.CASEWORKER}


def belongs_to(user: Any) -> set[int]:
    """Ids of the organisations that the person is of, while these work or hand over."""
    return set(current_roles(user) | handing_over(user))


def refers_for(user: Any) -> set[int]:
    """Ids of the organisations for which the person may see and make referrals."""
    return works_for(user) | handles_for(user)


def may_refer(organisations: Collection[int]) -> list[Organisation]:
    """Of these, the ones that may send a new referral: active, and with a live agreement to
    share data."""
    return list(shares_data(organisations).filter(state="active"))


def shares_data(organisations: Collection[int]) -> QuerySet[Organisation]:
    """Of these, the ones with a live agreement to share data, whether they work here or not."""
    in_force = Agreement.objects.in_force().filter(kind=AgreementKind.DATA_SHARING)
    return Organisation.objects.filter(pk__in=organisations, agreements__in=in_force).distinct()


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


def _named(user: Any) -> dict[int, bool]:
    """Organisation id → whether for data protection, where a team's row names the person while
    they belong to it. Read once per user object, as the roles are."""
    mine = belongs_to(user)
    if not mine:
        return {}
    if not hasattr(user, NAMED):
        teams = Team.objects.filter(Q(safeguarding_lead=user) | Q(data_protection_lead=user))
        setattr(
            user,
            NAMED,
            {
                organisation: lead == user.pk
                for organisation, lead in teams.values_list("organisation", "data_protection_lead")
            },
        )
    return {pk: name for pk, name in getattr(user, NAMED).items() if pk in mine}


def answers_for(user: Any) -> set[int]:
    """Ids of the organisations whose named safeguarding or data protection lead the person is,
    while they belong to them."""
    return set(_named(user))


def protects_data_for(user: Any) -> set[int]:
    """Ids of the organisations whose named data protection lead the person is, while they belong
    to them."""
    return {pk for pk, for_data_protection in _named(user).items() if for_data_protection}


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
def keeps_device(user, device: Device) -> bool:
    return device.kept_by_id in handles_for(user)


@rules.predicate
def keeps_part(user, part: Part) -> bool:
    return part.kept_by_id in handles_for(user)


@rules.predicate
def was_offered(user, donation: Donation) -> bool:
    return donation.to_id in handles_for(user)


@rules.predicate
def keeps_held(user, holding: Holding) -> bool:
    """Of the keeper of the device; whose paper it is too."""
    return holding.device.kept_by_id in handles_for(user)


@rules.predicate
def hands_out(user, batch: DataBatch) -> bool:
    """A caseworker, of what their own organisation keeps or what all share."""
    mine = handles_for(user)
    return bool(mine) and (batch.kept_by_id is None or batch.kept_by_id in mine)


WIPE_GUARD = "inclusion.wipe"


def may_read_wipe(user, document) -> bool:
    """A proof of wiping is for those who keep a device that it is about, and for managers."""
    about = WipeRecord.objects.filter(evidence=document)
    if is_manager(user):
        return about.exists()
    return about.filter(device__kept_by__in=handles_for(user)).exists()


@rules.predicate
def hands_out_its_batch(user, item: DataItem) -> bool:
    return hands_out(user, item.batch)


@rules.predicate
def handles_its_case(user, record: Need | Task | Appointment) -> bool:
    return record.case.handled_by_id in handles_for(user)


@rules.predicate
def keeps_its_person(user, record: Learner | Assessment) -> bool:
    """Where it is about somebody whom a team helps; anybody else's is their own."""
    return record.person is not None and record.person.kept_by_id in handles_for(user)


@rules.predicate
def has_broken_the_glass(user, case: Case) -> bool:
    """A named lead who may still read the case for the rest of the hour."""
    return case.handled_by_id in answers_for(user) and (
        CaseOpening.objects.lasting().filter(case=case, by=user, kind__in=BREAKS_GLASS).exists()
    )


@rules.predicate
def is_out(user, record: LearningPath | Lesson) -> bool:
    """A path that is published, or a published lesson of one."""
    path = record if isinstance(record, LearningPath) else record.module.path
    return path.is_published and record.is_published


rules.add_perm("inclusion.see_device", keeps_device | is_manager)
rules.add_perm("inclusion.see_part", keeps_part | is_manager)
rules.add_perm("inclusion.see_item", hands_out_its_batch | is_manager)
rules.add_perm("inclusion.see_case", handles_case | has_broken_the_glass)
rules.add_perm("inclusion.see_work", handles_its_case)
rules.add_perm("inclusion.see_progress", keeps_its_person)
rules.add_perm("inclusion.see_transfer", answers_transfer | offered_transfer)
rules.add_perm("inclusion.see_lesson", is_out | is_manager)
rules.add_perm("inclusion.see_stock", is_caseworker | is_manager)
rules.add_perm("inclusion.work_on_stock", is_caseworker)
rules.add_perm("inclusion.keep_device", keeps_device)
rules.add_perm("inclusion.keep_part", keeps_part)
rules.add_perm("inclusion.see_holding", keeps_held)
rules.add_perm("inclusion.answer_donation", was_offered)
rules.add_perm("inclusion.see_databank", is_caseworker | is_manager)
rules.add_perm("inclusion.keep_batch", hands_out | is_manager)
rules.add_perm("inclusion.switch_items", is_caseworker | is_manager)
rules.add_perm("inclusion.work_on_cases", is_caseworker)
rules.add_perm("inclusion.work_on", handles_case)
rules.add_perm("inclusion.break_glass", answers_for_records)
rules.add_perm("inclusion.see_team", is_of_the_team | is_manager)
rules.add_perm("inclusion.name_leads", leads_the_team)
rules.add_perm("inclusion.propose_lead", is_manager)
rules.add_perm("inclusion.find_cases", is_caseworker | is_named_lead)
rules.add_perm("inclusion.answer_transfer", answers_transfer)
rules.add_perm("inclusion.take_back_transfer", offered_transfer)
rules.add_perm("inclusion.see_figures", is_caseworker | is_manager)
rules.add_perm("inclusion.see_person", keeps_person)
rules.add_perm("inclusion.answer_referral", answers_referral)
rules.add_perm("inclusion.see_referral", answers_referral | made_referral)
rules.add_perm("inclusion.refer", refers)
rules.add_perm("inclusion.write_for_callers", is_caseworker | is_manager)
rules.add_perm("inclusion.manage", is_manager)


# Who comes near residents ---------------------------------------------------------------------


@rules.predicate
def has_been_a_caseworker(user) -> bool:
    """Caseworkers, also while their organisation is suspended."""
    return any(place.role == Role.CASEWORKER for place in positions(user).values())


@rules.predicate
def refers_residents(user) -> bool:
    """Of an organisation that has referred somebody, or may: its people read whom it referred."""
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


# `inclusion.refer` is none of them: it lets somebody send a referral in, and read none.
residents_records(
    "inclusion.see_device",
    "inclusion.see_part",
    "inclusion.see_item",
    "inclusion.see_case",
    "inclusion.see_work",
    "inclusion.see_progress",
    "inclusion.see_transfer",
    "inclusion.see_stock",  # devices, with who gave and who borrows them
    "inclusion.work_on_stock",
    "inclusion.keep_device",
    "inclusion.keep_part",
    "inclusion.see_holding",
    "inclusion.answer_donation",
    "inclusion.see_databank",
    "inclusion.keep_batch",
    "inclusion.switch_items",
    "inclusion.work_on_cases",
    "inclusion.work_on",
    "inclusion.break_glass",
    "inclusion.find_cases",
    "inclusion.answer_transfer",
    "inclusion.take_back_transfer",
    "inclusion.see_figures",
    "inclusion.see_person",
    "inclusion.answer_referral",
    "inclusion.see_referral",
    "inclusion.write_for_callers",
    "inclusion.manage",
    held_by=has_been_a_caseworker | is_manager | is_named_lead | refers_residents,
)
