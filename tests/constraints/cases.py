"""The constraints of referrals, cases and needs, each with the row that breaks it."""

from datetime import timedelta

from inclusion.models import (
    Appointment,
    CaseOpening,
    CaseTag,
    ClientList,
    ClientMapping,
    FundTag,
    Landline,
    NamedLead,
    Task,
    Telling,
    Transfer,
)
from tests.factories.inclusion import (
    CaseFactory,
    NeedFactory,
    PersonFactory,
    ReferralFactory,
    TeamFactory,
)

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.team = TeamFactory(organisation=rows.organisation, is_default=True)
    rows.resident = PersonFactory(kept_by=rows.organisation)
    rows.referral = ReferralFactory(to=rows.organisation, person=rows.resident, attempt="once")
    rows.case = CaseFactory(handled_by=rows.organisation, person=rows.resident)
    rows.need = NeedFactory(case=rows.case)
    rows.opening = CaseOpening.objects.create(case=rows.case, by=rows.ada)
    rows.named_lead = NamedLead.objects.create(
        team=rows.team,
        duty="safeguarding",
        person=rows.ada,
        given_by=rows.ben,
        accepted_at=rows.now,
    )
    rows.proposed_lead = NamedLead.objects.create(
        team=rows.team, duty="data_protection", person=rows.ada, given_by=rows.ben
    )
    rows.transfer = Transfer.objects.create(
        case=rows.case, to=rows.other_organisation, basis="agreed"
    )
    rows.task = Task.objects.create(case=rows.case, title="Ring", due_on=rows.today)
    rows.appointment = Appointment.objects.create(case=rows.case, starts_at=rows.now)
    rows.session = Appointment.objects.create(
        case=rows.case,
        need=rows.need,
        starts_at=rows.now,
        ends_at=rows.now + timedelta(hours=1),
        way="phone",
        whose=rows.ada,
    )
    rows.fund_group = FundTag.objects.create(
        fund="Fund", kind="group", slug="older", label="Older", source="S", age_from=60
    )
    rows.case_tag = CaseTag.objects.create(
        case=rows.case, tag=rows.fund_group, applies=True, by=rows.ada
    )
    called = CaseFactory(handled_by=rows.organisation)
    rows.landline = Landline.objects.create(
        need=NeedFactory(case=called, kind="landline"), call_by=rows.today
    )
    rows.tested_landline = Landline.objects.create(
        need=NeedFactory(case=called, kind="landline"),
        state="tested",
        called_on=rows.today,
        switches_on=rows.today,
        has_alarm="yes",
        tested_on=rows.today,
    )
    rows.client_list = ClientList.objects.create(
        organisation=rows.organisation,
        lawful_basis="public_task",
        told_by="Ada",
        told_on=rows.today,
        file="clients/a.csv",
        file_name="a.csv",
        sha256="0" * 64,
    )
    rows.client_mapping = ClientMapping.objects.create(
        organisation=rows.organisation, kind="clients", supplier="Careline"
    )
    rows.telling = Telling.objects.create(
        key="once", case=rows.case, step="accepted", channel="phone", due_on=rows.today
    )


CASES: dict[str, Case] = {
    "inclusion_fund_tag_once": lambda rows: another(rows.fund_group),
    "inclusion_fund_tag_kind_known": lambda rows: changed(rows.fund_group, kind="?"),
    "inclusion_fund_tag_rule_of_kind": lambda rows: changed(rows.fund_group, needs=["data"]),
    "inclusion_fund_tag_ages_in_order": lambda rows: changed(rows.fund_group, age_to=59),
    "inclusion_case_tag_once": lambda rows: another(rows.case_tag),
    "inclusion_client_list_state_known": lambda rows: changed(rows.client_list, state="?"),
    "inclusion_client_list_examples_go_with_file": lambda rows: changed(
        rows.client_list, file="", found={"examples": {"Name": "Ada"}}
    ),
    "inclusion_client_list_has_basis": lambda rows: changed(rows.client_list, lawful_basis="?"),
    "inclusion_one_mapping_of_clients": lambda rows: another(rows.client_mapping),
    "inclusion_landline_state_known": lambda rows: changed(
        rows.landline,
        state="?",
        called_on=rows.today,
        without=["inclusion_landline_call_until_done"],
    ),
    "inclusion_landline_answers_known": lambda rows: changed(rows.landline, battery="?"),
    "inclusion_landline_called_has_day": lambda rows: changed(rows.landline, state="called"),
    "inclusion_landline_moved_has_day": lambda rows: changed(
        rows.landline, state="moved", called_on=rows.today, has_alarm="yes"
    ),
    "inclusion_landline_tested_has_day": lambda rows: changed(
        rows.tested_landline, tested_on=rows.today - timedelta(days=1)
    ),
    "inclusion_landline_alarm_has_provider": lambda rows: changed(
        rows.landline, alarm_provider="Careline"
    ),
    "inclusion_landline_call_until_done": lambda rows: changed(rows.landline, call_by=None),
    "inclusion_need_kind_known": lambda rows: changed(rows.need, kind="?"),
    "inclusion_need_state_known": lambda rows: changed(rows.need, state="?"),
    "inclusion_need_not_met_has_reason": lambda rows: changed(rows.need, state="not_met"),
    "inclusion_contact_known": lambda rows: changed(rows.resident, contact_by="?"),
    "inclusion_person_not_merged_into_itself": lambda rows: changed(
        rows.resident, merged_into=rows.resident
    ),
    "inclusion_erased_person_is_empty": lambda rows: changed(rows.resident, erased_at=rows.now),
    "inclusion_one_referral_per_attempt": lambda rows: another(rows.referral),
    "inclusion_referral_state_known": lambda rows: changed(
        rows.referral, state="?", decided_at=rows.now
    ),
    "inclusion_referral_has_basis": lambda rows: changed(rows.referral, lawful_basis="?"),
    "inclusion_partner_told_the_person": lambda rows: changed(rows.referral, kind="partner"),
    "inclusion_referral_decided_has_time": lambda rows: changed(rows.referral, decided_at=rows.now),
    "inclusion_declined_has_reason": lambda rows: changed(
        rows.referral, state="declined", decided_at=rows.now
    ),
    "inclusion_accepted_has_case": lambda rows: changed(
        rows.referral, state="accepted", decided_at=rows.now
    ),
    "inclusion_case_state_known": lambda rows: changed(
        rows.case, state="?", without=["inclusion_case_closed_has_time"]
    ),
    "inclusion_case_closed_has_time": lambda rows: changed(rows.case, state="closed"),
    "inclusion_breaking_glass_has_reason": lambda rows: changed(rows.opening, kind="safeguarding"),
    "inclusion_opening_of_one_record": lambda rows: changed(rows.opening, referral=rows.referral),
    "inclusion_glass_ground_known": lambda rows: changed(rows.opening, ground="?"),
    "inclusion_one_default_team": lambda rows: another(
        rows.team, organisation=rows.other_organisation
    ),
    "inclusion_named_by_somebody_else": lambda rows: changed(rows.named_lead, given_by=rows.ada),
    "inclusion_named_lead_duty_known": lambda rows: changed(rows.named_lead, duty="?"),
    "inclusion_one_named_lead_a_duty": lambda rows: another(rows.named_lead),
    "inclusion_one_proposal_a_duty": lambda rows: another(rows.proposed_lead),
    "inclusion_one_transfer_at_a_time": lambda rows: another(rows.transfer),
    "inclusion_transfer_state_known": lambda rows: changed(
        rows.transfer, state="?", decided_at=rows.now
    ),
    "inclusion_transfer_has_basis": lambda rows: changed(rows.transfer, basis="?"),
    "inclusion_transfer_decided_has_time": lambda rows: changed(rows.transfer, decided_at=rows.now),
    "inclusion_transfer_accepted_has_case": lambda rows: changed(
        rows.transfer, state="accepted", decided_at=rows.now
    ),
    "inclusion_transfer_is_to_another_case": lambda rows: changed(
        rows.transfer, state="accepted", decided_at=rows.now, new_case=rows.case
    ),
    "inclusion_telling_of_one_record": lambda rows: changed(rows.telling, referral=rows.referral),
    "inclusion_telling_of_need_has_case": lambda rows: changed(
        rows.telling, need=rows.need, case=None, referral=rows.referral
    ),
    "inclusion_telling_step_known": lambda rows: changed(rows.telling, step="?"),
    "inclusion_telling_channel_known": lambda rows: changed(rows.telling, channel="?"),
    "inclusion_telling_settled_has_time": lambda rows: changed(rows.telling, outcome="spoke"),
    "inclusion_telling_by_machine_is_sent": lambda rows: changed(rows.telling, channel="email"),
    "inclusion_telling_tries_have_a_time": lambda rows: changed(rows.telling, tries=1),
    "inclusion_task_done_has_time": lambda rows: changed(rows.task, done_by=rows.ada),
    "inclusion_appointment_state_known": lambda rows: changed(rows.appointment, state="?"),
    "inclusion_session_has_an_end_and_a_way": lambda rows: changed(
        rows.appointment, ends_at=rows.now + DAY
    ),
    "inclusion_champion_in_one_place": lambda rows: another(rows.session),
}
