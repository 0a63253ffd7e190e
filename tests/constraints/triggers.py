"""The triggers that refuse, each with a write that they refuse, in their own words; and, where a
person can try the same, the service that stands before it and what it says to them."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from diz_portal.outbox.models import Attachment
from diz_portal.privacy.copies import services as copies
from diz_portal.privacy.models import (
    CopyHandout,
    CopyReading,
    PreparedCopy,
    ProcessingRecord,
    Processor,
    ProcessorUse,
)
from diz_portal.privacy.processing import services as processing
from diz_portal.reminders.models import Reminder
from diz_portal.reports.models import BoardDate
from inclusion.cases.services import cases, named_leads, needs, openings
from inclusion.databank.services import databank
from inclusion.devices.services import devices, parts
from inclusion.models import (
    Case,
    CaseOpening,
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    Device,
    Holding,
    Landline,
    LessonVersion,
    Need,
    Part,
    PatTest,
    SkillAnswer,
    Team,
    WipeRecord,
)
from partners.models import Membership, Organisation
from partners.services import keep_agreement, people
from projects.models import (
    Attendance,
    BudgetFigure,
    ChangeFigure,
    ChangeMilestone,
    ChangeRequest,
    ChangeSite,
    Contract,
    Finance,
    FundingSource,
    Meeting,
    MeetingItem,
    Milestone,
    MilestoneBaseline,
    Pack,
    Return,
    ScopeChange,
    ScopeEntry,
    Site,
    StageEntry,
    Subsidy,
)
from projects.money.services import in_kind, postings
from projects.packs.services import drafting
from projects.returns.services import returns
from projects.rollout.services import scope
from seminars.models import Registration
from seminars.services import addresses, registrations
from tests.factories.inclusion import DeviceFactory
from tests.factories.partners import AgreementFactory, OrganisationFactory

from . import bids
from .breaking import Broken, Rows, another
from .shell import DAY


def _moved(rows: Rows, **values):
    milestone = Milestone.objects.create(
        project=rows.controlled,
        title="Moved",
        baseline_on=rows.today,
        forecast_on=rows.today,
        change_request=rows.approved,
    )
    return MilestoneBaseline.objects.create(
        milestone=milestone,
        old_on=rows.today,
        new_on=rows.today + DAY,
        reason="Later",
        approved_by=rows.ada,
        **values,
    )


def _added(rows: Rows, **values):
    return Milestone.objects.create(
        project=rows.controlled,
        title="New",
        baseline_on=rows.today,
        forecast_on=rows.today,
        **values,
    )


def _withdrawn(rows: Rows) -> int:
    added = _added(rows, change_request=rows.approved)
    return Milestone.objects.filter(pk=added.pk).update(
        withdrawn_at=rows.now, withdrawn_reason="In error"
    )


def _retitled(rows: Rows) -> int:
    added = _added(rows, change_request=rows.approved)
    return Milestone.objects.filter(pk=added.pk).update(title="Something easier")


def _rescoped(rows: Rows, **values):
    return ScopeChange.objects.create(
        project=rows.controlled,
        happened_on=rows.today,
        reason="baseline",
        value_change=5,
        approved_by=rows.ada,
        **values,
    )


def _budgeted(rows: Rows, **values):
    FundingSource.objects.filter(pk=rows.source.pk).update(project=rows.controlled)
    return BudgetFigure.objects.create(
        line=rows.line,
        quarter=rows.today.replace(month=1, day=1),
        kind="budget",
        amount=5,
        **values,
    )


def _costed(rows: Rows, **values):
    found = Finance.objects.create(project=rows.controlled, cost_capital=5)
    return Finance.objects.filter(pk=found.pk).update(**values)


ISSUED = "This pack has been issued, so you cannot change it. Put corrections in the next pack"
NOT_AHEAD = "A wipe or test is recorded after it was made, and not ahead of time."
WIPED = {"passed": True, "method": "overwrite", "standard": "NIST SP 800-88 Clear"}


def _tested_ahead(rows: Rows) -> dict[str, Any]:
    return {
        "device": rows.graded,
        "by": rows.ada,
        "passed": True,
        "tester": "P. Tester",
        "tested_on": rows.ahead.date(),
        "next_due_on": rows.ahead.date() + DAY,
    }


def _leave_one_party(rows: Rows) -> None:
    both = [rows.organisation, rows.other_organisation]
    shared = AgreementFactory(kind="data_sharing", parties=both)
    with connection.cursor() as cursor:
        # As if it had been made in a transaction of its own.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    shared.parties.through.objects.filter(agreement=shared, organisation=both[1]).delete()


def _wiped(rows: Rows, **values: object) -> WipeRecord:
    return WipeRecord.objects.create(
        by=rows.ada, **{**WIPED, "device": rows.graded, "finished_at": rows.now - DAY, **values}
    )


def _holding(rows: Rows, device: Device, need: Need, **values: object) -> Holding:
    return Holding.objects.create(
        device=device,
        need=need,
        kind="gift",
        terms="Yours.",
        signed_at=rows.now,
        by=rows.ada,
        **values,
    )


def _part(rows: Rows, device: Device, **values: object) -> Part:
    values = {"kind": "battery", "came_by": rows.ada, "kept_by": rows.organisation, **values}
    return Part.objects.create(taken_from=device, **values)


def _issue(rows: Rows) -> Holding:
    return devices.issue(
        device=rows.quarantined, by=rows.ada, kind="gift", terms="Yours.", signed_name="A"
    )


def _closed(rows: Rows) -> Return:
    Return.objects.filter(pk=rows.sent_return.pk, locked_at=None).update(locked_at=rows.now)
    return rows.sent_return


def _change_what_closed(rows: Rows) -> None:
    Return.objects.filter(pk=_closed(rows).pk).update(state="accepted")


def _less(pounds: int) -> dict[str, int]:
    return {"net": -pounds, "amount": -pounds}


def _refunded(rows: Rows, pounds: int) -> None:
    another(rows.spend, kind="refund", reason="Faulty", refunds=rows.spend, **_less(pounds)).save()


def _issued(rows: Rows) -> Pack:
    drafts = Pack.objects.filter(pk=rows.pack.pk, state="draft")
    drafts.update(state="issued", issued_at=rows.now, issued_by=rows.ada)
    return rows.pack


def _changed_once_issued(part: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        _issued(rows)
        row = getattr(rows, part)
        type(row).objects.filter(pk=row.pk).update(pack=row.pack_id)

    return change


def _taken_out_once_issued(part: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        _issued(rows)
        row = getattr(rows, part)
        type(row).objects.filter(pk=row.pk).update(pack=rows.whole_pack)

    return change


def _take_out_of_what_was_asked(rows: Rows, model: type[Model], name: str) -> None:
    row = getattr(rows, name)
    other = another(rows.change_request, number=99)
    other.save()
    ChangeRequest.objects.filter(pk=row.request_id).update(
        state="asked", asked_by=rows.ada, asked_at=rows.now
    )
    model.objects.filter(pk=row.pk).update(request=other)


def _take_out_of_the_minutes(rows: Rows, model: type[Model], name: str) -> None:
    row = getattr(rows, name)
    board = BoardDate.objects.create(name="Board that meets again", date=rows.today)
    Meeting.objects.filter(pk=row.meeting_id).update(state="released", released_at=rows.now)
    model.objects.filter(pk=row.pk).update(meeting=Meeting.objects.create(board=board))


def _edit_once_issued(rows: Rows) -> object:
    _issued(rows)
    return drafting.edit_sentence(by=rows.ada, sentence=rows.pack_sentence, text="Other.")


def _emergency(rows: Rows, **values: str) -> CaseOpening:
    values = {
        "kind": "safeguarding",
        "ground": "harm",
        "reason": "He rang and is afraid.",
        **values,
    }
    return CaseOpening.objects.create(case=rows.case, by=rows.ada, **values)


def _use_emergency_access(rows: Rows, **values: str) -> CaseOpening:
    values = {
        "kind": "safeguarding",
        "ground": "harm",
        "reason": "He rang and is afraid.",
        **values,
    }
    return openings.use_emergency_access(case=rows.case, by=rows.ada, **values)


def _rewrite_published(rows: Rows) -> int:
    kept = rows.lesson.versions.create(number=2, title="Lesson", words="W", state="published")
    return LessonVersion.objects.filter(pk=kept.pk).update(words="Other.")


def _entry(rows: Rows, before: str, after: str) -> DataEntry:
    return DataEntry.objects.create(
        batch=rows.batch, item=rows.item, from_account=before, to_account=after, mb=1000, key="x"
    )


TRIGGERS = [
    *bids.TRIGGERS,
    Broken(
        "inclusion_case.closes_when_every_need_is_settled",
        "A case is closed when every need is resolved.",
        lambda rows: Case.objects.filter(pk=rows.case.pk).update(
            state="closed", closed_at=rows.now
        ),
        lambda rows: cases.close(case=rows.case, words="", by=rows.ada),
        "You can only close a case when every need is met, declined or not met. "
        "Resolve these first: A device (identified)",
    ),
    Broken(
        "inclusion_landline.only_for_landlines",
        "Only a need of a landline has answers about one.",
        lambda rows: Landline.objects.create(need=rows.need, call_by=rows.case.target_on),
    ),
    Broken(
        "inclusion_lessonversion.published_stays",
        "A published version of a lesson stays as it was read.",
        _rewrite_published,
    ),
    Broken(
        "inclusion_need.unsettled_only_in_open_cases",
        "A closed case has no open needs.",
        lambda rows: Need.objects.create(case=rows.closed_case, kind="data"),
        lambda rows: needs.add(case=rows.closed_case, kind="data", by=rows.ada),
        "This case is closed. Reopen it first",
    ),
    Broken(
        "inclusion_caseopening.says_why",
        "Emergency access names a reason of its role.",
        lambda rows: _emergency(rows, ground="breach"),
        lambda rows: _use_emergency_access(rows, ground="breach"),
        "Select a reason for access that fits the role you are using",
    ),
    Broken(
        "inclusion_caseopening.says_why",
        "Emergency access says why.",
        lambda rows: _emergency(rows, reason="aaaa bbbb aaaa bbbb aaaa"),
        lambda rows: _use_emergency_access(rows, reason="aaaa bbbb aaaa bbbb aaaa"),
        "Enter why you need emergency access, in at least 20 characters",
    ),
    Broken(
        "inclusion_team.two_people_named_them",
        "A named lead is named by someone else.",
        lambda rows: Team.objects.filter(pk=rows.team.pk).update(data_protection_lead=rows.ada),
        lambda rows: named_leads.name(
            team=rows.team, duty=named_leads.Duty.DATA_PROTECTION, person=rows.ada, by=rows.ada
        ),
        "You cannot name yourself. Ask another lead of this organisation, or, if you are its only "
        "lead, ask a programme manager to propose you",
    ),
    # Devices.
    Broken(
        "inclusion_device.follows_its_holder",
        "A device is issued while, and only while, it has a loan or gift.",
        lambda rows: Device.objects.filter(pk=rows.quarantined.pk).update(state="lost"),
        lambda rows: devices.report_lost(device=rows.quarantined, by=rows.ada, why="Gone"),
        "You cannot change the status from “In quarantine” to “Lost or stolen”. "
        "Reload the page and check its status",
    ),
    Broken(
        "inclusion_holding.follows_its_holder",
        "A device is issued while, and only while, it has a loan or gift.",
        lambda rows: _holding(rows, rows.reserved_device, rows.need),
    ),
    Broken(
        "inclusion_device.known_for_good",
        "Whether a device stores data or is mains-powered is fixed once it is worked on.",
        lambda rows: Device.objects.filter(pk=rows.graded.pk).update(mains_powered=False),
    ),
    Broken(
        "inclusion_device.has_come",
        "A device is received today or earlier.",
        lambda rows: DeviceFactory(kept_by=rows.organisation, received_at=rows.now + DAY),
        lambda rows: devices.book_in(
            by=rows.ada,
            kept_by=rows.organisation,
            kind="laptop",
            received_on=timezone.localdate() + DAY,
        ),
        "Enter a date that is today or in the past",
    ),
    Broken(
        "inclusion_device.stays_with_its_keeper",
        "A device that is reserved or issued stays with the organisation that holds it.",
        lambda rows: Device.objects.filter(pk=rows.reserved_device.pk).update(
            kept_by=OrganisationFactory()
        ),
    ),
    Broken(
        "inclusion_device.one_need_at_a_time",
        "A reserved device is returned to stock before it is reserved for another need.",
        lambda rows: Device.objects.filter(pk=rows.reserved_device.pk).update(
            reserved_for=rows.other_need
        ),
        lambda rows: devices.reserve(
            device=rows.reserved_device, need=rows.other_need, by=rows.ada
        ),
        "This device has just been reserved. Select another",
    ),
    Broken(
        "inclusion_device.wipe_gate",
        "A device that stores data is wiped before it is issued or disposed of.",
        lambda rows: Device.objects.filter(pk=rows.graded.pk).update(state="ready"),
        lambda rows: devices.make_ready(device=rows.graded, by=rows.ada),
        "This device may contain data. Record a wipe since it was received first",
    ),
    Broken(
        "inclusion_device.wipe_gate",
        "A mains-powered device has a PAT test in date.",
        lambda rows: (
            _wiped(rows, medium_serial="D1"),
            Device.objects.filter(pk=rows.graded.pk).update(state="ready"),
        ),
        lambda rows: (
            _wiped(rows, medium_serial="D1"),
            devices.make_ready(device=rows.graded, by=rows.ada),
        ),
        "This device is mains-powered. Record a PAT test that is in date first",
    ),
    Broken(
        "inclusion_wiperecord.about_its_drive",
        "A wipe is finished after the device was received.",
        lambda rows: _wiped(rows, finished_at=rows.now - 9 * DAY, medium_serial="D1"),
        lambda rows: devices.record_wipe(
            device=rows.graded,
            by=rows.ada,
            **WIPED,
            finished_at=rows.now - 9 * DAY,
            medium_serial="D1",
        ),
        "The wipe date is before the device was received. Check the date, or wipe it again",
    ),
    Broken(
        "inclusion_wiperecord.about_its_drive",
        "A device that is issued is not wiped.",
        lambda rows: _wiped(rows, device=rows.lent),
        lambda rows: devices.record_wipe(
            device=rows.lent, by=rows.ada, **WIPED, finished_at=timezone.now()
        ),
        "You cannot wipe a device that is issued. Record its return first",
    ),
    Broken(
        "inclusion_wiperecord.not_ahead",
        NOT_AHEAD,
        lambda rows: _wiped(
            rows, medium_serial="D1", finished_at=rows.ahead, recorded_at=rows.ahead + DAY
        ),
        lambda rows: devices.record_wipe(
            device=rows.graded, by=rows.ada, **WIPED, finished_at=rows.ahead, medium_serial="D1"
        ),
        "Enter a date and time that is not in the future",
    ),
    Broken(
        "inclusion_pattest.not_ahead",
        NOT_AHEAD,
        lambda rows: PatTest.objects.create(recorded_at=rows.ahead, **_tested_ahead(rows)),
        lambda rows: devices.record_pat(**_tested_ahead(rows)),
        "Enter a date that is today or in the past",
    ),
    Broken(
        "inclusion_wiperecord.about_its_drive",
        "A wipe is of the drive that is in the device.",
        lambda rows: _wiped(rows, medium_serial="D2"),
        lambda rows: devices.record_wipe(
            device=rows.graded, by=rows.ada, **WIPED, finished_at=rows.now - DAY, medium_serial="D2"
        ),
        "This is a different drive. This device’s drive is D1. If it was replaced, record that as "
        "a repair first",
    ),
    Broken(
        "inclusion_holding.as_signed",
        "What was signed stays as it was signed.",
        lambda rows: Holding.objects.filter(pk=rows.holding.pk).update(terms="Ours."),
    ),
    Broken(
        "inclusion_holding.only_what_is_reserved",
        "A device is issued to the need it was reserved for.",
        lambda rows: _holding(rows, rows.quarantined, rows.need),
        _issue,
        "Reserve the device for a need first",
    ),
    Broken(
        "inclusion_holding.only_what_is_reserved",
        "A device is issued after it was wiped.",
        lambda rows: (
            _wiped(rows, device=rows.reserved_device),
            _holding(rows, rows.reserved_device, rows.need, issued_at=rows.now - 2 * DAY),
        ),
    ),
    Broken(
        "inclusion_part.fitted",
        "A part is fitted to a device in repair, by the organisation that holds it.",
        lambda rows: Part.objects.filter(pk=rows.bought_part.pk).update(
            fitted_to=rows.graded, went_at=rows.now + DAY, went_by=rows.ada
        ),
        lambda rows: parts.fit(part=rows.bought_part, device=rows.graded, by=rows.ada),
        "Send the device to repair first",
    ),
    Broken(
        "inclusion_part.taken_out",
        "A part is removed from a device in stock, by the organisation that holds it.",
        lambda rows: _part(rows, rows.reserved_device),
        lambda rows: parts.remove(device=rows.reserved_device, kind="battery", by=rows.ada),
        "You cannot remove parts from a device that is “Reserved”. Send it to repair first",
    ),
    Broken(
        "inclusion_part.taken_out",
        "A drive is removed from a device that was wiped.",
        lambda rows: _part(rows, rows.graded, kind="drive", serial="D1"),
        lambda rows: parts.remove(device=rows.graded, kind="drive", by=rows.ada),
        "This device may contain data. Record a wipe since it was received first",
    ),
    Broken(
        "inclusion_part.taken_out",
        "The drive that is removed is the one that was wiped.",
        lambda rows: (
            _wiped(rows, medium_serial="D1"),
            _part(rows, rows.graded, kind="drive", serial="D2"),
        ),
        lambda rows: (
            _wiped(rows, medium_serial="D1"),
            parts.remove(device=rows.graded, kind="drive", serial="D2", by=rows.ada),
        ),
        "This is a different drive. This device’s drive is D1. If that is wrong, correct it first",
    ),
    Broken(
        "inclusion_part.used_once",
        "Where a part came from and where it went is not changed later.",
        lambda rows: Part.objects.filter(pk=rows.used_part.pk).update(went_at=None, went_by=None),
        lambda rows: parts.dispose(part=rows.used_part, by=rows.ada),
        "Someone else has just used this part. Select another",
    ),
    # Mobile data and learning.
    Broken(
        "inclusion_databalance.kept_by_entries",
        "Only an entry in the ledger changes a balance.",
        lambda rows: DataBalance.objects.filter(pk=rows.balance.pk).update(mb=5),
    ),
    Broken(
        "inclusion_dataitem.kept_by_entries",
        "Only an entry in the ledger moves an item.",
        lambda rows: DataItem.objects.filter(pk=rows.item.pk).update(account="void"),
    ),
    Broken(
        "inclusion_dataentry.posts",
        "The item is not in that account.",
        lambda rows: _entry(rows, "reserved", "stock"),
        lambda rows: databank.release(item=rows.item, by=rows.ada, key="x"),
        "You cannot return it to stock, because it is not reserved. Reload the page and check its "
        "status",
    ),
    Broken(
        "inclusion_databatch.has_come",
        "A batch is received today or earlier.",
        lambda rows: DataBatch.objects.filter(pk=rows.batch.pk).update(
            received_on=timezone.localdate() + DAY
        ),
    ),
    Broken(
        "inclusion_databatch.keeps_its_size",
        "The amount of data in a batch is fixed once it is received.",
        lambda rows: DataBatch.objects.filter(pk=rows.batch.pk).update(mb_each=1),
    ),
    Broken(
        "inclusion_dataentry.posts",
        "Data that someone has confirmed they use does not expire.",
        lambda rows: DataEntry.objects.create(
            batch=rows.batch,
            item=rows.used_item,
            from_account="issued",
            to_account="expired",
            mb=1000,
            key="x",
        ),
    ),
    Broken(
        "inclusion_dataentry.posts",
        "Data does not move from that account to the other.",
        lambda rows: _entry(rows, "stock", "activated"),
        lambda rows: databank.activate(item=rows.item, by=rows.ada, key="x"),
        "You cannot mark it as activated, because it has not been issued. Issue it first",
    ),
    Broken(
        "inclusion_skillanswer.answers_its_own_framework",
        "An assessment answers the statements of its own framework.",
        lambda rows: SkillAnswer.objects.create(
            assessment=rows.assessment, statement=rows.other_statement, can_do="alone"
        ),
    ),
    # The shell and partners.
    Broken(
        "outbox_attachment.sealed_with_its_message",
        "A file of a secret message is sealed.",
        lambda rows: Attachment.objects.create(
            message=rows.secret_message, name="b.txt", content_type="text/plain", content=b"x"
        ),
    ),
    Broken(
        "partners_agreement.between_two",
        "Data is shared between at least two organisations.",
        lambda rows: AgreementFactory(kind="data_sharing", parties=[rows.organisation]),
        lambda rows: keep_agreement(
            by=rows.ada,
            title="Alone",
            kind="data_sharing",
            signed_on=rows.today,
            parties=[rows.organisation],
        ),
        "Select at least 2 parties: data is shared between organisations",
    ),
    Broken(
        "partners_agreement_parties.stays_between_two",
        "Data is shared between at least two organisations.",
        _leave_one_party,
    ),
    Broken(
        "partners_membership.last_lead_stays",
        "The last lead of an organisation stays.",
        lambda rows: Membership.objects.filter(pk=rows.lead.pk).update(role="viewer"),
        lambda rows: people.change_role(by=rows.ben, membership=rows.lead, role="viewer"),
        people.LastLead.message,
    ),
    Broken(
        "partners_membership.takes_two",
        "This role is given by somebody else.",
        lambda rows: Membership.objects.create(
            person=rows.ben, organisation=rows.organisation, role="caseworker"
        ),
        lambda rows: people.add_member(
            by=rows.ben, organisation=rows.organisation, person=rows.ben, role="caseworker"
        ),
        "You cannot give this role to yourself. Ask an organisation lead to give it to you, or "
        "for the first lead of an organisation, another programme manager",
    ),
    # Personal data.
    Broken(
        "partners_organisation.public_task_goes_with_it",
        "Public task is a lawful basis of public bodies only.",
        lambda rows: Organisation.objects.filter(pk=rows.public_body.pk).update(sector="private"),
    ),
    Broken(
        "privacy_processingrecord.public_task_is_public",
        "Public task is a lawful basis of public bodies only.",
        lambda rows: ProcessingRecord.objects.filter(pk=rows.firms_processing.pk).update(
            basis="public_task"
        ),
        lambda rows: processing.edit(
            by=rows.ada,
            record=rows.firms_processing,
            next_review_on=rows.today + DAY,
            basis="public_task",
        ),
        processing.NotAPublicBody.message,
    ),
    Broken(
        "privacy_processingrecord.stays_as_it_began",
        "A record of processing and its processors stay with their controller.",
        lambda rows: ProcessingRecord.objects.filter(pk=rows.processing.pk).update(
            purpose="another"
        ),
    ),
    Broken(
        "privacy_processor.stays_as_it_began",
        "A record of processing and its processors stay with their controller.",
        lambda rows: Processor.objects.filter(pk=rows.processor.pk).update(
            controller=rows.firms_processing.controller
        ),
    ),
    Broken(
        "privacy_processoruse.of_one_controller",
        "A record names processors of its own controller only.",
        lambda rows: ProcessorUse.objects.create(
            record=rows.firms_processing, processor=rows.processor
        ),
        lambda rows: processing.edit(
            by=rows.ada,
            record=rows.firms_processing,
            next_review_on=rows.today + DAY,
            processors=[rows.processor],
        ),
        processing.OfAnotherController.message,
    ),
    # Projects.
    Broken(
        "projects_milestone.baseline_is_approved",
        "a baseline moves only by an approved change",
        lambda rows: Milestone.objects.filter(pk=rows.milestone.pk).update(
            baseline_on=rows.today - DAY
        ),
    ),
    *(
        Broken(
            f"projects_{table}.only_by_change",
            "under change control this moves only by an approved change request",
            write,
        )
        for table, write in (
            ("milestone", lambda rows: _added(rows)),
            ("milestonebaseline", lambda rows: _moved(rows)),
            ("scopechange", lambda rows: _rescoped(rows)),
            ("budgetfigure", lambda rows: _budgeted(rows)),
        )
    ),
    *(
        Broken(
            f"projects_{table}.only_by_change",
            "a change is carried out once it is approved",
            write,
        )
        for table, write in (
            ("milestone", lambda rows: _added(rows, change_request=rows.asked)),
            ("milestonebaseline", lambda rows: _moved(rows, change_request=rows.asked)),
            ("scopechange", lambda rows: _rescoped(rows, change_request=rows.asked)),
            ("budgetfigure", lambda rows: _budgeted(rows, change_request=rows.asked)),
        )
    ),
    Broken(
        "projects_milestone.withdrawn_by_change",
        "under change control this moves only by an approved change request",
        _withdrawn,
    ),
    Broken(
        "projects_milestone.title_by_change",
        "under change control a milestone keeps its title",
        _retitled,
    ),
    Broken(
        "projects_finance.cost_by_change",
        "under change control this moves only by an approved change request",
        lambda rows: _costed(rows, cost_capital=6),
    ),
    Broken(
        "projects_finance.cost_by_change",
        "a change is carried out once it is approved",
        lambda rows: _costed(rows, cost_capital=6, change_request=rows.asked),
    ),
    Broken(
        "projects_changerequest.asked_change_stays",
        "what was asked for, and decided, stays as it is",
        lambda rows: ChangeRequest.objects.filter(pk=rows.asked.pk).update(title="Other"),
    ),
    *(
        Broken(
            f"projects_{model._meta.model_name}.stays_once_asked",
            "what was asked for stays as it is",
            lambda rows, model=model, row=row: model.objects.filter(
                pk=getattr(rows, row).pk
            ).update(request=rows.asked),
        )
        for model, row in (
            (ChangeMilestone, "change_milestone"),
            (ChangeSite, "change_site"),
            (ChangeFigure, "change_figure"),
        )
    ),
    *(
        Broken(
            f"projects_{model._meta.model_name}.stays_once_asked",
            "what was asked for stays as it is",
            lambda rows, model=model, row=row: _take_out_of_what_was_asked(rows, model, row),
        )
        for model, row in (
            (ChangeMilestone, "change_milestone"),
            (ChangeSite, "change_site"),
            (ChangeFigure, "change_figure"),
        )
    ),
    Broken(
        "projects_contract.consent_is_recorded",
        "this contract needs consent under section 24",
        lambda rows: Contract.objects.filter(pk=rows.contract.pk).update(consent_reference=""),
    ),
    Broken(
        "projects_subsidy.mfa_stays_within",
        "more minimal financial assistance than the limit",
        lambda rows: another(rows.mfa, amount=200_000).save(),
    ),
    Broken(
        "projects_subsidy.reviewed_subsidy_stays",
        "a reviewed assessment stays as it is",
        lambda rows: Subsidy.objects.filter(pk=rows.reviewed.pk).update(amount=2),
    ),
    Broken(
        "projects_meeting.released_meeting_stays",
        "released minutes stay as they are",
        lambda rows: Meeting.objects.filter(pk=rows.released.pk).update(place="Elsewhere"),
    ),
    *(
        Broken(
            f"projects_{model._meta.model_name}.stays_once_released",
            "released minutes stay as they are",
            lambda rows, model=model, row=row: model.objects.filter(
                pk=getattr(rows, row).pk
            ).update(meeting=rows.released),
        )
        for model, row in ((Attendance, "attendance"), (MeetingItem, "minutes_item"))
    ),
    *(
        Broken(
            f"projects_{model._meta.model_name}.stays_once_released",
            "released minutes stay as they are",
            lambda rows, model=model, row=row: _take_out_of_the_minutes(rows, model, row),
        )
        for model, row in ((Attendance, "attendance"), (MeetingItem, "minutes_item"))
    ),
    Broken(
        "projects_fundingsource.award_is_its_letters",
        "an award is the sum of its letters",
        lambda rows: FundingSource.objects.filter(pk=rows.source.pk).update(awarded_capital=11),
    ),
    Broken(
        "projects_fundingsource.stays_in_its_form",
        "funding that has been used stays cash or in kind",
        lambda rows: FundingSource.objects.filter(pk=rows.source.pk).update(
            form="in_kind", in_kind="goods", valuation="At cost", acceptance="asked"
        ),
    ),
    Broken(
        "projects_inkindgiven.given_fits",
        "only funding in kind is given in kind",
        lambda rows: another(rows.given, source=rows.source, attempt="").save(),
        lambda rows: in_kind.give(
            by=rows.ada,
            source=rows.source,
            on=rows.today,
            what="Surveys",
            quantity=1,
            unit="hours",
            rate=5,
        ),
        "This funding source gives cash. Enter what was received instead",
    ),
    Broken(
        "projects_inkindgiven.given_fits",
        "what is corrected is taken back in full",
        lambda rows: another(
            rows.given, corrects=rows.given, quantity=-2, amount=-10, attempt=""
        ).save(),
    ),
    Broken(
        "projects_posting.spend_has_consent",
        "this spend needs its contract, or consent under section 24",
        lambda rows: another(rows.spend, net=100_001, amount=100_001, attempt="").save(),
    ),
    Broken(
        "projects_posting.spend_has_consent",
        "spend is paid under a contract of its own project and payer",
        lambda rows: another(
            rows.spend, contract=rows.contract, organisation=rows.other_organisation, attempt=""
        ).save(),
    ),
    Broken(
        "projects_posting.posting_fits",
        "only cash is received and spent",
        lambda rows: another(rows.receipt, source=rows.in_kind_source, attempt="").save(),
        lambda rows: postings.receive(
            by=rows.ada, source=rows.in_kind_source, on=rows.today, amount=5, expenditure="revenue"
        ),
        "This is given in kind, not in cash. Record a contribution instead",
    ),
    Broken(
        "projects_posting.posting_fits",
        "spend goes to a line of its own source and class",
        lambda rows: another(
            rows.spend, expenditure="capital", capital_basis="grant", budget_line=rows.line
        ).save(),
        lambda rows: postings.spend(
            by=rows.ada,
            source=rows.source,
            on=rows.today,
            net=5,
            description="Work",
            expenditure="capital",
            capital_basis="grant",
            budget_line=rows.line,
        ),
        "Select a budget line of this funding source, of the same class",
    ),
    Broken(
        "projects_posting.posting_fits",
        "a reversal is the opposite of what it reverses, in its period",
        lambda rows: another(
            rows.spend, kind="reversal", reason="A slip", reverses=rows.spend
        ).save(),
    ),
    Broken(
        "projects_posting.posting_fits",
        "spend is reversed once no refund of it stands",
        lambda rows: (
            _refunded(rows, 1),
            another(
                rows.spend, kind="reversal", reason="A slip", reverses=rows.spend, **_less(5)
            ).save(),
        ),
        lambda rows: (
            _refunded(rows, 1),
            postings.reverse(by=rows.ada, posting=rows.spend, reason="A slip"),
        ),
        "Part of this has been refunded. Reverse the refund first",
    ),
    Broken(
        "projects_posting.posting_fits",
        "a refund is of what was spent and has not come back",
        lambda rows: _refunded(rows, 6),
        lambda rows: postings.refund(
            by=rows.ada, spent=rows.spend, on=rows.today, net=6, reason="Faulty"
        ),
        "£5 was paid, net of VAT. Enter no more than that",
    ),
    Broken(
        "projects_posting.posting_fits",
        "what was received or spent of a class is never below nothing",
        lambda rows: another(rows.spend, kind="adjustment", reason="Less", **_less(1000)).save(),
        lambda rows: postings.adjust(
            by=rows.ada,
            source=rows.source,
            on=rows.today,
            flow="spent",
            amount=-1000,
            expenditure="revenue",
            reason="Less",
            description="Work",
        ),
        "£5 of revenue has been spent. Enter a reduction of no more than that",
    ),
    Broken(
        "projects_posting.accrual_is_taken_back",
        "an accrual is taken back in the next month",
        lambda rows: another(rows.spend, kind="accrual").save(),
    ),
    Broken(
        "projects_posting.posting_fits",
        "a refund is of earlier spend of its own source and class",
        lambda rows: another(
            rows.spend,
            kind="refund",
            reason="Faulty",
            net=-1,
            amount=-1,
            refunds=rows.spend,
            on=rows.today - DAY,
            month=(rows.today - DAY).replace(day=1),
        ).save(),
        lambda rows: postings.refund(
            by=rows.ada, spent=rows.spend, on=rows.today - DAY, net=1, reason="Faulty"
        ),
        "Enter a date on or after {today}, when it was spent",
    ),
    Broken(
        "projects_posting.reclassifies_to_nothing",
        "what leaves capital comes to revenue, and the other way round",
        lambda rows: another(
            rows.spend, kind="reclassification", reason="Leased", pair="half"
        ).save(),
    ),
    Broken(
        "projects_return.locked_return_stays",
        "pgtrigger: Cannot update rows from % table",
        _change_what_closed,
        lambda rows: returns.accept(by=rows.ada, record=_closed(rows), version=1),
        "You cannot accept this return because its round has closed. Explain any correction in the "
        "next return",
    ),
    Broken(
        "projects_pack.issued_pack_stays",
        "an issued pack stays as it is",
        lambda rows: Pack.objects.filter(pk=_issued(rows).pk).update(since=rows.today - DAY),
        lambda rows: drafting.delete(by=rows.ada, pack=_issued(rows)),
        ISSUED,
    ),
    *(
        Broken(
            f"projects_{name}.stays_once_issued",
            "an issued pack stays as it is",
            _changed_once_issued(part),
            ask,
            ISSUED if ask else "",
        )
        for name, part, ask in (
            ("packedition", "pack_edition", None),
            ("packfigure", "pack_figure", None),
            ("packsentence", "pack_sentence", _edit_once_issued),
            ("packdecision", "pack_decision", None),
            ("packwithheld", "withheld", None),
        )
    ),
    *(
        Broken(
            f"projects_{name}.stays_once_issued",
            "an issued pack stays as it is",
            _taken_out_once_issued(part),
        )
        for name, part in (
            ("packedition", "pack_edition"),
            ("packfigure", "pack_figure"),
            ("packsentence", "pack_sentence"),
            ("packdecision", "pack_decision"),
            ("packwithheld", "withheld"),
        )
    ),
    Broken(
        "projects_site.site_says_what_its_entry_says",
        "a site is at the stage of its current entry",
        lambda rows: Site.objects.filter(pk=rows.site.pk).update(stage="accepted"),
    ),
    Broken(
        "projects_stageentry.site_follows_entries",
        "a stage entry must name the project of its site",
        lambda rows: StageEntry.objects.create(
            project=rows.other_project, site=rows.site, stage="accepted", entered_on=rows.today
        ),
    ),
    Broken(
        "projects_stageentry.site_follows_entries",
        "a correction must be of the same site",
        lambda rows: StageEntry.objects.create(
            project=rows.project,
            site=rows.other_site,
            stage="accepted",
            entered_on=rows.today,
            corrects=rows.stage_entry,
        ),
    ),
    Broken(
        "projects_scopeentry.site_follows_scope",
        "a scope entry must name the project of its site",
        lambda rows: ScopeEntry.objects.create(
            project=rows.other_project, change=rows.scope_change, site=rows.other_site, step=1
        ),
    ),
    Broken(
        "projects_scopeentry.site_follows_scope",
        "a site cannot be added to the scope twice, or taken out twice",
        lambda rows: ScopeEntry.objects.create(
            project=rows.project, change=rows.other_scope_change, site=rows.site, step=1
        ),
        lambda rows: scope.change_scope(
            project=rows.project,
            sites=[rows.site],
            reason="added",
            note="Agreed by the board.",
            on=rows.today,
            by=rows.ada,
        ),
        "The surgery is already in scope. Remove it from your selection",
    ),
    # Seminars.
    Broken(
        "seminars_registration.never_oversold_by_new_rows",
        "A seminar has no more places than its capacity.",
        lambda rows: another(rows.only_place, number=9, email="c@test.example").save(),
    ),
    Broken(
        "seminars_registration.never_oversold_by_changes",
        "A seminar has no more places than its capacity.",
        lambda rows: Registration.objects.filter(pk=rows.only_place.pk).update(seats=2),
        lambda rows: registrations.change(
            registration=rows.only_place, name="Ada", place="in_person", guest_name="Ben"
        ),
        "There are not enough places for that change. Your booking has not changed",
    ),
    Broken(
        "seminars_registration.few_at_an_address_by_new_rows",
        "More people are registered with one email address than the seminar allows.",
        lambda rows: another(rows.shared, number=9, name="Cuthbert").save(),
        lambda rows: registrations.register(
            seminar=rows.shared.seminar, name="Cuthbert", email=rows.shared.email, by=rows.ada
        ),
        addresses.AddressFull.message,
    ),
    Broken(
        "seminars_registration.few_at_an_address_by_changes",
        "More people are registered with one email address than the seminar allows.",
        lambda rows: Registration.objects.filter(pk=rows.apart.pk).update(email=rows.shared.email),
        lambda rows: registrations.change_contact(
            registration=rows.apart, channel="email", email=rows.shared.email, by=rows.ada
        ),
        addresses.AddressFull.message,
    ),
    # Copies for people.
    Broken(
        "privacy_preparedcopy.stays_as_finished",
        "A finished copy stays as it was finished.",
        lambda rows: PreparedCopy.objects.filter(pk=rows.finished_copy.pk).update(held="x"),
        lambda rows: copies.finish(copy=rows.finished_copy, by=rows.ada),
        copies.IsFinished.message,
    ),
    Broken(
        "privacy_copyreading.before_it_is_finished",
        "A finished copy is not read again.",
        lambda rows: CopyReading.objects.create(
            copy=rows.finished_copy, place="x", text="x", by=rows.ada
        ),
        lambda rows: copies.read(copy=rows.finished_copy, answers=[], by=rows.ada),
        copies.FinishedMeanwhile.message,
    ),
    Broken(
        "privacy_copyhandout.only_what_is_finished",
        "A copy is handed out once it is finished.",
        lambda rows: CopyHandout.objects.create(
            copy=rows.copy, format="pdf", sha256="0" * 64, by=rows.ada
        ),
        lambda rows: copies.hand_out(copy=rows.copy, kind="pdf", by=rows.ada),
        copies.NotFinished.message,
    ),
    Broken(
        "reminders_reminder.sent_stays_sent",
        "pgtrigger: Cannot update rows from % table",
        lambda rows: Reminder.objects.filter(pk=rows.sent_reminder.pk).update(state="planned"),
    ),
]
