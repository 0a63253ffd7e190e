"""Eighteen months of returns: sent, read and locked, and the last one in every open state."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from diz_portal import reminders
from diz_portal.accounts.models import User
from diz_portal.bank_holidays import calendar
from partners.models import Membership, Role, Sector
from projects.money.enums import Flow
from projects.money.models import Posting
from projects.portfolio.models import Project
from projects.returns.models import (
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnState,
    ReturnStep,
)
from projects.returns.selectors.return_facts import facts
from projects.returns.services.returns import snapshot
from projects.returns.services.rounds import (
    first_of,
    next_month,
    previous_month,
    reporters,
    usual_dates,
)

MONTHS = 18
RATING = {"g": "green", "a": "amber", "r": "red"}
# Oldest first, one letter a month: delivery, spend, risk. Each reporter takes the next story.
STORIES = [
    ("ggggaaarrraaaggaaa", "ggggggaaaaaggggggg", "ggaaaarrraaagggaaa"),
    ("gggggggaagggaagggg", "gggggggggggaaggggg", "gggggaaaaggggggaaa"),
    ("gggggggggaaagggggg", "ggggggggggggggaagg", "gggggggggggaaggggg"),
    ("gggggggggggggggggg", "ggggggggaaggggggga", "ggggaagggggggggggg"),
]
RATED = ("delivery", "spend", "risk")
# What is said of each project, by its reference: the reasons of a rating, and what else happened.
# A project that is not here is spoken of in words that fit any.
ANY = "any"
WHY = {
    "local-full-fibre-network": {
        "delivery": {
            "a": "Wayleaves are slower than planned. Two builds are waiting for landowners.",
            "r": "Blocked ducts stopped three builds. New routes are being surveyed.",
        },
        "spend": {
            "a": "Civils cost more than estimated at two sites; the contingency covers it so far.",
            "r": "Spend is above the profile and the contingency is used up.",
        },
        "risk": {
            "a": "The review of the register raised one score; the owner is acting on it.",
            "r": "Two risks became issues this month. The board has been told.",
        },
    },
    "device-and-data-bank": {
        "delivery": {
            "a": "Fewer laptops were donated than planned; two employers have been asked.",
            "r": "The device bank was closed for three weeks, so no devices were issued.",
        },
        "spend": {
            "a": "Batteries cost more than planned; fewer will be replaced next month.",
            "r": "Spend on parts is above the profile, and a further grant has been asked for.",
        },
        "risk": {
            "a": "One volunteer checks most devices; a second is being trained.",
            "r": "A donor withdrew. The board has been told.",
        },
    },
    "smart-place-seminars": {
        "delivery": {
            "a": "One seminar moved to a later month, because its speaker fell ill.",
            "r": "Two seminars were cancelled. New dates and speakers are being found.",
        },
        "spend": {
            "a": "The hall costs more than planned; two events will be online to make up for it.",
            "r": "Spend on venues is above the profile for the year.",
        },
        "risk": {
            "a": "Many people who register do not attend. A reminder now goes out the day before.",
            "r": "The recording of one event was lost. The partners have been told.",
        },
    },
    ANY: {
        "delivery": {
            "a": "One date has changed. The others have not.",
            "r": "Work has stopped on the main task. A new plan is being written.",
        },
        "spend": {
            "a": "Spend is a little above the profile; the contingency covers it.",
            "r": "Spend is above the profile and the contingency is used up.",
        },
        "risk": {
            "a": "The review of the register raised one score; the owner is acting on it.",
            "r": "Two risks became issues this month. The board has been told.",
        },
    },
}
SAID = {
    "local-full-fibre-network": [
        "Monthly meeting held with every partner; no surprises.",
        "Two site visits with the district councils.",
        "New contact person introduced to the surgeries.",
        "Lessons learned from the first builds written up and shared.",
        "",
        "",
    ],
    "device-and-data-bank": [
        "Two collection days held at libraries.",
        "Volunteers trained in wiping and checking laptops.",
        "",
        "Three employers offered their old laptops.",
        "",
    ],
    "smart-place-seminars": [
        "Programme of the next three seminars agreed with the partners.",
        "",
        "Slides and recordings of the last event shared.",
        "Two new speakers found through a partner.",
        "",
    ],
    ANY: ["Monthly meeting held with every partner; no surprises.", "", ""],
}
SPENT = [Decimal(1_180_000), Decimal(96_000), Decimal(64_000), Decimal(41_000)]
# The last round, in the order of the reporters: the first still owes it.
NOW = [
    ReturnState.DRAFT,
    ReturnState.SUBMITTED,
    ReturnState.SENT_BACK,
    ReturnState.ACCEPTED,
]


def load(by, projects: list[Project], today: date) -> str:
    """Make the rounds and their returns; `by` is the manager who read them."""
    months = [previous_month(first_of(today))]
    while len(months) < MONTHS:
        months.append(previous_month(months[-1]))
    rounds_ = _rounds(months[::-1], today)
    wanted = {project.pk for project in projects}
    pairs = [pair for pair in reporters(months[0]) if pair[0].pk in wanted]
    # The supplier first: its person signs in to the example, and finds a return to send.
    pairs.sort(key=lambda pair: (pair[0].pk, pair[1].sector != Sector.PRIVATE, pair[1].pk))
    writers = _writers([organisation.pk for _, organisation in pairs])
    made, events = [], []
    for number, (project, organisation) in enumerate(pairs):
        story = STORIES[number % len(STORIES)]
        writer = writers.get(organisation.pk)
        for position, reporting_round in enumerate(rounds_):
            if project.starts_on and project.starts_on >= next_month(reporting_round.month):
                continue
            record = Return(round=reporting_round, project=project, organisation=organisation)
            state = ReturnState.ACCEPTED if reporting_round.closed_at else NOW[number % len(NOW)]
            if state != ReturnState.DRAFT:
                _answer(record, story, number, position)
                events += _history(record, state, writer, by, today)
            made.append(record)
    Return.objects.bulk_create(made)
    ReturnEvent.objects.bulk_create(events)
    _remind([record for record in made if record.round == rounds_[-1]])
    return f"{len(made)} returns over {len(rounds_)} months"


def _rounds(months: list[date], today: date) -> list[ReportingRound]:
    days = calendar()
    dates = {month: usual_dates(month, days) for month in months}
    last = months[-1]
    # The usual window of last month's round ends on the 21st; the example keeps one open.
    if today - dates[last]["due_on"] > timedelta(days=12):
        dates[last] = {
            "opens_on": today - timedelta(days=15),
            "due_on": today - timedelta(days=2),
            "closes_on": today + timedelta(days=12),
        }
    return ReportingRound.objects.bulk_create(
        ReportingRound(
            month=month,
            **dates[month],
            opened_at=_at(min(dates[month]["opens_on"], today), 9),
            closed_at=None
            if month == last
            else _at(min(dates[month]["closes_on"] + timedelta(days=1), today), 9),
        )
        for month in months
    )


def _writers(organisations: list[int]) -> dict[int, object]:
    """One person of each organisation who writes for it."""
    members = (
        Membership.objects.current()
        .filter(organisation__in=organisations, role__in=[Role.LEAD, Role.CONTRIBUTOR])
        .select_related("person")
        .order_by("-pk")
    )
    return {member.organisation_id: member.person for member in members}


def _answer(record: Return, story, number: int, position: int) -> None:
    project = record.project.slug if record.project.slug in WHY else ANY
    for name, letters in zip(RATED, story, strict=True):
        letter = letters[position]
        setattr(record, name, RATING[letter])
        setattr(record, f"{name}_comment", WHY[project][name].get(letter, ""))
    record.lines = [
        {"fact": fact.key, "said": fact.text, "text": fact.text, "kept": True}
        for fact in facts(record.project, record.organisation_id, record.round.month)
    ]
    record.narrative = SAID[project][(position + number) % len(SAID[project])]
    until = next_month(record.round.month) - timedelta(days=1)
    record.spend_to_date = _spent(record, until, number, position)
    record.spend_as_at = None if record.spend_to_date is None else until


def _spent(record: Return, until: date, number: int, position: int) -> Decimal | None:
    """What the books say of the organisation to that day; nothing of one for which the accountable
    body keeps them. Of a project without books the reporter’s own count."""
    postings = Posting.objects.filter(source__project=record.project, flow=Flow.SPENT)
    if not postings.exists():
        share = Decimal(position + 1) / MONTHS
        return (SPENT[number % len(SPENT)] * share).quantize(Decimal(1))
    own = postings.filter(organisation=record.organisation)
    if not own.exists():
        return None
    to_date = own.filter(on__lte=until).aggregate(total=Sum("amount"))["total"]
    return to_date or Decimal(0)


def _history(record: Return, state: ReturnState, writer, manager, today) -> list[ReturnEvent]:
    """The steps that led to the state, a few days apart and never in the future."""
    reporting_round = record.round
    sent = _at(min(reporting_round.due_on - timedelta(days=3), today - timedelta(days=3)), 15)
    read = _at(min(reporting_round.due_on + timedelta(days=1), today - timedelta(days=1)), 10)
    record.state = state
    record.saved_at = record.submitted_at = sent
    record.saved_by = writer
    record.version = 2
    record.locked_at = reporting_round.closed_at
    steps: list[tuple[str, datetime, User | None, str, dict]] = [
        (ReturnState.SUBMITTED, sent, writer, "", snapshot(record))
    ]
    if state == ReturnState.SENT_BACK:
        reason = "Please explain what the new dates depend on."
        steps.append((ReturnState.SENT_BACK, read, manager, reason, {}))
    if state == ReturnState.ACCEPTED:
        steps.append((ReturnState.ACCEPTED, read, manager, "", {}))
    if reporting_round.closed_at:
        steps.append((ReturnStep.CLOSED, reporting_round.closed_at, None, "", {}))
    return [
        ReturnEvent(record=record, state=to, at=at, by=by, reason=reason, answers=answers)
        for to, at, by, reason, answers in steps
    ]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _remind(records: list[Return]) -> None:
    """What is still ahead is planned; what would have been sent already is not sent now."""
    now = timezone.now()
    reminders.plan("return", records, now)
    past = reminders.of("return", *(one.pk for one in records)).filter(due_at__lte=now)
    past.skip("before the example was loaded")
