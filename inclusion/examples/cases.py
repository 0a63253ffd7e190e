"""Example teams, referrals and cases at every stage. Every resident is invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pgtrigger
from django.db.models import F, QuerySet
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.outbox.models import Message, MessageState
from diz_portal.places.models import District
from diz_portal.times import in_london
from inclusion.cases.models import (
    Case,
    CaseEvent,
    CaseEventKind,
    CaseOpening,
    Duty,
    NamedLead,
    Need,
    Person,
    Referral,
    ReferralEvent,
    ReferralState,
    ReferringPartner,
    Task,
    Team,
)
from inclusion.cases.services import casebook, cases, needs, openings, referrals, transfers, work
from inclusion.cases.services.referrals import Sharing
from partners.example import CHARITY, HEALTH
from partners.models import Agreement, AgreementKind, Membership, Organisation, Role

HERTFORDSHIRE = "hertfordshire-county-council"


@dataclass(frozen=True)
class Story:
    """One person's way: how long ago they came, what they need, and how far it has got.

    `moves` are the states each need goes through, by its kind; the case closes at `closed`.
    """

    name: str
    district: str
    days: int
    wanted: dict[str, str]
    story: str
    urgency: str = "routine"
    by: str = "self"  # who asked: themselves, a caller, or the trust
    moves: dict[str, str] = field(default_factory=dict)
    notes: tuple[tuple[int, bool, str], ...] = ()  # days ago, contact with them?, words
    taken: bool = True
    answer: str = "accept"  # or "decline", "withdraw", or nothing yet
    closed: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    born: date | None = None
    prefers: str = "phone"
    adjustments: tuple[str, ...] = ()


STORIES = [
    Story(
        "Doris Applegarth",
        "harlow",
        34,
        {"device": "A tablet with a large screen", "data": "20GB a month", "skills": ""},
        "I want to see my granddaughter in Leeds and order my prescriptions.",
        by="trust",
        moves={"device": "approved", "data": "approved", "skills": "approved supplied"},
        notes=(
            (
                30,
                True,
                "Called Doris. She has never used a tablet, and is keen. Large letters help.",
            ),
            (12, False, "The library can lend her a quiet room on Tuesdays."),
        ),
        phone="+441632960101",
        born=date(1947, 5, 2),
        adjustments=("large_print", "seeing"),
    ),
    Story(
        "Wilf Birdsall",
        "broxbourne",
        21,
        {"data": "10GB a month"},
        "My contract ended and I look for work online.",
        urgency="soon",
        moves={"data": "approved waiting"},
        notes=((18, True, "Uses a computer at the library for now. Applies for two jobs a week."),),
        phone="+447700900102",
        prefers="text",
    ),
    Story(
        "Anju Chandran",
        "epping-forest",
        9,
        {"device": "A laptop", "skills": "Spreadsheets"},
        "Starting a course in January and have nothing to work on.",
        urgency="soon",
        moves={"device": "approved"},
        email="anju.chandran@mail.example",
        prefers="email",
    ),
    Story(
        "Stan Dewhurst",
        "uttlesford",
        26,
        {"accessibility": "A trackball instead of a mouse"},
        "My hands shake. I gave up after two clicks.",
        moves={"accessibility": "approved supplied confirmed"},
        notes=((20, True, "Brought a trackball. He laughed and ordered bird seed."),),
        closed=6,
        phone="+441632960104",
        adjustments=("hands", "visit"),
    ),
    Story(
        "Mirela Enescu",
        "harlow",
        60,
        {"device": "A phone", "data": "20GB a month"},
        "The school sends everything to an app.",
        by="trust",
        moves={"device": "approved supplied confirmed", "data": "approved not_met:no_coverage"},
        closed=15,
        phone="+447700900105",
        adjustments=("language",),
    ),
    Story(
        "Ken Fosdyke",
        "east-hertfordshire",
        2,
        {"device": "A phone that can make video calls"},
        "The clinic only offers video now and I missed one.",
        urgency="urgent",
        by="trust",
        taken=False,
        phone="+441632960106",
    ),
    Story(
        "Yetunde Gbadamosi",
        "harlow",
        3,
        {"skills": "Online banking"},
        "My branch closes at Christmas.",
        taken=False,
        phone="+447700900107",
    ),
    # The same telephone as Doris: her husband, or Doris written down again?
    Story(
        "Doris Aplegarth",
        "harlow",
        1,
        {"skills": ""},
        "Would like someone to show her the tablet again.",
        by="caller",
        answer="",
        phone="+441632960101",
    ),
    Story(
        "Pearl Hathersage",
        "broxbourne",
        5,
        {"device": "", "data": ""},
        "Lives alone since the summer, has no internet at home.",
        by="trust",
        answer="",
        phone="+441632960109",
        prefers="letter",
        address="4 Wharf Cottages\nHoddesdon",
        postcode="EN11 8QZ",
    ),
    Story(
        "Gwyn Ilminster",
        "epping-forest",
        0,
        {"data": ""},
        "Universal Credit journal, and no credit on the phone.",
        urgency="urgent",
        answer="",
        phone="+447700900110",
    ),
    Story(
        "Rosa Jelinek",
        "uttlesford",
        40,
        {"device": ""},
        "Needs a games computer for her son.",
        by="trust",
        answer="decline",
        phone="+441632960111",
    ),
    Story(
        "Cyril Kettering",
        "harlow",
        12,
        {"skills": ""},
        "His daughter will show him after all.",
        by="trust",
        answer="withdraw",
        phone="+441632960112",
    ),
    Story(
        "Noor Lambourne",
        "broxbourne",
        48,
        {"skills": "Video calls", "data": ""},
        "Moving to her sister's in Ware.",
        moves={"skills": "approved", "data": "approved"},
        phone="+447700900113",
    ),
    Story(
        "Hamish Northolt",
        "east-hertfordshire",
        55,
        {"skills": "Email"},
        "Wants to write to the council.",
        moves={"skills": "approved"},
        phone="+441632960114",
    ),
]
# What could not be met this year and last: kind, reason, district, how many, months ago.
UNMET = [
    ("device", "no_stock", "harlow", 9, 2),
    ("device", "no_stock", "broxbourne", 6, 5),
    ("data", "no_coverage", "uttlesford", 8, 4),
    ("data", "no_stock", "epping-forest", 5, 8),
    ("skills", "lost_touch", "harlow", 6, 7),
    ("device", "not_eligible", "east-hertfordshire", 3, 1),
    ("accessibility", "no_stock", "uttlesford", 2, 10),
]


@example("Cases", order=60)
def load(today: date) -> str:
    teller = Teller(today)
    for story in STORIES:
        teller.tell(story)
    teller.pass_on()
    teller.tell_what_was_not_met()
    teller.settle_the_mail()
    return (
        f"{Team.objects.count()} teams, {Referral.objects.count()} referrals, "
        f"{Case.objects.count()} cases"
    )


class Teller:
    """Tells each story through the services, and then moves it back to when it happened."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.districts = {one.slug: one for one in District.objects.all()}
        self.trust = Organisation.objects.get(slug=HEALTH)
        self.nurse = User.objects.get(email="nurse@diz.example")
        self.caseworker = User.objects.get(email="caseworker@diz.example")
        self.team, self.other, self.colleague = self._teams()

    def _teams(self) -> tuple[Team, Team, User]:
        charity = Organisation.objects.get(slug=CHARITY)
        lead = User.objects.get(email="beth.marlowe@kettle.example")
        team = Team.objects.create(
            organisation=charity,
            is_default=True,
            phone="01632 960 044",
        )
        # Their only lead: a programme manager proposed her, and she accepted.
        manager = User.objects.get(email="manager@diz.example")
        for duty in Duty:
            NamedLead.objects.create(
                team=team,
                duty=duty,
                person=lead,
                given_by=manager,
                given_at=timezone.now() - timedelta(days=200),
                accepted_at=timezone.now() - timedelta(days=198),
            )
            setattr(team, duty.field, lead)
        team.save()
        team.districts.set(
            self.districts[slug] for slug in ("harlow", "epping-forest", "uttlesford")
        )
        county = Organisation.objects.get(slug=HERTFORDSHIRE)
        other = Team.objects.create(organisation=county, phone="01632 960 055")
        other.districts.set(self.districts[slug] for slug in ("broxbourne", "east-hertfordshire"))
        colleague = User.objects.create_user(
            "iris.tolland@herts.example", None, name="Iris Tolland"
        )
        Membership.objects.create(
            person=colleague,
            organisation=county,
            role=Role.CASEWORKER,
            started_on=self.today - timedelta(days=300),
            given_by=User.objects.get(email="farida.quill@herts.example"),
            given_at=timezone.now() - timedelta(days=300),
        )
        agreement = Agreement.objects.create(
            title="Passing cases between Kettle and Keyboard and the county’s libraries",
            kind=AgreementKind.DATA_SHARING,
            signed_on=self.today - timedelta(days=290),
            expires_on=self.today + timedelta(days=440),
        )
        agreement.parties.set([charity, county])
        agreement = Agreement.objects.create(
            title="Referrals from the trust to the county’s libraries",
            kind=AgreementKind.DATA_SHARING,
            signed_on=self.today - timedelta(days=250),
            expires_on=self.today + timedelta(days=480),
        )
        agreement.parties.set([self.trust, county])
        ReferringPartner.objects.create(organisation=self.trust, most_open=10)
        return team, other, colleague

    def at(self, days: int, hour: int = 10) -> datetime:
        return in_london(self.today - timedelta(days=days), time(hour))

    def tell(self, story: Story) -> None:
        since = timezone.now()
        by = {"self": None, "caller": self.caseworker, "trust": self.nurse}[story.by]
        is_partner = story.by == "trust"
        told_on = self.today - timedelta(days=story.days)
        referral = referrals.submit(
            kind="partner" if is_partner else story.by,
            person={
                "name": story.name,
                "phone": story.phone,
                "email": story.email,
                "date_of_birth": story.born,
                "contact_by": story.prefers,
                "adjustments": list(story.adjustments),
                "address": story.address,
                "postcode": story.postcode,
            },
            sharing=Sharing(
                "public_task",
                "The community nurse, at the visit" if is_partner else "",
                told_on if is_partner else None,
            ),
            wanted=list(story.wanted),
            story=story.story,
            urgency=story.urgency,
            team=self.team,
            made_by=self.trust if is_partner else None,
            their_reference=f"LS-{4100 + story.days}" if is_partner else "",
            by=by,
        )
        person = referral.person
        person.district = self.districts[story.district]
        person.save()
        Referral.objects.filter(pk=referral.pk).update(submitted_at=self.at(story.days))
        if story.answer == "decline":
            words = "We lend for learning, work and health. The library lends consoles."
            referrals.decline(
                referral=referral, reason="elsewhere", words=words, by=self.caseworker
            )
        elif story.answer == "withdraw":
            referrals.withdraw(referral=referral, by=self.nurse)
        elif story.answer == "accept":
            self._help(story, referral)
        decided = self.at(max(story.days - 2, 0), 11)
        Referral.objects.filter(pk=referral.pk, decided_at__isnull=False).update(decided_at=decided)
        _move_back(since, self.at(story.days), decided)

    def _help(self, story: Story, referral: Referral) -> None:
        begun = max(story.days - 2, 0)
        openings.log_opening(referral=referral, by=self.caseworker)
        case = referrals.accept(referral=referral, by=self.caseworker)
        target = casebook.target_for(case.handled_by_id, story.urgency, self.at(begun).date())
        Case.objects.filter(pk=case.pk).update(opened_at=self.at(begun, 11), target_on=target)
        Task.objects.filter(case=case).update(due_on=target)
        if story.taken:
            cases.assign(case=case, to=self.caseworker, by=self.caseworker)
        for need in case.needs.all():
            Need.objects.filter(pk=need.pk).update(item=story.wanted[need.kind])
        for need in case.needs.all():
            moved = need
            for step in story.moves.get(need.kind, "").split():
                to, _, reason = step.partition(":")
                moved = needs.move(need=moved, to=to, reason=reason, by=self.caseworker)
        for days, contact, words in story.notes:
            note = cases.note(case=case, words=words, contact=contact, by=self.caseworker)
            self._happened(case.events.filter(pk=note.pk), self.at(days, 14))
        if story.closed is not None:
            for task in case.tasks.to_do():
                work.finish_task(task=task, by=self.caseworker)
            cases.close(case=case, words="Agreed with them.", by=self.caseworker)
            Case.objects.filter(pk=case.pk).update(closed_at=self.at(story.closed, 15))
            self._happened(case.events.filter(kind=CaseEventKind.CLOSED), self.at(story.closed, 15))
        elif story.taken:
            self._work(case, begun)

    @staticmethod
    def _happened(events: QuerySet[CaseEvent], moment: datetime) -> None:
        with pgtrigger.ignore("inclusion.CaseEvent:append_only"):
            events.update(at=moment)

    def _work(self, case: Case, begun: int) -> None:
        """Something to do for each that is open, and a meeting, of which some have been."""
        number = case.person.name_key.count("a")
        work.add_task(
            case=case,
            title="Call to agree a day",
            due_on=self.today + timedelta(days=number - 2),
            whose=None,
            by=self.caseworker,
        )
        for days in (min(number + 1, begun), -number - 2):
            case.refresh_from_db()
            appointment = work.book(
                case=case,
                starts_at=self.at(days, 11),
                place="Lea Valley Library, the quiet room",
                whose=self.caseworker,
                by=self.caseworker,
            )
            if days > 2:
                work.record_outcome(
                    appointment=appointment, state="kept", words="", by=self.caseworker
                )

    def pass_on(self) -> None:
        """One case went to the county, one is offered to it, and one of theirs to us."""
        gone, offered = (
            Person.objects.get(name=name).cases.get()
            for name in ("Noor Lambourne", "Hamish Northolt")
        )
        facts = {"basis": "agreed", "basis_words": "Agreed by phone"}
        transfer = transfers.offer(
            case=gone,
            to=self.other,
            why="She moves into the county’s area.",
            handover="Likes to learn in the mornings.",
            by=self.caseworker,
            **facts,
        )
        transfers.accept(transfer=transfer, by=self.colleague)
        transfers.offer(
            case=offered,
            to=self.other,
            why="The county’s library is round the corner.",
            handover="",
            by=self.caseworker,
            **facts,
        )
        theirs = self._plain_case("Ivy Oakhanger", "broxbourne", self.other.organisation)
        needs.add(case=theirs, kind="skills", item="First steps", by=self.colleague)
        transfers.offer(
            case=theirs,
            to=self.team,
            why="She would rather come to you: her friend learns there.",
            handover="Comes with a friend.",
            by=self.colleague,
            **facts,
        )

    def _plain_case(self, name: str, district: str, keeper: Organisation) -> Case:
        person = Person.objects.create(
            kept_by=keeper, name=name, district=self.districts[district], phone="+441632960190"
        )
        return casebook.open_for(person=person, handled_by=keeper, urgency="routine", by=None)

    def tell_what_was_not_met(self) -> None:
        """Cases of the last year whose person has been forgotten: the figures stay."""
        for kind, reason, district, number, months in UNMET:
            closed = self.at(30 * months)
            people = Person.objects.bulk_create(
                Person(
                    kept_by=self.team.organisation,
                    district=self.districts[district],
                    erased_at=closed,
                )
                for _ in range(number)
            )
            made = Case.objects.bulk_create(
                Case(
                    person=one,
                    handled_by=self.team.organisation,
                    state="closed",
                    opened_at=closed - timedelta(days=40),
                    closed_at=closed,
                    target_on=closed.date(),
                )
                for one in people
            )
            Need.objects.bulk_create(
                Need(
                    case=case,
                    kind=kind,
                    state="not_met",
                    reason=reason,
                    identified_at=case.opened_at,
                    changed_at=closed,
                )
                for case in made
            )

    def settle_the_mail(self) -> None:
        """Of the past: nobody who is invented gets a message."""
        Message.objects.filter(template__startswith="inclusion/", state=MessageState.QUEUED).update(
            state="sent", sent_at=F("queued_at")
        )


LOGS = (CaseEvent, CaseOpening, ReferralEvent)


def _move_back(since: datetime, begun: datetime, decided: datetime) -> None:
    """What was written just now stands at the day it is told of."""
    with pgtrigger.ignore(*(f"inclusion.{log.__name__}:append_only" for log in LOGS)):
        ReferralEvent.objects.filter(at__gte=since, state=ReferralState.SUBMITTED).update(at=begun)
        for log in LOGS:
            log.objects.filter(at__gte=since).update(at=decided)
