"""Many rows of everything, fast: each kind in a few statements, whatever the number."""

import hashlib
from copy import copy
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.attention.models import Chase, Handling
from diz_portal.documents.models import Document
from diz_portal.impact import services as impact
from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.lists.models import SavedView, Shared
from diz_portal.models import RoutineRun
from diz_portal.open_work.models import Handover
from diz_portal.outbox.models import Message
from diz_portal.places.models import Area, BankHoliday, District, LoadedFile, Neighbour
from diz_portal.reminders.models import Reminder
from diz_portal.reports.models import BoardDate, ReportFile, ReportJob, Schedule
from partners.models import Agreement, Invitation, JoinRequest, Membership, Organisation, Role
from projects.models import (
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportRow,
    Milestone,
    MilestoneBaseline,
    Pack,
    PackDecision,
    PackSentence,
    Programme,
    Project,
    Proximity,
    PublishedForecast,
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnState,
    Risk,
    ScopeChange,
    ScopeEntry,
    ScopeReason,
    Site,
    StageEntry,
    Theme,
    Wayleave,
    WayleaveEvent,
    WayleaveState,
)
from projects.returns.services.rounds import usual_dates
from projects.rollout.stages import Stage
from seminars.models import (
    AttendanceEvent,
    FeedbackAnswer,
    Material,
    Registration,
    RegistrationEvent,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    Series,
    Topic,
)
from tests.factories.forecasts import published
from tests.factories.impact import OtherPartnershipFactory
from tests.factories.packs import WHOLE, draft_of
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import DistrictFactory, FigureFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RoundFactory
from tests.factories.seminars import SeminarFactory, TopicFactory, begun

from .bid_rows import BidRows
from .change_rows import ChangeRows
from .inclusion_rows import InclusionRows
from .ledger_rows import LedgerRows
from .money_rows import MoneyRows
from .privacy_rows import PrivacyRows
from .return_rows import ReturnRows


class Rows(PrivacyRows, InclusionRows, ReturnRows, MoneyRows, LedgerRows, BidRows, ChangeRows):
    """A partnership with one of each; `grow("sites", 300)` sees to it that there are so many.

    What is made is late, stuck or unanswered, so that the attention list shows it too.
    """

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.long_ago = self.today - timedelta(days=200)
        self.partnership = PartnershipFactory()
        self.manager = manager()
        self.ours = OrganisationFactory(name="Ours", slug="ours")
        self.contributor = contributor_of(self.ours)
        self.district = DistrictFactory(is_ours=True)
        self.project = ProjectFactory(
            slug="p", lead=self.ours, partners=[self.ours], publishes_forecast=True
        )
        self.round = RoundFactory()
        self.site = SiteFactory(
            project=self.project, district=self.district, stage=Stage.WAYLEAVE, by=self.manager
        )
        self.wayleave = WayleaveFactory(site=self.site)
        self.milestone = MilestoneFactory(project=self.project)
        self.record = ReturnFactory(project=self.project, organisation=self.ours, round=self.round)
        self.batch = self._batch("first.csv")
        self.topic = TopicFactory()
        self.seminar = SeminarFactory(topic=self.topic, capacity_in_person=0)
        self.large_seminar = SeminarFactory(capacity_in_person=1000)
        self.begin_inclusion()
        self.begin_privacy()
        self.begin_returns()
        self.begin_money()
        self.begin_ledger()
        self.begin_bids()
        self.begin_changes()
        began = timezone.now() - timedelta(days=1)
        self.held = SeminarFactory(
            starts_at=began, state="held", materials_since=began, capacity_in_person=1000
        )
        (self.guest,) = begun(self.held, 1)
        self.pack = draft_of(self.project, self.manager)
        impact.publish()
        self.edition = impact.make_edition(by=self.manager)
        self.exempt = "exempt"
        self.made: dict[str, int] = {}

    def again(self) -> "Rows":
        """The same rows, which grow by themselves."""
        same = copy(self)
        same.made = dict(self.made)
        return same

    def grow(self, kind: str, number: int) -> None:
        start = self.made.get(kind, 0)
        getattr(self, kind)(range(start, number))
        self.made[kind] = max(start, number)

    def other_partnerships(self, numbers) -> None:
        OtherPartnershipFactory.create_batch(len(numbers))

    def organisations(self, numbers) -> list[Organisation]:
        made = Organisation.objects.bulk_create(
            Organisation(
                name=f"Partner {n}",
                slug=f"partner-{n}",
                sector="private",
                identifier_type="company",
                identifier=f"9{n:07}",
                state="active",
            )
            for n in numbers
        )
        through = Organisation.districts.through
        through.objects.bulk_create(
            through(organisation=one, district=self.district) for one in made
        )
        return made

    def districts(self, numbers) -> None:
        District.objects.bulk_create(
            District(code=f"E079{n:05}", name=f"Place {n}", slug=f"place-{n}", is_ours=True)
            for n in range(50_000 + numbers.start, 50_000 + numbers.stop)
        )

    def bank_holidays(self, numbers) -> None:
        BankHoliday.objects.bulk_create(
            BankHoliday(date=date(2040, 1, 1) + timedelta(days=n), name=f"Day {n}") for n in numbers
        )

    def coverage(self, numbers) -> None:
        """A release each, in which our district and another one that is like it stand."""
        ours, _ = Area.objects.get_or_create(code=self.district.code, name=self.district.name)
        for n in numbers:
            other = Area.objects.create(code=f"W06{50_000 + n:06}", name=f"Area {n}")
            FigureFactory(area=ours, release__period=date(2040, 1, 1) + timedelta(days=n))
            FigureFactory(area=other)
            Neighbour.objects.create(area=ours, place=50 + n, neighbour=other)
            LoadedFile.objects.create(name=f"no-{n}", sha256="0", added=1, changed=0, unchanged=0)

    def programmes(self, numbers) -> None:
        Programme.objects.bulk_create(
            Programme(name=f"Programme no {n}", slug=f"no-{n}", theme=Theme.KNOWLEDGE)
            for n in numbers
        )

    def projects(self, numbers) -> None:
        made = Project.objects.bulk_create(
            Project(
                title=f"Project no {n}",
                slug=f"no-{n}",
                programme=self.project.programme,
                lead=self.ours,
                published=True,
            )
            for n in numbers
        )
        through = Project.partners.through
        through.objects.bulk_create(through(project=one, organisation=self.ours) for one in made)
        sites = [Site(project=one, name=f"Site of {one}", district=self.district) for one in made]
        self._enter(Site.objects.bulk_create(sites))

    def project_partners(self, numbers) -> None:
        organisations = self.organisations(range(1000 + numbers.start, 1000 + numbers.stop))
        self.project.partners.add(*organisations)

    def sites(self, numbers) -> None:
        made = Site.objects.bulk_create(
            Site(
                project=self.project,
                name=f"Surgery no {n}",
                ods_code=f"X{n:05}",
                district=self.district,
                supplier=f"Supplier {n % 3}",
                latitude=51.7,
                longitude=0.1,
                source_inactive_on=self.today,
            )
            for n in numbers
        )
        self._enter(made)

    def _enter(self, sites) -> None:
        StageEntry.objects.bulk_create(
            StageEntry(
                project_id=site.project_id,
                site=site,
                stage=Stage.WAYLEAVE,
                entered_on=self.long_ago,
                by=self.manager,
            )
            for site in sites
        )
        for project in {site.project_id: site.project for site in sites}.values():
            change = ScopeChange.objects.create(
                project=project,
                happened_on=self.long_ago,
                reason=ScopeReason.BASELINE,
                approved_by=self.manager,
            )
            ScopeEntry.objects.bulk_create(
                ScopeEntry(project_id=project.pk, change=change, site=site, step=1)
                for site in sites
                if site.project_id == project.pk
            )

    def entries(self, numbers) -> None:
        """A long history of one site."""
        StageEntry.objects.bulk_create(
            StageEntry(
                project=self.project,
                site=self.site,
                stage=Stage.WAYLEAVE if n % 2 else Stage.DESIGNED,
                entered_on=self.long_ago + timedelta(days=n % 150),
                by=self.manager,
            )
            for n in numbers
        )

    def forecasts(self, numbers) -> None:
        """One a month, all alike but for the day."""
        PublishedForecast.objects.bulk_create(
            published(self.project, self.today - timedelta(days=31 * n), [self.district.pk])
            for n in numbers
        )

    def scope_changes(self, numbers) -> None:
        ScopeChange.objects.bulk_create(
            ScopeChange(
                project=self.project,
                happened_on=self.long_ago + timedelta(days=n % 150),
                reason=ScopeReason.CORRECTION,
                value_change=n,
                approved_by=self.manager,
            )
            for n in numbers
        )

    def wayleaves(self, numbers) -> None:
        Wayleave.objects.bulk_create(
            Wayleave(
                site=self.site,
                grantor=f"Landowner no {n}",
                opened_on=self.long_ago,
                owner=self.ours,
            )
            for n in numbers
        )

    def wayleave_events(self, numbers) -> None:
        WayleaveEvent.objects.bulk_create(
            WayleaveEvent(
                wayleave=self.wayleave,
                state=WayleaveState.REQUIRED,
                happened_on=self.long_ago,
                by=self.manager,
            )
            for n in numbers
        )

    def milestones(self, numbers) -> None:
        Milestone.objects.bulk_create(
            Milestone(
                project=self.project,
                title=f"Milestone no {n}",
                owner=self.ours if n % 2 else None,
                baseline_on=self.long_ago,
                forecast_on=self.long_ago,
            )
            for n in numbers
        )

    def baselines(self, numbers) -> None:
        MilestoneBaseline.objects.bulk_create(
            MilestoneBaseline(
                milestone=self.milestone,
                new_on=self.today,
                reason="Agreed",
                approved_by=self.manager,
            )
            for n in numbers
        )

    def risks(self, numbers) -> None:
        Risk.objects.bulk_create(
            Risk(
                project=self.project,
                title=f"Risk no {n}",
                owner=self.ours if n % 2 else None,
                impact_before=4,
                likelihood_before=4,
                impact_after=1 + n % 5,
                likelihood_after=3,
                proximity=Proximity.CLOSE,
                next_review_on=self.long_ago,
            )
            for n in numbers
        )

    def rounds(self, numbers) -> None:
        months = [date(2001 + n // 12, n % 12 + 1, 1) for n in numbers]
        made = ReportingRound.objects.bulk_create(
            ReportingRound(month=month, opened_at=timezone.now(), **usual_dates(month))
            for month in months
            if month != self.round.month
        )
        self._returns(
            Return(
                round=one,
                project=self.project,
                organisation=self.ours,
                state=ReturnState.ACCEPTED,
                delivery="green",
                spend="green",
                risk="green",
                submitted_at=timezone.now(),
            )
            for one in made
        )

    def returns_owed(self, numbers) -> None:
        """By as many partners of the project, this round."""
        partners = self.organisations(range(2000 + numbers.start, 2000 + numbers.stop))
        self.project.partners.add(*partners)
        self._returns(
            Return(round=self.round, project=self.project, organisation=one) for one in partners
        )

    def returns_sent(self, numbers) -> None:
        partners = self.organisations(range(3000 + numbers.start, 3000 + numbers.stop))
        self._returns(
            Return(
                round=self.round,
                project=self.project,
                organisation=one,
                state=ReturnState.SUBMITTED,
                delivery="green",
                spend="green",
                risk="green",
                submitted_at=timezone.now(),
            )
            for one in partners
        )

    def my_returns_owed(self, numbers) -> None:
        """By our own people, for as many projects."""
        projects = Project.objects.bulk_create(
            Project(title=f"Reported {n}", slug=f"reported-{n}", lead=self.ours) for n in numbers
        )
        self._returns(
            Return(round=self.round, project=one, organisation=self.ours) for one in projects
        )

    @staticmethod
    def _returns(rows) -> None:
        Return.objects.bulk_create(rows)

    def return_events(self, numbers) -> None:
        ReturnEvent.objects.bulk_create(
            ReturnEvent(
                record=self.record,
                state=ReturnState.SENT_BACK,
                by=self.manager,
                reason=f"Say more, {n}",
            )
            for n in numbers
        )

    def people(self, numbers) -> None:
        made = User.objects.bulk_create(
            User(email=f"colleague{n}@test.example", name=f"Colleague {n}") for n in numbers
        )
        Membership.objects.bulk_create(
            Membership(person=one, organisation=self.ours, role=Role.CONTRIBUTOR) for one in made
        )

    def invitations(self, numbers) -> None:
        Invitation.objects.bulk_create(
            Invitation(
                organisation=self.ours,
                email=f"guest{n}@test.example",
                role=Role.VIEWER,
                token_digest=hashlib.sha256(str(n).encode()).hexdigest(),
                invited_by=self.manager,
                sent_at=timezone.now() - timedelta(days=20),
                expires_at=timezone.now() - timedelta(days=6),
            )
            for n in numbers
        )

    def join_requests(self, numbers) -> None:
        JoinRequest.objects.bulk_create(
            JoinRequest(
                organisation=self.ours, name=f"Applicant {n}", email=f"applicant{n}@test.example"
            )
            for n in numbers
        )

    def agreements(self, numbers) -> None:
        made = Agreement.objects.bulk_create(
            Agreement(
                title=f"Agreement no {n}",
                kind="memorandum",
                signed_on=self.long_ago,
                expires_on=self.today + timedelta(days=10),
            )
            for n in numbers
        )
        through = Agreement.parties.through
        through.objects.bulk_create(through(agreement=one, organisation=self.ours) for one in made)

    def documents(self, numbers) -> None:
        Document.objects.bulk_create(
            Document(
                title=f"Paper {n}",
                original_name="paper.pdf",
                content_type="application/pdf",
                size=1,
                sha256="0" * 64,
                file=f"documents/no-{n}",
                guard="partners.agreement",
                uploaded_by=self.manager,
            )
            for n in numbers
        )

    def uploaders(self, numbers) -> None:
        """People of an organisation each, which has used nearly all of its room."""
        people = User.objects.bulk_create(
            User(email=f"uploader{n}@test.example", name=f"Uploader {n}") for n in numbers
        )
        places = self.organisations([90_000 + n for n in numbers])
        Membership.objects.bulk_create(
            Membership(person=one, organisation=place, role=Role.CONTRIBUTOR)
            for one, place in zip(people, places, strict=True)
        )
        Document.objects.bulk_create(
            Document(
                title="Paper",
                original_name="paper.pdf",
                content_type="application/pdf",
                size=settings.UPLOADS_BY_ORGANISATION - 1,
                sha256="0" * 64,
                file=f"documents/of-{one.pk}",
                guard="partners.agreement",
                uploaded_by=one,
            )
            for one in people
        )

    def messages(self, numbers) -> None:
        Message.objects.bulk_create(
            Message(
                key=f"no-{n}",
                template="partners/invitation",
                to=f"reader{n}@test.example",
                subject="Your invitation",
                body="Come in.",
                state="given_up",
                given_up_at=timezone.now(),
            )
            for n in numbers
        )

    def paper_letters(self, numbers) -> None:
        for state in ("queued", "sent"):
            Message.objects.bulk_create(
                Message(
                    key=f"{state}-letter-{n}",
                    template="seminars/registered",
                    channel="letter",
                    reader=f"Reader {n}",
                    postal_address="1 Example Street",
                    subject="Your place",
                    body="Come in.",
                    state=state,
                    sent_at=timezone.now() if state == "sent" else None,
                    done_by=self.manager if state == "sent" else None,
                )
                for n in numbers
            )

    def topics(self, numbers) -> None:
        Topic.objects.bulk_create(Topic(slug=f"subject-{n}", title=f"Subject {n}") for n in numbers)

    def series(self, numbers) -> None:
        Series.objects.bulk_create(Series(slug=f"s-{n}", title=f"Series {n}") for n in numbers)

    def seminars(self, numbers) -> None:
        """Soon, full of questions: no venue, somebody waiting."""
        start = timezone.now() + timedelta(days=3)
        made = Seminar.objects.bulk_create(
            Seminar(
                slug=f"soon-{n}",
                title=f"Seminar {n}",
                mode="in_person",
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                state="published",
                published_at=timezone.now(),
                topic=self.topic,
            )
            for n in numbers
        )
        ReminderStep.objects.bulk_create(
            ReminderStep(seminar=one, before=1, unit="days", subject="S", text="T") for one in made
        )
        self._register((one, 1) for one in made)

    def registrations(self, numbers) -> None:
        self._register((self.seminar, n + 1) for n in numbers)

    @staticmethod
    def _register(seats) -> None:
        made = Registration.objects.bulk_create(
            Registration(
                seminar=seminar, number=n, name=f"R {n}", place="in_person", state="waiting"
            )
            for seminar, n in seats
        )
        RegistrationEvent.objects.bulk_create(RegistrationEvent.of(one, "queued") for one in made)
        steps = dict(ReminderStep.objects.values_list("seminar", "pk"))
        Reminder.objects.bulk_create(
            Reminder(
                kind="seminar",
                subject=one.seminar_id,
                part=one.pk,
                step=str(steps[one.seminar_id]),
                version="1",
                due_at=timezone.now(),
            )
            for one in made
        )

    def attendance(self, numbers) -> None:
        """Somebody who came, in a seminar with room for them."""
        made = Registration.objects.bulk_create(
            Registration(
                seminar=self.large_seminar,
                number=n + 1,
                name=f"A {n}",
                place="in_person",
                state="confirmed",
            )
            for n in numbers
        )
        AttendanceEvent.objects.bulk_create(
            AttendanceEvent(registration=one, who="person", kind="attended") for one in made
        )

    def materials(self, numbers) -> None:
        """Files and their papers, published."""
        documents = Document.objects.bulk_create(
            Document(
                title=f"Slides {n}",
                original_name="slides.pdf",
                content_type="application/pdf",
                size=1,
                sha256="0" * 64,
                guard="seminars.material",
                uploaded_by=self.manager,
            )
            for n in numbers
        )
        Material.objects.bulk_create(
            Material(
                seminar=self.held,
                title=one.title,
                kind="slides",
                audience="public",
                document=one,
                published_at=timezone.now(),
                added_by=self.manager,
            )
            for one in documents
        )

    def feedback(self, numbers) -> None:
        """Of people who may be contacted."""
        people = begun(self.held, len(list(numbers)))
        FeedbackAnswer.objects.bulk_create(
            FeedbackAnswer(seminar=self.held, useful=4, keep="Tea", may_contact=one)
            for one in people
        )

    def offers(self, numbers) -> None:
        """Of people without contact details, in a seminar with room for them."""
        Registration.objects.bulk_create(
            Registration(
                seminar=self.large_seminar,
                number=n + 1,
                name=f"O {n}",
                place="in_person",
                state="offered",
                offer_expires_at=timezone.now() + timedelta(hours=2),
            )
            for n in numbers
        )

    def seminar_events(self, numbers) -> None:
        SeminarEvent.objects.bulk_create(
            SeminarEvent(seminar=self.seminar, kind="moved", by=self.manager) for n in numbers
        )

    def newsletter_readers(self, numbers) -> None:
        Registration.objects.bulk_create(
            Registration(
                seminar=self.large_seminar,
                number=n + 1,
                name=f"N {n}",
                email=f"n{n}@test.example",
                place="in_person",
                state="waiting",
                newsletter=True,
                newsletter_at=timezone.now(),
            )
            for n in numbers
        )

    def seminar_messages(self, numbers) -> None:
        SeminarMessage.objects.bulk_create(
            SeminarMessage(
                seminar=self.seminar,
                reference=f"bcdfgh{n:04}",
                subject=f"Message {n}",
                text="Hello",
                to_whom="People who have a place",
                recipients=n + 1,
                sent_by=self.manager,
            )
            for n in numbers
        )

    def reminders_of_agreements(self, numbers) -> None:
        self.agreements(numbers)
        Reminder.objects.bulk_create(
            Reminder(
                kind="agreement",
                subject=one,
                step=f"{n}",
                version=f"{numbers.start}",
                due_at=timezone.now(),
            )
            for n, one in enumerate(Agreement.objects.values_list("pk", flat=True))
        )

    def chases(self, numbers) -> None:
        Chase.objects.bulk_create(
            Chase(
                item_key=f"return:{self.record.reference}",
                title="Send it",
                owed_by="Ours",
                recipients=1,
                by=self.manager,
                form_key=f"form-{n}",
            )
            for n in numbers
        )

    def handlings(self, numbers) -> None:
        Handling.objects.bulk_create(
            Handling(
                item_key=f"return:{self.record.reference}",
                title="Send it",
                act="note",
                words="They are on leave",
                by=self.manager,
                form_key=f"form-{n}",
            )
            for n in numbers
        )

    def reports(self, numbers) -> None:
        people = User.objects.bulk_create(
            User(email=f"reader{n}@test.example", name=f"Reader {n}") for n in numbers
        )
        jobs = ReportJob.objects.bulk_create(
            ReportJob(report="rollout-status", title=f"Rollout of {who}", asked_by=who)
            for who in people
        )
        ReportFile.objects.bulk_create(
            ReportFile(job=job, format="csv", file="reports/aa/1", size=1, sha256="0" * 64)
            for job in jobs
        )

    def schedules(self, numbers) -> None:
        people = User.objects.bulk_create(
            User(email=f"owner{n}@test.example", name=f"Owner {n}") for n in numbers
        )
        Schedule.objects.bulk_create(
            Schedule(
                report="rollout-status",
                title=f"Rollout of {who}",
                every="week",
                number=1,
                at=time(8),
                owner=who,
            )
            for who in people
        )

    def saved_views(self, numbers) -> None:
        SavedView.objects.bulk_create(
            SavedView(
                of_list="sites",
                name=f"View {n}",
                filters={"stage": "ordered"},
                owner=User.objects.create(email=f"viewer{n}@test.example", name=f"Viewer {n}"),
                shared=Shared.EVERYONE,
            )
            for n in numbers
        )

    def packs(self, numbers) -> None:
        boards = BoardDate.objects.bulk_create(
            BoardDate(name=f"Board no {n}", date=self.long_ago) for n in numbers
        )
        Pack.objects.bulk_create(
            Pack(
                project=self.project,
                board=board,
                since=self.long_ago,
                until=self.long_ago,
                started_by=self.manager,
                state="issued",
                issued_at=timezone.now(),
                issued_by=self.manager,
            )
            for board in boards
        )

    def pack_sentences(self, numbers) -> None:
        PackSentence.objects.bulk_create(
            PackSentence(
                pack=self.pack, text=f"No {n}.", edited_by=self.manager, edited_at=timezone.now()
            )
            for n in numbers
        )

    def pack_decisions(self, numbers) -> None:
        PackDecision.objects.bulk_create(
            PackDecision(pack=self.pack, **WHOLE | {"question": f"No {n}?"}) for n in numbers
        )

    def board_meetings(self, numbers) -> None:
        BoardDate.objects.bulk_create(
            BoardDate(name=f"Board {n}", date=date(2031, 1, 1)) for n in numbers
        )

    def handovers(self, numbers) -> None:
        Handover.objects.bulk_create(
            Handover(what="left", about=f"left-{n}", organisation=self.ours, by=self.manager)
            for n in numbers
        )

    def routine_runs(self, numbers) -> None:
        RoutineRun.objects.bulk_create(RoutineRun(name=f"routine {n}") for n in numbers)

    def _batch(self, name: str) -> ImportBatch:
        return ImportBatch.objects.create(**self._batch_values(name))

    def _batch_values(self, name: str) -> dict[str, Any]:
        return {
            "project": self.project,
            "kind": ImportKind.SITES,
            "file_name": name,
            "file": f"imports/{name}",
            "size": 1,
            "sha256": "0" * 64,
            "state": ImportState.CHECKED,
            "headings": {"Name": "name"},
            "found": {"headings": ["Name"]},
            "summary": {"create": 300, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
            "uploaded_by": self.contributor,
        }

    def batches(self, numbers) -> None:
        ImportBatch.objects.bulk_create(
            ImportBatch(**self._batch_values(f"file-{n}.csv")) for n in numbers
        )

    def import_rows(self, numbers) -> None:
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=self.batch,
                number=n + 2,
                action=ImportAction.CREATE,
                label=f"New {n}",
                values={"name": f"New {n}"},
            )
            for n in numbers
        )

    def mappings(self, numbers) -> None:
        ImportMapping.objects.bulk_create(
            ImportMapping(project=self.project, kind=ImportKind.SITES, supplier=f"Supplier {n}")
            for n in numbers
        )
