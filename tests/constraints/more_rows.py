"""What the triggers need besides: history of every kind, and rows as they stand in the middle of
their work."""

from diz_portal.attention.models import Chase, Handling
from diz_portal.open_work.models import Handover
from diz_portal.privacy.models import ComplaintEvent, RequestEvent
from diz_portal.reminders.models import Reminder
from inclusion.models import (
    CaseEvent,
    DataItem,
    DeviceEvent,
    ItemSwitchEvent,
    Part,
    ReferralEvent,
    Statement,
    Team,
)
from projects.models import MilestoneBaseline, ReturnEvent, WayleaveEvent
from seminars.models import Registration, SeminarEvent
from tests.factories.inclusion import CaseFactory, DeviceFactory, NeedFactory
from tests.factories.outbox import MessageFactory
from tests.factories.projects import ProjectFactory, SiteFactory, put_in_scope
from tests.factories.seminars import SeminarFactory

from .breaking import Rows
from .shell import DAY


def stand(rows: Rows) -> None:
    _history(rows)
    Team.objects.filter(pk=rows.team.pk).update(safeguarding_lead=rows.ada)
    rows.lead = rows.membership
    rows.lead.role = "lead"
    rows.lead.save()
    rows.secret_message = MessageFactory(secret=True)

    rows.closed_case = CaseFactory(
        handled_by=rows.organisation, person=rows.resident, state="closed", closed_at=rows.now
    )
    rows.other_need = NeedFactory(
        case=CaseFactory(handled_by=rows.organisation, person=rows.resident), state="approved"
    )
    rows.quarantined = DeviceFactory(kept_by=rows.organisation)
    rows.graded = DeviceFactory(kept_by=rows.organisation, state="graded", medium_serial="D1")
    rows.lent = DeviceFactory(kept_by=rows.organisation, state="issued", holds_data=True)
    confirmed = NeedFactory(case=rows.other_need.case, kind="data", state="confirmed")
    rows.used_item = DataItem.objects.create(
        batch=rows.batch, code="9", known_as="corvid:9", account="issued", need=confirmed
    )
    rows.used_part = Part.objects.create(
        kept_by=rows.organisation,
        kind="screen",
        came_by=rows.ada,
        went_at=rows.now + DAY,
        went_by=rows.ada,
    )
    rows.other_statement = Statement.objects.create(
        framework_id=0, area="foundation", level="foundation", number=1, words="I can."
    )

    rows.other_project = ProjectFactory(lead=rows.organisation)
    rows.other_site = SiteFactory(project=rows.project, district=rows.district)
    rows.other_scope_change = put_in_scope(rows.other_site, approved_by=rows.ada)
    rows.site.in_scope = True
    rows.site.save()

    tiny = SeminarFactory(capacity_in_person=1, reminders=False)
    rows.only_place = Registration.objects.create(
        seminar=tiny,
        name="Ada",
        email="ada@test.example",
        channel="email",
        place="in_person",
        state="confirmed",
        number=1,
    )
    people = SeminarFactory(reminders=False)
    rows.shared, _, rows.apart = (
        Registration.objects.create(
            seminar=people,
            name=name,
            email=email,
            channel="email",
            place="in_person",
            state="confirmed",
            number=number,
        )
        for number, (name, email) in enumerate(
            [
                ("Ada", "both@test.example"),
                ("Ben", "both@test.example"),
                ("Cleo", "cleo@test.example"),
            ],
            start=1,
        )
    )
    rows.sent_reminder = Reminder.objects.create(
        kind="agreement",
        subject=2,
        step="14",
        version="2027-01-01",
        due_at=rows.now,
        state="sent",
        settled_at=rows.now,
    )


def _history(rows: Rows) -> None:
    """A line in every table that only grows."""
    Chase.objects.create(item_key="x", title="X", recipients=1, by=rows.ada, form_key="x")
    Handling.objects.create(
        item_key="x", title="X", act="note", words="x", by=rows.ada, form_key="x"
    )
    Handover.objects.create(what="role", about="x")
    ComplaintEvent.objects.create(complaint=rows.complaint, kind="received")
    RequestEvent.objects.create(request=rows.request, kind="received")
    CaseEvent.objects.create(case=rows.case, kind="opened")
    DeviceEvent.objects.create(device=rows.device, to_state="quarantined")
    ItemSwitchEvent.objects.create(switch=rows.switch, is_paused=False)
    ReferralEvent.objects.create(referral=rows.referral, state="submitted")
    MilestoneBaseline.objects.create(
        milestone=rows.milestone, new_on=rows.today, reason="Agreed", approved_by=rows.ada
    )
    ReturnEvent.objects.create(record=rows.sent_return, state="submitted")
    WayleaveEvent.objects.create(wayleave=rows.wayleave, state="required", happened_on=rows.today)
    SeminarEvent.objects.create(seminar=rows.seminar, kind="created")
