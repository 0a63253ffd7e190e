"""A project under change control, meetings of a board, contracts and subsidy, for all who knock."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from diz_portal.knowledge import services as knowledge
from diz_portal.reports.models import ReportFile, ReportJob
from projects.benefits import services as benefits
from projects.contracts.services import contracts, subsidies
from projects.meetings.services import meetings
from tests.factories.benefits import benefit_of, measured
from tests.factories.change import asked, control_of, drafted, held_meeting, meeting_on
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory
from tests.factories.stories import lesson_of, published, story_of

DAY = timedelta(days=1)


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    _changes(t, people["manager"])
    _meetings(t, people["manager"])
    _benefits(t, people["manager"])
    t.contract, t.contract_review, t.subsidy = _contracts(t.public, t.ours, people["finance"])


def _benefits(t: SimpleNamespace, by: Any) -> None:
    t.benefit = benefit_of(t.public, by)
    t.measure = measured(t.benefit, by, 120, days_ago=40)
    benefits.release(by=by, benefit=t.benefit)
    t.case_study = story_of(t.public, by)
    t.published_story = published(story_of(t.public, by, title="A published story"), by)
    t.lesson_learned = lesson_of(t.public, by, released=False)
    t.released_lesson = lesson_of(t.public, by, title="Tell them")
    t.recognition = knowledge.add_recognition(
        by=by, title="Of the year", given_by="Somebody", year=2021, source="https://a.example/"
    )


def _changes(t: SimpleNamespace, by: Any) -> None:
    t.controlled = ProjectFactory(
        title="Under change control",
        slug="controlled",
        lead=t.ours,
        partners=[t.ours, t.supplier, t.suspended],
    )
    t.controlled_milestone = MilestoneFactory(project=t.controlled, title="All wayleaves granted")
    control_of(t.controlled, by)
    later = t.controlled_milestone.baseline_on + 3 * DAY
    t.change = drafted(
        t.controlled,
        t.colleague,
        organisation=t.ours,
        title="Marker-draft-change",
        milestones={t.controlled_milestone: later},
    )
    t.asked_change = asked(
        t.controlled, t.colleague, organisation=t.ours, milestones={t.controlled_milestone: later}
    )


def _meetings(t: SimpleNamespace, by: Any) -> None:
    today = timezone.localdate()
    t.meeting = held_meeting(by, days=-5)
    t.planned_meeting = meeting_on(by, today)
    t.cancelled_meeting = meetings.cancel(
        by=by, meeting=meeting_on(by, today + 90 * DAY), words="Too few could come"
    )
    t.released_meeting = held_meeting(by, days=-40)
    for meeting in (t.meeting, t.released_meeting):
        meetings.attend(
            by=by,
            meeting=meeting,
            organisation=t.ours,
            name="Marker-attendee",
            presence="present",
        )
        t.minutes_item = meetings.minute(
            by=by, meeting=meeting, number=1, heading="Progress", said="It was noted."
        )
        meetings.minute(
            by=by,
            meeting=meeting,
            number=2,
            heading="Marker-private-item",
            said="Marker-private-item: an offer was made.",
            decision="Marker-private-item: accept it.",
            paragraph=3,
            private_because="Marker-private-item: the price is being agreed.",
        )
    t.minutes_item = t.meeting.items.get(number=1)
    meetings.release(by=by, meeting=t.released_meeting)
    t.action = meetings.add_action(
        by=by, meeting=t.meeting, words="Write to the landowner", owner=t.ours, due_on=today
    )
    now = timezone.now()
    job = ReportJob.objects.create(
        report="rollout-status",
        title="Rollout status for the board",
        answers={"project": t.public.slug},
        formats=["csv"],
        asked_by=by,
        state="ready",
        finished_at=now,
        read_at=now,
        as_at=now.date(),
    )
    ReportFile.objects.create(
        job=job, format="csv", file=ContentFile(b"-", "-"), size=1, sha256="0" * 64
    )
    t.report_paper = meetings.add_report(by=by, meeting=t.meeting, job=job)


def _contracts(project: Any, buyer: Any, by: Any) -> tuple[Any, Any, Any]:
    contract = contracts.enter(
        by=by,
        project=project,
        title="Marker-grant: dark fibre",
        supplier="Lea Valley Fibre",
        buyer=buyer,
        expenditure="capital",
        value=Decimal(900_000),
        began_on=date(2025, 3, 1),
        signed_on=date(2025, 6, 1),
        starts_on=date(2025, 7, 1),
    )
    review = contracts.plan_review(by=by, contract=contract, due_on=timezone.localdate())
    subsidy = subsidies.assess(
        by=by,
        project=project,
        enterprise="Marker-grant: Ware Works",
        company_number="01234567",
        purpose="A shed",
        amount=Decimal(150_000),
        decided_on=timezone.localdate(),
        route="alone",
        reasoning="Assessed against the principles",
    )
    return contract, review, subsidy


def foreign(t: SimpleNamespace) -> None:
    """Of B, unpublished."""
    milestone = MilestoneFactory(project=t.foreign, title="Marker-foreign date")
    control_of(t.foreign, t.stranger_person)
    t.foreign_change = asked(
        t.foreign,
        t.stranger_person,
        organisation=t.other,
        title="Marker-foreign change",
        milestones={milestone: milestone.baseline_on + DAY},
    )
    t.foreign_benefit = benefit_of(t.foreign, t.stranger_person, title="Marker-foreign benefit")
    t.foreign_story = story_of(t.foreign, t.stranger_person, title="Marker-foreign story")
    t.foreign_lesson = lesson_of(t.foreign, t.stranger_person, title="Marker-foreign lesson")
    t.foreign_contract, _, t.foreign_subsidy = _contracts(t.foreign, t.other, t.stranger_person)
