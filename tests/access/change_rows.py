"""Rows of change control, meetings and contracts, as many as a list is measured with."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from diz_portal.knowledge import services as knowledge
from diz_portal.reports.models import BoardDate, ReportFile, ReportJob
from projects.models import (
    Attendance,
    CaseStudyEvent,
    ChangeMilestone,
    ChangeRequest,
    Contract,
    ContractNotice,
    ContractReview,
    Dissolution,
    Meeting,
    MeetingAction,
    MeetingItem,
    MeetingPaper,
    Subsidy,
)
from tests.factories.benefits import benefit_of, measured
from tests.factories.change import control_of, drafted, held_meeting
from tests.factories.documents import DocumentFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory
from tests.factories.stories import lesson_of, published, story_of


class ChangeRows:
    project: Any
    ours: Any
    manager: Any
    long_ago: date

    def begin_changes(self) -> None:
        self.controlled = ProjectFactory(slug="controlled", lead=self.ours)
        control_of(self.controlled, self.manager)
        self.change = drafted(self.controlled, self.manager)
        self.approved_change = self._approved_change()
        self.meeting = held_meeting(self.manager)
        MeetingItem.objects.create(meeting=self.meeting, number=1000, heading="First", said="x")
        self.contract = self._contract(1000)
        self.benefit = benefit_of(self.project, self.manager, is_released=True)
        self.story = story_of(self.project, self.manager)
        board = BoardDate.objects.create(name="Of minutes", date=self.long_ago)
        self.released = Meeting.objects.create(board=board)
        MeetingItem.objects.create(meeting=self.released, number=1, heading="First", said="x")

    def _contract(self, n: int) -> Contract:
        return Contract.objects.create(
            project=self.project,
            title=f"Contract {n}",
            supplier="A supplier",
            buyer=self.ours,
            expenditure="revenue",
            value=5,
            began_on=date(2024, 1, 1),
            regime="pcr",
            signed_on=date(2024, 2, 1),
            starts_on=date(2024, 2, 1),
        )

    def change_requests(self, numbers) -> None:
        ChangeRequest.objects.bulk_create(
            ChangeRequest(
                project=self.controlled,
                number=n + 100,
                organisation=self.ours,
                title=f"Change {n}",
                reason="Wayleaves",
                state="asked",
                written_by=self.ours_person,
                asked_by=self.ours_person,
                asked_at=self.meeting.events.first().recorded_at,
            )
            for n in numbers
        )

    @property
    def ours_person(self) -> Any:
        from diz_portal.accounts.models import User

        return User.objects.get_or_create(email="asker@test.example", name="Asker")[0]

    def _approved_change(self) -> ChangeRequest:
        """By which milestones were added since the baseline was set."""
        return ChangeRequest.objects.create(
            project=self.controlled,
            number=99,
            organisation=self.ours,
            title="More milestones",
            reason="Wayleaves",
            state="approved",
            route="delegated",
            written_by=self.ours_person,
            decided_by=self.manager,
            decided_on=self.long_ago,
            decided_at=timezone.now(),
            decided_words="Agreed",
        )

    def change_milestones(self, numbers) -> None:
        for n in numbers:
            milestone = MilestoneFactory(
                project=self.controlled,
                title=f"To move {n}",
                change_request=self.approved_change,
            )
            ChangeMilestone.objects.create(
                request=self.change,
                milestone=milestone,
                old_on=milestone.baseline_on,
                new_on=milestone.baseline_on + timedelta(days=1),
            )

    def meetings(self, numbers) -> None:
        boards = BoardDate.objects.bulk_create(
            BoardDate(name=f"Meeting no {n}", date=self.long_ago) for n in numbers
        )
        Meeting.objects.bulk_create(Meeting(board=board) for board in boards)

    def released_meetings(self, numbers) -> None:
        boards = BoardDate.objects.bulk_create(
            BoardDate(name=f"Released no {n}", date=self.long_ago) for n in numbers
        )
        Meeting.objects.bulk_create(
            Meeting(
                board=board,
                state="released",
                released_at=self.meeting.events.first().recorded_at,
            )
            for board in boards
        )

    def meeting_items(self, numbers) -> None:
        MeetingItem.objects.bulk_create(
            MeetingItem(meeting=self.meeting, number=n + 1, heading=f"Item {n}", said="x")
            for n in numbers
        )

    def attendance(self, numbers) -> None:
        for n in numbers:
            Attendance.objects.create(
                meeting=self.meeting,
                organisation=OrganisationFactory(name=f"Attending {n}"),
                name=f"Person {n}",
            )

    def meeting_papers(self, numbers) -> None:
        for n in numbers:
            job = ReportJob.objects.create(
                report="rollout-status", title=f"Rollout {n}", asked_by=self.manager
            )
            ReportFile.objects.create(
                job=job, format="csv", file="reports/aa/1", size=1, sha256="0" * 64
            )
            MeetingPaper.objects.create(
                meeting=self.meeting, title=f"Report {n}", job=job, added_by=self.manager
            )
            MeetingPaper.objects.create(
                meeting=self.meeting,
                title=f"Paper {n}",
                document=DocumentFactory(
                    title=f"Paper {n}", guard="projects.meeting_paper", uploaded_by=self.manager
                ),
                added_by=self.manager,
            )

    def meeting_actions(self, numbers) -> None:
        MeetingAction.objects.bulk_create(
            MeetingAction(
                meeting=self.meeting,
                words=f"Action {n}",
                owner=OrganisationFactory(name=f"Owner {n}"),
                due_on=self.long_ago,
            )
            for n in numbers
        )

    def contracts(self, numbers) -> None:
        for n in numbers:
            self._contract(n)

    def benefits(self, numbers) -> None:
        for n in numbers:
            made = benefit_of(self.project, self.manager, title=f"Benefit {n}", is_released=True)
            measured(made, self.manager, 120)

    def benefit_measures(self, numbers) -> None:
        for n in numbers:
            measured(self.benefit, self.manager, 120, days_ago=n)

    def stories(self, numbers) -> None:
        for n in numbers:
            story_of(self.project, self.manager, title=f"Story {n}")

    def published_stories(self, numbers) -> None:
        for n in numbers:
            published(story_of(self.project, self.manager, title=f"Told {n}"), self.manager)

    def story_events(self, numbers) -> None:
        CaseStudyEvent.objects.bulk_create(
            CaseStudyEvent(story=self.story, step="edited", by=self.manager) for _ in numbers
        )

    def lessons_learned(self, numbers) -> None:
        for n in numbers:
            lesson_of(self.project, self.manager, title=f"Lesson {n}")

    def recognition(self, numbers) -> None:
        for n in numbers:
            knowledge.add_recognition(
                by=self.manager,
                title=f"Award {n}",
                given_by="Somebody",
                year=2020,
                source="https://a.example/",
            )

    def subsidies(self, numbers) -> None:
        Subsidy.objects.bulk_create(
            Subsidy(
                project=self.project,
                enterprise=f"Works {n}",
                company_number=f"0000{n:04}",
                purpose="A shed",
                amount=5,
                decided_on=date(2026, 1, 1),
                regime="act",
                route="alone",
                reasoning="Assessed",
                assessed_by=self.ours_person,
            )
            for n in numbers
        )

    def contract_notices(self, numbers) -> None:
        ContractNotice.objects.bulk_create(
            ContractNotice(
                contract=self.contract, kind="award", number=f"N{n}", published_on=self.long_ago
            )
            for n in numbers
        )

    def contract_reviews(self, numbers) -> None:
        ContractReview.objects.bulk_create(
            ContractReview(contract=self.contract, due_on=self.long_ago) for _ in numbers
        )

    def directions(self, numbers) -> None:
        for n in numbers:
            Dissolution.objects.create(
                organisation=OrganisationFactory(name=f"Council {n}"),
                direction_from=self.long_ago,
                direction=f"Direction {n}",
            )
