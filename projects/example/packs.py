"""Board packs of the example: one issued in both editions, the next one drafted, and a schedule
that is due: the clock of the portal writes that draft again and creates both editions of it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from diz_portal.bank_holidays import calendar
from diz_portal.reports import registry
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.schedules.rules import Every, Rule
from projects.packs.models import PackSection
from projects.packs.schedule_12a import Paragraph
from projects.packs.services import drafting, issuing, withholding
from projects.portfolio.models import Project
from projects.rollout.models import StageEntry
from projects.rollout.stages import Stage

MONTH = timedelta(days=30)
AHEAD = 5  # working days before the board, as its papers are sent out
NONE = "None identified by the programme manager."
DECISION = {
    "question": "Is the supplier’s contract extended by 3 months, to the end of June?",
    "options": "Extend the contract by 3 months at the agreed rates\n"
    "Let the contract end and buy the last connections separately\n"
    "Remove the surgeries that are still waiting for a wayleave from scope",
    "recommendation": "Extend the contract by 3 months. Buying separately would take longer than "
    "the extension, and 6 surgeries would lose their place.",
    "financial": "The extension is within the approved budget. It needs up to £18,000 of the "
    "contingency.",
    "legal": "The contract allows one extension of up to 6 months. No other supplier has to be "
    "asked.",
    "equality": "The surgeries that are waiting serve wards with many older patients. Leaving them "
    "out would affect these patients most.",
    "data_protection": NONE,
    "climate": "Fewer journeys to hospital where scans can be read in the surgery. Civil works in "
    "two streets.",
}
NEGOTIATION = (
    "The supplier offered to hold its day rate if the board decides before the end of the month; "
    "our own estimate is 8% lower."
)
WEIGHED = (
    "Telling the supplier our estimate would weaken our position while the price is being agreed, "
    "and cost the public money. The price will be public once the extension is signed."
)
ADDED = (
    "Two landowners in the south of the district asked for a second site visit before they sign."
)


def load(manager, fibre: Project, today: date) -> str:
    until = today - MONTH
    due = _due()
    days = (
        _working_day(today - timedelta(days=23)),
        _meets_after(due.date()),
        _working_day(today + timedelta(days=65)),
    )
    meetings = [schedules.set_board(name="Partnership board", date=day, by=manager) for day in days]
    pack = drafting.start(
        by=manager, project=fibre, board=meetings[0], since=until - 3 * MONTH, until=until
    )
    sentence = drafting.add_sentence(by=manager, pack=pack, text=NEGOTIATION)
    _withhold(manager, pack, sentence, today)
    drafting.add_decision(by=manager, pack=pack, **DECISION)
    pack.withheld.update(decided_at=_afternoon(until))
    issuing.issue(by=manager, pack=pack, at=_afternoon(until + timedelta(days=1)))
    issuing.publish(by=manager, pack=pack)
    _correct_a_date(manager, fibre, until)
    _draft(manager, fibre, meetings[1], until, today)
    _schedule(manager, fibre, due)
    return "2 board packs"


def _working_day(day: date) -> date:
    """That day, or the next on which a board would meet."""
    kept = calendar()
    while not kept.is_working_day(day):
        day += timedelta(days=1)
    return day


def _withhold(manager, pack, item, today: date) -> None:
    withholding.withhold(
        by=manager,
        pack=pack,
        item=item,
        paragraph=Paragraph.BUSINESS,
        reason=WEIGHED,
        review_on=today + timedelta(days=60),
    )


def _correct_a_date(manager, fibre: Project, until: date) -> None:
    """A connection that the issued pack counted had come a few days later than was recorded."""
    told = (
        StageEntry.objects.uncorrected()
        .filter(project=fibre, stage=Stage.CONNECTED, site__stage=Stage.CONNECTED)
        .filter(entered_on__lte=until)
        .order_by("-entered_on", "pk")
        .first()
    )
    if told:
        StageEntry.objects.create(
            project=fibre,
            site=told.site,
            stage=told.stage,
            entered_on=until + timedelta(days=4),
            recorded_at=_afternoon(until + timedelta(days=9)),
            by=manager,
            corrects=told,
            reason="The engineer’s sheet had the day of the first visit.",
        )


def _draft(manager, fibre: Project, board, until: date, today: date) -> None:
    pack = drafting.start(
        by=manager, project=fibre, board=board, since=until + timedelta(days=1), until=today
    )
    drafting.add_sentence(by=manager, pack=pack, text=ADDED)
    drafting.add_decision(
        by=manager,
        pack=pack,
        question="Which of the waiting surgeries are connected first?",
        options="Those that have waited longest\nThose with the slowest line today",
        recommendation="Those with the slowest line today, as patients there gain most.",
        **dict.fromkeys(("financial", "legal", "data_protection", "climate"), NONE),
        equality="",
    )
    withholding.withhold(
        by=manager,
        pack=pack,
        item=PackSection.RISKS,
        paragraph=Paragraph.BUSINESS,
        reason="The register names what the supplier could claim for. It is negotiated this month.",
        review_on=today + timedelta(days=45),
    )


def _due() -> datetime:
    """When the pack of the next meeting was due: on the last working day, within the quarter of an
    hour that has just begun, so that nothing has been missed. In the hour of the night in which no
    schedule is due, as the clocks may change, the quarter before."""
    now = timezone.localtime()
    at = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    if at.hour == 1:
        at = at.replace(hour=0, minute=45)
    kept = calendar()
    while not kept.is_working_day(at.date()):
        at -= timedelta(days=1)
    return at


def _meets_after(day: date) -> date:
    """The day on which a board meets whose papers are due on this one."""
    kept, meets = calendar(), day + timedelta(days=1)
    while kept.working_days_before(meets, AHEAD) < day or not kept.is_working_day(meets):
        meets += timedelta(days=1)
    return meets


def _schedule(manager, fibre: Project, due: datetime) -> None:
    report = registry.named(issuing.REPORT)
    assert report is not None  # noqa: S101  the room registers it
    schedules.schedule(
        report=report,
        title=f"Board pack: {fibre}",
        answers={"project": fibre.slug},
        edition="",
        covers="",
        rule=Rule(Every.BEFORE_BOARD, AHEAD, due.time()),
        recipients=[manager],
        by=manager,
        since=due - timedelta(minutes=1),
    )


def _afternoon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(15, 0)))
