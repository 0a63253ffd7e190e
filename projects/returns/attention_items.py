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

# A manager is told of a return that is not submitted this long before it is due.
AHEAD = timedelta(days=7)
# A milestone so many days behind its baseline is looked at this week, however far ahead it is.
FAR_BEHIND = 28


@provider("returns")
def returns_waiting(user, today: date) -> Iterator[Item]:
    own = works_for(user)
    for record in returns.owed_by(user) if own else ():
        yield _to_submit(record, today, one_of_several=len(own) > 1)
    if not is_manager(user):
        return
    for record in returns.waiting_for_managers(today + AHEAD).exclude(organisation__in=own):
        yield _to_chase(record, today)
    for record in returns.to_review():
        yield _to_review(record, today)


def _address(record: Return) -> str:
    return reverse("returns:return", args=[record.reference])


def _to_submit(record: Return, today: date, *, one_of_several: bool) -> Item:
    again = record.state == ReturnState.SENT_BACK
    project = record.project.title
    return Item(
        key=f"return:{record.reference}",
        title=f"Amend and resubmit {record.round} return: {project}"
        if again
        else f"Submit {record.round} return: {project}",
        about=record.organisation.name if one_of_several else "",
        when=due(record.round.due_on, today),
        url=_address(record),
        urgency=Urgency.by_date(record.round.due_on, today),
        due_on=record.round.due_on,
        project=project,
        leads=True,
        button=f"{'Amend' if again else 'Submit'} {record.round} return",
    )


def _to_chase(record: Return, today: date) -> Item:
    organisation = record.organisation.name
    return Item(
        key=f"return:{record.reference}",
        title=f"Chase {record.round} return (sent back): {organisation}"
        if record.state == ReturnState.SENT_BACK
        else f"Chase {record.round} return: {organisation}",
        about=record.project.title,
        when=due(record.round.due_on, today),
        url=_address(record),
        urgency=Urgency.by_date(record.round.due_on, today),
        due_on=record.round.due_on,
        owed_by=organisation,
        recipients=lambda: people_of(record.organisation),
        ask=_asked(record, today),
    )


def _asked(record: Return, today: date) -> str:
    when = due(record.round.due_on, today)
    project = record.project.title
    if record.state == ReturnState.SENT_BACK:
        return f"Your {record.round} return for {project} was sent back for changes and is {when}"
    return f"Your {record.round} return for {project} is {when}"


def _to_review(record: Return, today: date) -> Item:
    closes = record.round.closes_on
    return Item(
        key=f"return-sent:{record.reference}",
        title=f"Review {record.round} return: {record.organisation}",
        about=record.project.title,
        when=_closing(closes, today),
        url=_address(record),
        urgency=Urgency.by_date(closes, today),
        due_on=closes,
    )


def _closing(closes: date, today: date) -> str:
    if closes < today:
        return due(closes, today)
    return due(closes, today).replace("due", "round closes", 1)


@provider("milestones")
def milestones_slipping(user, today: date) -> Iterator[Item]:
    """Its owner can update its forecast; only a manager can approve another baseline."""
    own, manages = works_for(user), is_manager(user)
    if not (own or manages):
        return
    for milestone in milestones.slipping(today):
        answers = milestone.owner or milestone.project.lead
        passed = milestone.forecast_on < today
        if manages or (answers.pk in own and passed):
            yield _slip(milestone, answers, today, passed=passed, own=answers.pk in own)


def _slip(milestone: Milestone, answers, today: date, *, passed: bool, own: bool) -> Item:
    days = milestone.slippage_days
    behind = "1 day behind baseline" if days == 1 else f"{days} days behind baseline"
    named = f"“{milestone.title}” ({milestone.project.title})"
    ask = (
        f"Your milestone {named} has passed its forecast date: enter its actual date or a "
        "new forecast date"
        if passed
        else f"Your milestone {named} is {behind}: check its forecast date"
    )
    chase = {} if own else _chase(answers, ask)
    return Item(
        key=f"milestone:{milestone.reference}",
        title=f"Update milestone: {milestone.title} (forecast date passed)"
        if passed
        else f"Review slipping milestone: {milestone.title}",
        about=milestone.project.title,
        when=due(milestone.forecast_on, today) if passed else behind,
        url=reverse(
            "projects_workspace:milestone", args=[milestone.project.slug, milestone.reference]
        ),
        urgency=_urgency_of(days, passed=passed),
        due_on=milestone.forecast_on,
        **chase,
    )


def _urgency_of(days_behind: int, *, passed: bool) -> Urgency:
    if passed:
        return Urgency.OVERDUE
    return Urgency.WEEK if days_behind >= FAR_BEHIND else Urgency.LATER


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
    kind, when = risk.what, due(risk.next_review_on, today)
    ask = f"The review of your {kind} “{risk.title}” ({risk.project.title}) is {when}"
    chase = {} if own else _chase(answers, ask)
    return Item(
        key=f"risk:{risk.reference}",
        title=f"Review {kind}: {risk.title}",
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
