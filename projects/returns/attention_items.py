"""What waits because of a return, a milestone or a risk: for who owes it, and for managers."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager, works_for
from projects.portfolio.models import Milestone, Risk
from projects.portfolio.selectors import milestones, risks
from projects.returns.models import Return, ReturnState
from projects.returns.selectors import returns
from projects.returns.selectors.people import people_of

# A manager hears of a return that is still to come this long before it is due.
AHEAD = timedelta(days=7)


@provider("returns")
def returns_waiting(user, today: date) -> Iterator[Item]:
    own = works_for(user)
    for record in returns.owed_by(user) if own else ():
        yield _to_send(record, today, one_of_several=len(own) > 1)
    if not is_manager(user):
        return
    for record in returns.waiting_for_managers(today + AHEAD).exclude(organisation__in=own):
        yield _to_get(record, today)
    for record in returns.to_read():
        yield _to_read(record, today)


def _address(record: Return) -> str:
    return reverse("returns:return", args=[record.reference])


def _month(record: Return) -> str:
    return f"{record.round.month:%B}"


def _to_send(record: Return, today: date, *, one_of_several: bool) -> Item:
    again = record.state == ReturnState.SENT_BACK
    about = record.project.title
    return Item(
        key=f"return:{record.reference}",
        title=f"Change the {_month(record)} update and send it again"
        if again
        else f"Send the {_month(record)} update",
        about=f"{about}, {record.organisation}" if one_of_several else about,
        when=due(record.round.due_on, today),
        url=_address(record),
        urgency=Urgency.by_date(record.round.due_on, today),
        due_on=record.round.due_on,
    )


def _to_get(record: Return, today: date) -> Item:
    again = ", sent back" if record.state == ReturnState.SENT_BACK else ""
    return Item(
        key=f"return:{record.reference}",
        title=f"Get the {_month(record)} update{again}",
        about=record.project.title,
        when=due(record.round.due_on, today),
        url=_address(record),
        urgency=Urgency.by_date(record.round.due_on, today),
        due_on=record.round.due_on,
        owed_by=record.organisation.name,
        recipients=lambda: people_of(record.organisation),
        ask=_asked(record, today),
    )


def _asked(record: Return, today: date) -> str:
    when = due(record.round.due_on, today)
    what = f"Your {_month(record)} return for {record.project.title}"
    if record.state == ReturnState.SENT_BACK:
        return f"{what} was sent back to be changed, and is {when}"
    return f"{what} is {when}"


def _to_read(record: Return, today: date) -> Item:
    closes = record.round.closes_on
    return Item(
        key=f"return-sent:{record.reference}",
        title=f"Read the {_month(record)} update of {record.organisation}",
        about=record.project.title,
        when=f"closes {due(closes, today).removeprefix('due ')}"
        if closes >= today
        else due(closes, today),
        url=_address(record),
        urgency=Urgency.by_date(closes, today),
        due_on=closes,
    )


@provider("milestones")
def milestones_slipping(user, today: date) -> Iterator[Item]:
    """Its owner can say when it is expected; only a manager can settle a date that has slipped."""
    own, manages = works_for(user), is_manager(user)
    if not (own or manages):
        return
    for milestone in milestones.slipping(today):
        answers = milestone.owner or milestone.project.lead
        passed = milestone.forecast_on < today
        if manages or (answers.pk in own and passed):
            yield _slip(milestone, answers, today, passed=passed, own=answers.pk in own)


def _slip(milestone: Milestone, answers, today: date, *, passed: bool, own: bool) -> Item:
    behind = f"expected {milestone.slippage_days} days after its baseline"
    named = f"“{milestone.title}” of {milestone.project.title}"
    ask = (
        f"The forecast date of your milestone {named} has passed: update its date, or mark it met"
        if passed
        else f"Your milestone {named} is {behind}"
    )
    chase = {} if own else _chase(answers, ask)
    return Item(
        key=f"milestone:{milestone.reference}",
        title=f"Say when “{milestone.title}” is expected, or that it is met"
        if passed
        else f"Look at “{milestone.title}”: it slips",
        about=milestone.project.title,
        when=due(milestone.forecast_on, today) if passed else behind,
        url=reverse(
            "projects_workspace:milestone", args=[milestone.project.slug, milestone.reference]
        ),
        urgency=Urgency.OVERDUE if passed else Urgency.LATER,
        due_on=milestone.forecast_on,
        **chase,
    )


@provider("risks")
def reviews_overdue(user, today: date) -> Iterator[Item]:
    own, manages = works_for(user), is_manager(user)
    if not (own or manages):
        return
    for risk in risks.reviews_overdue(today):
        answers = risk.owner or risk.project.lead
        if manages or answers.pk in own:
            yield _review(risk, answers, today, own=answers.pk in own)


def _review(risk: Risk, answers, today: date, *, own: bool) -> Item:
    kind, when = "issue" if risk.is_issue else "risk", due(risk.next_review_on, today)
    ask = f"The review of your {kind} “{risk.title}” of {risk.project.title} is {when}"
    chase = {} if own else _chase(answers, ask)
    return Item(
        key=f"risk:{risk.reference}",
        title=f"Review the {kind} “{risk.title}”",
        about=risk.project.title,
        when=when,
        url=reverse("projects_workspace:risk", args=[risk.project.slug, risk.reference]),
        urgency=Urgency.OVERDUE,
        due_on=risk.next_review_on,
        **chase,
    )


def _chase(organisation, ask: str) -> dict:
    return {
        "owed_by": organisation.name,
        "recipients": lambda: people_of(organisation),
        "ask": ask,
    }
