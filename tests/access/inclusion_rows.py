"""Many rows of everything that has to do with helping people."""

from datetime import timedelta

from django.utils import timezone

from diz_portal.imports.models import ImportState
from inclusion.cases.services import openings
from inclusion.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    ClientList,
    ClientMapping,
    ClientRow,
    EqualityAnswers,
    Landline,
    Need,
    Person,
    Referral,
    ReferringPartner,
    Task,
    Team,
    Telling,
    Transfer,
)
from tests.factories.demand import (
    BusinessNeedFactory,
    CompanyFactory,
    ConnectionFactory,
    EnquiryFactory,
    SectorFactory,
    SupportFactory,
)
from tests.factories.inclusion import (
    CaseFactory,
    HelpPlaceFactory,
    ReferralFactory,
    SocialTariffFactory,
    team_of,
)
from tests.factories.partners import OrganisationFactory, caseworker_of

from .learning_rows import LearningRows
from .stock_rows import StockRows

PHONE = "+447700900456"


class InclusionRows(StockRows, LearningRows):
    """See `rows.Rows`, of which this is a part."""

    def begin_inclusion(self) -> None:
        self.team = team_of(self.ours, is_default=True)
        self.caseworker = caseworker_of(self.ours)
        facts = {"handled_by": self.ours, "person__phone": PHONE, "assigned_to": self.caseworker}
        self.case = CaseFactory(**facts)
        self.elsewhere = team_of(OrganisationFactory(name="Elsewhere"))
        self.referral = ReferralFactory(to=self.ours, person__phone=PHONE)
        openings.log_opening(case=self.case, by=self.caseworker)
        openings.log_opening(referral=self.referral, by=self.caseworker)
        self.begin_stock()
        self.begin_learning()

    def teams(self, numbers) -> None:
        Team.objects.bulk_create(
            Team(organisation=one)
            for one in self.organisations(range(2000 + numbers.start, 2000 + numbers.stop))
        )

    def referring_partners(self, numbers) -> None:
        ReferringPartner.objects.bulk_create(
            ReferringPartner(organisation=one)
            for one in self.organisations(range(3000 + numbers.start, 3000 + numbers.stop))
        )

    def _people(self, numbers, *, kept_by=None, **facts) -> list[Person]:
        kept_by = kept_by or self.ours
        return Person.objects.bulk_create(
            Person(kept_by=kept_by, name=f"Resident {n}", district=self.district, **facts)
            for n in numbers
        )

    def referrals_sent(self, numbers) -> None:
        self._refer(numbers, to=self.ours, kind="self")

    def referrals_made(self, numbers) -> None:
        made = {"made_by": self.ours, "told_on": self.today, "by": self.contributor}
        self._refer(numbers, to=self.elsewhere.organisation, kind="partner", **made)

    def _refer(self, numbers, *, to, **facts) -> None:
        Referral.objects.bulk_create(
            Referral(to=to, person=one, wanted=["device"], lawful_basis="public_task", **facts)
            for one in self._people(numbers, kept_by=to)
        )

    def cases(self, numbers) -> None:
        """Late, of each two one that nobody has and one of the caseworker; and as many closed."""
        late = {"handled_by": self.ours, "target_on": self.long_ago}
        made = [
            Case(person=one, assigned_to=self.caseworker if n % 2 else None, **late)
            for n, one in enumerate(self._people(numbers), numbers.start)
        ]
        made += [
            Case(person=one, state="closed", closed_at=timezone.now(), **late)
            for one in self._people(numbers)
        ]
        made = Case.objects.bulk_create(made)
        Need.objects.bulk_create(Need(case=one, kind="skills", state="declined") for one in made)

    def needs(self, numbers) -> None:
        Need.objects.bulk_create(Need(case=self.case, kind="skills") for _ in numbers)

    def _clients(self, name: str) -> dict:
        return {
            "organisation": self.ours,
            "lawful_basis": "public_task",
            "told_by": "The telecare team",
            "told_on": timezone.localdate(),
            "file_name": name,
            "file": f"clients/{name}",
            "size": 1,
            "sha256": "0" * 64,
            "state": ImportState.CHECKED,
            "found": {"headings": ["Name"]},
            "headings": {"Name": "name"},
            "summary": {"create": 300, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
            "uploaded_by": self.contributor,
        }

    def client_lists(self, numbers) -> None:
        ClientList.objects.bulk_create(
            ClientList(**self._clients(f"clients-{n}.csv")) for n in numbers
        )

    def client_rows(self, numbers) -> None:
        batch, _ = ClientList.objects.get_or_create(
            reference="clientrows", defaults=self._clients("first.csv")
        )
        self.client_list = batch
        ClientRow.objects.bulk_create(
            ClientRow(
                batch=batch,
                number=n + 2,
                action="create",
                label=f"Person {n}",
                values={"name": f"Person {n}", "contact_by": "phone"},
            )
            for n in numbers
        )

    def client_referrals(self, numbers) -> None:
        """From one applied list: of each two, one whom the team may know."""
        clients = self._clients("applied.csv") | {
            "state": ImportState.APPLIED,
            "applied_at": timezone.now(),
        }
        batch, _ = ClientList.objects.get_or_create(reference="applied222", defaults=clients)
        self.applied_list = batch
        people = self._people(numbers)
        Person.objects.filter(pk__in=[one.pk for one in people[::2]]).update(
            phone=PHONE, phone_key=PHONE[-10:], name_key="known"
        )
        made = Referral.objects.bulk_create(
            Referral(
                to=self.ours,
                person=one,
                wanted=["landline"],
                lawful_basis="public_task",
                kind="partner",
                made_by=self.ours,
                told_on=self.today,
            )
            for one in people
        )
        ClientRow.objects.bulk_create(
            ClientRow(batch=batch, number=one.pk, action="create", record_id=one.pk) for one in made
        )

    def lists_to_decide(self, numbers) -> None:
        """As many applied lists, each with a referral that awaits a decision."""
        clients = self._clients("decide.csv") | {
            "state": ImportState.APPLIED,
            "applied_at": timezone.now(),
        }
        lists = ClientList.objects.bulk_create(ClientList(**clients) for _ in numbers)
        ClientRow.objects.bulk_create(
            ClientRow(batch=one, number=2, action="create", record_id=self.referral.pk)
            for one in lists
        )

    def client_mappings(self, numbers) -> None:
        ClientMapping.objects.bulk_create(
            ClientMapping(organisation=self.ours, kind="clients", supplier=f"Council {n}")
            for n in numbers
        )

    def landlines(self, numbers) -> None:
        """Of one case, all overdue."""
        made = Need.objects.bulk_create(Need(case=self.case, kind="landline") for _ in numbers)
        Landline.objects.bulk_create(Landline(need=one, call_by=self.long_ago) for one in made)

    def unmet(self, numbers) -> None:
        Need.objects.bulk_create(
            Need(case=self.case, kind="device", state="not_met", reason="no_stock") for _ in numbers
        )

    def tasks(self, numbers) -> None:
        Task.objects.bulk_create(
            Task(
                case=self.case,
                title=f"Task {n}",
                due_on=self.long_ago,
                whose=self.caseworker,
                created_by=self.manager,
            )
            for n in numbers
        )

    def appointments(self, numbers) -> None:
        Appointment.objects.bulk_create(
            Appointment(
                case=self.case,
                starts_at=timezone.now() - timedelta(days=1),
                place=f"Room {n}",
                whose=self.caseworker,
            )
            for n in numbers
        )

    def tellings(self, numbers) -> None:
        Telling.objects.bulk_create(
            Telling(
                key=f"told-{n}", case=self.case, step="accepted", channel="phone", due_on=self.today
            )
            for n in numbers
        )

    def case_events(self, numbers) -> None:
        CaseEvent.objects.bulk_create(
            CaseEvent(
                case=self.case,
                kind="note",
                words=f"Note {n}",
                by=self.manager,
                whom=self.caseworker,
            )
            for n in numbers
        )

    def case_openings(self, numbers) -> None:
        CaseOpening.objects.bulk_create(
            CaseOpening(case=self.case, by=self.manager, kind="found") for _ in numbers
        )

    def offers_of_cases(self, numbers) -> None:
        sender = self.elsewhere.organisation
        made = Case.objects.bulk_create(
            Case(person=one, handled_by=sender, target_on=self.long_ago)
            for one in self._people(numbers, kept_by=sender)
        )
        Transfer.objects.bulk_create(
            Transfer(case=one, to=self.ours, basis="agreed", basis_words="Yes", why="Nearer")
            for one in made
        )

    def likely(self, numbers) -> None:
        """Who may be the person of the case, and of the referral."""
        made = self._people(numbers, phone=PHONE, phone_key=PHONE[-10:])
        Case.objects.bulk_create(
            Case(person=one, handled_by=self.ours, target_on=self.today) for one in made
        )

    def help_places(self, numbers) -> None:
        HelpPlaceFactory.create_batch(len(numbers), district=self.district)

    def tariffs(self, numbers) -> None:
        SocialTariffFactory.create_batch(len(numbers))

    def support(self, numbers) -> None:
        SupportFactory.create_batch(len(numbers))

    def business_needs(self, numbers) -> None:
        """A sector each, with as many businesses as suppliers may read of."""
        for n in numbers:
            sector = SectorFactory(code=f"CM{n % 90 + 10} {n // 90 % 10}", district=self.district)
            BusinessNeedFactory.create_batch(5, sector=sector)

    def connections(self, numbers) -> None:
        for n in numbers:
            sector = SectorFactory(code=f"SG{n % 90 + 10} {n // 90 % 10}", district=self.district)
            for day in range(5):
                told = self.today - timedelta(days=day)
                ConnectionFactory(sector=sector, district=self.district, told_on=told)

    def enquiries(self, numbers) -> None:
        EnquiryFactory.create_batch(len(numbers), organisation=self.ours, due_on=self.long_ago)

    def companies(self, numbers) -> None:
        CompanyFactory.create_batch(len(numbers), district=self.district)

    def equality_answers(self, numbers) -> None:
        month = timezone.localdate().replace(day=1)
        EqualityAnswers.objects.bulk_create(EqualityAnswers(month=month) for _ in numbers)
