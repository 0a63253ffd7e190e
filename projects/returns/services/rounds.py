"""Reporting rounds: planned ahead, opened with their returns, closed for good."""

from datetime import date

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from diz_portal import reminders
from diz_portal.access import Refusal
from diz_portal.bank_holidays import Calendar, calendar
from partners.models import Organisation, OrganisationState
from projects.portfolio.models import Project, ProjectState
from projects.returns.models import ReportingRound, Return
from projects.returns.services import returns

# The usual window: partners write while the month is fresh, and have the first week of the
# next. A manager may move the dates of any round until it opens.
OPENS_ON_DAY = 25
DUE_ON_DAY = 7
CLOSES_ON_DAY = 21


class RoundHasOpened(Refusal):
    message = (
        "You cannot change the dates because this round has opened. You can still close it early"
    )


class RoundNotYetOpen(Refusal):
    message = "You cannot close this round because it has not opened yet. Change its dates instead"


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def previous_month(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def usual_dates(month: date, days: Calendar | None = None) -> dict[str, date]:
    """The usual window; due on a working day, since nobody answers a question on another."""
    after = next_month(month)
    return {
        "opens_on": month.replace(day=OPENS_ON_DAY),
        "due_on": (days or calendar()).working_day_from(after.replace(day=DUE_ON_DAY)),
        "closes_on": after.replace(day=CLOSES_ON_DAY),
    }


def plan_rounds(today: date | None = None) -> int:
    """Make sure the rounds of this month and the next stand; the last one too while not due.

    Two sweeps at once plan each month once.
    """
    today = today or timezone.localdate()
    this = first_of(today)
    months = [this, next_month(this)]
    last = previous_month(this)
    days = calendar()
    if today <= usual_dates(last, days)["due_on"]:
        months.append(last)
    known = set(ReportingRound.objects.filter(month__in=months).values_list("month", flat=True))
    missing = [month for month in months if month not in known]
    ReportingRound.objects.bulk_create(
        [ReportingRound(month=month, **usual_dates(month, days)) for month in missing],
        ignore_conflicts=True,
    )
    return len(missing)


@transaction.atomic
def change_dates(
    *, by, reporting_round: ReportingRound, opens_on: date, due_on: date, closes_on: date
) -> ReportingRound:
    """Move a round's window while it is still ahead."""
    reporting_round = ReportingRound.objects.select_for_update().get(pk=reporting_round.pk)
    if reporting_round.opened_at is not None:
        raise RoundHasOpened
    reporting_round.opens_on, reporting_round.due_on, reporting_round.closes_on = (
        opens_on,
        due_on,
        closes_on,
    )
    reporting_round.save(update_fields=["opens_on", "due_on", "closes_on"])
    return reporting_round


def open_due_rounds(today: date | None = None) -> int:
    """Open every round whose day has come and give it its returns; answers how many were made.

    A round under way also gains the returns of partners who joined since, until it is due.
    Safe to run twice, and at the same time.
    """
    today = today or timezone.localdate()
    plan_rounds(today)
    due = ReportingRound.objects.filter(
        Q(opened_at=None, opens_on__lte=today, closes_on__gte=today)
        | Q(opened_at__isnull=False, closed_at=None, due_on__gte=today)
    )
    return sum(open_round(pk) for pk in due.order_by("month").values_list("pk", flat=True))


@transaction.atomic
def open_round(pk: int) -> int:
    """Create what is missing of a round: one return for each reporter, with its reminders."""
    # The lock makes "which are missing?" and "create them" one step for two sweeps at once.
    reporting_round = ReportingRound.objects.select_for_update().get(pk=pk)
    if reporting_round.closed_at is not None:
        return 0
    known = set(reporting_round.returns.values_list("project_id", "organisation_id"))
    made = Return.objects.bulk_create(
        [
            Return(round=reporting_round, project=project, organisation=organisation)
            for project, organisation in reporters(reporting_round.month)
            if (project.pk, organisation.pk) not in known
        ]
    )
    # As of the day it opens: what is due long since has no weekly ones beside it.
    reminders.plan("return", made, reminders.Step("").due(reporting_round.opens_on))
    if reporting_round.opened_at is None:
        reporting_round.opened_at = timezone.now()
        reporting_round.save(update_fields=["opened_at"])
    return len(made)


def reporters(month: date) -> list[tuple[Project, Organisation]]:
    """Who owes a return on the month: each active partner of a running project that reports,
    or its lead when no partner delivers it."""
    active = Organisation.objects.filter(state=OrganisationState.ACTIVE)
    projects = (
        Project.objects.filter(
            Q(starts_on=None) | Q(starts_on__lt=next_month(month)),
            reports_monthly=True,
            state=ProjectState.RUNNING,
        )
        .select_related("lead")
        .prefetch_related("partners", Prefetch("partners", active, to_attr="active_partners"))
        .order_by("pk")
    )
    pairs: list[tuple[Project, Organisation]] = []
    for project in projects:
        reporting = project.active_partners
        if not project.partners.all() and project.lead.state == OrganisationState.ACTIVE:
            reporting = [project.lead]
        pairs += [(project, organisation) for organisation in reporting]
    return pairs


@transaction.atomic
def close_round(*, by, reporting_round: ReportingRound) -> ReportingRound:
    """End a round: every return in it is closed as it was last submitted.

    `by` is nobody when the round's own closing day did it.
    """
    reporting_round = ReportingRound.objects.select_for_update().get(pk=reporting_round.pk)
    if reporting_round.closed_at is not None:
        return reporting_round
    if reporting_round.opened_at is None:
        raise RoundNotYetOpen
    for pk in reporting_round.returns.order_by("pk").values_list("pk", flat=True):
        returns.close(by=by, pk=pk)
    reporting_round.closed_at = timezone.now()
    reporting_round.save(update_fields=["closed_at"])
    return reporting_round


def close_due_rounds(today: date | None = None) -> int:
    """Close the rounds whose closing day has passed."""
    today = today or timezone.localdate()
    due = list(ReportingRound.objects.open().filter(closes_on__lt=today))
    for reporting_round in due:
        close_round(by=None, reporting_round=reporting_round)
    return len(due)
