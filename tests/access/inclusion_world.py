"""The part of the world in which people are helped: one function for each subject."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from diz_portal.imports.models import ImportAction, ImportState
from inclusion.cases.services import cases, openings, work
from inclusion.landline.services import landlines
from inclusion.models import (
    ClientList,
    ClientMapping,
    ClientRow,
    EqualityAnswers,
    ReferringPartner,
    Telling,
    Transfer,
)
from tests.factories.demand import BusinessNeedFactory, EnquiryFactory, SupportFactory
from tests.factories.inclusion import (
    CaseFactory,
    HelpPlaceFactory,
    NeedFactory,
    ReferralFactory,
    SocialTariffFactory,
    named,
    team_of,
)
from tests.factories.partners import AgreementFactory

from . import learning_world, stock_world

# What residents told us, whose it is and what was written about them: for their caseworker.
SECRET = {
    "Marker-resident": "somebody who is helped",
    "Marker-story": "what somebody asks for",
    "Marker-note": "a note about somebody",
    "Marker-task": "what is to be done for somebody",
    "Marker-home": "where somebody is met",
    "Marker-practised": "what somebody practised",
}
MAY_READ = dict.fromkeys(SECRET, frozenset({"caseworker"}))


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    teams(t, people)
    referrals(t, people)
    work_on_cases(t, people)
    client_lists(t, people["supplier"])
    help_places(t)
    learning_world.build(t, people)
    stock_world.build(t, people)


def teams(t: SimpleNamespace, people: dict[str, Any]) -> None:
    t.team = team_of(t.ours, is_default=True, safeguarding_lead=people["lead"])
    named(t.team, people["named"], "data_protection")
    t.team.districts.add(t.district)
    t.other_team = team_of(t.other)
    t.referring_partner = ReferringPartner.objects.create(organisation=t.supplier)
    t.data_sharing = AgreementFactory(
        title="Data-sharing agreement", kind="data_sharing", parties=[t.ours, t.supplier, t.other]
    )


def referrals(t: SimpleNamespace, people: dict[str, Any]) -> None:
    """From D to A: one that waits and has been opened, one that was answered."""
    facts = {
        "to": t.ours,
        "kind": "partner",
        "made_by": t.supplier,
        "by": people["supplier"],
        "person__name": "Marker-resident",
        "person__phone": "+447700900123",
        "story": "Marker-story",
        "told_on": timezone.localdate(),
    }
    t.referral = ReferralFactory(**facts)
    t.likely = CaseFactory(
        handled_by=t.ours, person__name="Marker-resident", person__phone="+447700900123"
    )
    openings.log_opening(referral=t.referral, by=people["caseworker"])
    # Of B, asked by the person: nobody of A or D may know of it.
    t.foreign_referral = ReferralFactory(to=t.other, person__name="Marker-foreign resident")


def work_on_cases(t: SimpleNamespace, people: dict[str, Any]) -> None:
    by = people["caseworker"]
    t.case = CaseFactory(
        handled_by=t.ours,
        opened_at=timezone.now() - timedelta(days=3),
        person__name="Marker-resident",
        person__district=t.district,
        person__contact_by="letter",
        person__address="1 High Street, Harlow",
    )
    t.landline_need = NeedFactory(case=t.case, kind="landline")
    landlines.begin(t.landline_need)
    t.need = NeedFactory(case=t.case, kind="skills", item="Video calls")
    NeedFactory(case=t.case, kind="device")
    cases.note(case=t.case, words="Marker-note", by=by)
    tomorrow = timezone.now() + timedelta(days=1)
    t.task = work.add_task(
        case=t.case, title="Marker-task", due_on=tomorrow.date(), whose=by, by=by
    )
    t.appointment = work.book(case=t.case, starts_at=tomorrow, place="Marker-home", whose=by, by=by)
    t.closed_case = CaseFactory(
        handled_by=t.ours,
        person__name="Marker-resident",
        state="closed",
        closed_at=timezone.now(),
    )
    for case in (t.case, t.closed_case):
        openings.log_opening(case=case, by=by)
    t.telling = Telling.objects.create(
        key="told", case=t.case, step="accepted", channel="letter", due_on=tomorrow.date()
    )
    t.foreign_case = CaseFactory(handled_by=t.other, person__name="Marker-foreign resident")
    facts = {"basis": "agreed", "basis_words": "By telephone", "why": "Nearer to them"}
    t.offer = Transfer.objects.create(case=t.foreign_case, to=t.ours, **facts)
    t.own_offer = Transfer.objects.create(
        case=CaseFactory(handled_by=t.ours, person__name="Marker-resident"), to=t.other, **facts
    )


def help_places(t: SimpleNamespace) -> None:
    t.help_place = HelpPlaceFactory(name="Harlow library", run_by=t.ours)
    t.tariff = SocialTariffFactory()
    t.enquiry = EnquiryFactory(organisation=t.ours, business="Marker & Son")
    EnquiryFactory(organisation=t.other, business="Marker-foreign baker")
    t.support, t.business_need = SupportFactory(), BusinessNeedFactory()
    t.equality_answers = EqualityAnswers.objects.create(
        month=timezone.localdate().replace(day=1), age="65_79"
    )


def client_lists(t: SimpleNamespace, by: Any) -> None:
    t.client_list = _client_list(t, by, ImportState.CHECKED)
    t.applied_clients = _client_list(t, by, ImportState.APPLIED)
    # Of a list that was applied, the team decides.
    t.applied_clients.applied_at = timezone.now()
    t.applied_clients.save()
    ClientRow.objects.create(
        batch=t.applied_clients, number=2, action=ImportAction.CREATE, record_id=t.referral.pk
    )
    t.client_mapping = ClientMapping.objects.create(
        organisation=t.supplier, kind="clients", supplier="Careline"
    )


def _client_list(t: SimpleNamespace, by: Any, state: str) -> ClientList:
    batch = ClientList.objects.create(
        organisation=t.supplier,
        lawful_basis="public_task",
        told_by="The telecare team",
        told_on=timezone.localdate(),
        file_name="clients.csv",
        sha256="0" * 64,
        state=state,
        found={"headings": ["Name", "Phone"]},
        headings={"Name": "name", "Phone": "phone"},
        done=2,
        total=2,
        summary={"create": 0, "change": 0, "unchanged": 0, "error": 1, "skipped": {}},
        uploaded_by=by,
    )
    ClientRow.objects.create(
        batch=batch,
        number=3,
        action=ImportAction.ERROR,
        label="Nobody",
        errors=[{"column": "Phone", "message": "Not a number."}],
    )
    return batch
