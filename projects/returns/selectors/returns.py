"""What can be read about returns: what is owed, by whom, and how ratings have gone."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from partners.models import Organisation
from partners.roles import is_manager, works_for
from projects.portfolio.models import Milestone
from projects.returns.models import (
    OWED,
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnState,
    ReturnStep,
)

# The order of a round's list.
IN_ORDER = ("project__title", "organisation__name", "pk")
# How far ahead a milestone is asked about.
MILESTONES_WITHIN = timedelta(days=92)


def with_names(returns):
    """Ready to be listed: no further query for a row's names."""
    return returns.select_related("round", "project", "organisation", "saved_by")


def previous(record: Return) -> Return | None:
    """The same organisation's latest earlier return on the project that was sent."""
    return (
        Return.objects.submitted()
        .filter(
            project=record.project_id,
            organisation=record.organisation_id,
            round__month__lt=record.round.month,
        )
        .select_related("round")
        .order_by("-round__month")
        .first()
    )


def last_submitted(record: Return) -> ReturnEvent | None:
    """The newest version that was sent, with its answers."""
    return record.events.filter(state=ReturnStep.SUBMITTED).order_by("-at", "-pk").first()


def last_sent_back(record: Return) -> ReturnEvent | None:
    return (
        record.events.filter(state=ReturnStep.SENT_BACK)
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )


def earlier_sent_back(record: Return) -> Return | None:
    """An earlier return of theirs on the project that was sent back and not answered yet."""
    return (
        Return.objects.sent_back()
        .filter(
            project=record.project_id,
            organisation=record.organisation_id,
            round__month__lt=record.round.month,
        )
        .select_related("round")
        .order_by("round__month")
        .first()
    )


def milestones_to_ask_about(record: Return, today: date | None = None) -> list[Milestone]:
    """Open ones that are this organisation's, or nobody's, and due within three months."""
    limit = (today or timezone.localdate()) + MILESTONES_WITHIN
    return list(
        Milestone.objects.open()
        .filter(Q(owner=None) | Q(owner=record.organisation_id), project=record.project_id)
        .filter(Q(forecast_on__lte=limit) | Q(baseline_on__lte=limit))
        .order_by("forecast_on", "title")
    )


def owed_by(user):
    """What the person can write and somebody waits for: the oldest due first."""
    return (
        with_names(Return.objects.filter(organisation__in=works_for(user)).owed())
        .annotate(
            sent_back_because=Subquery(
                ReturnEvent.objects.filter(record=OuterRef("pk"), state=ReturnStep.SENT_BACK)
                .order_by("-at", "-pk")
                .values("reason")[:1]
            )
        )
        .order_by("round__due_on", "project__title", "pk")
    )


def waiting_for_managers(until: date):
    """Owed returns that were sent back, are late, or fall due by the day given."""
    return with_names(
        Return.objects.owed().filter(Q(round__due_on__lte=until) | Q(state=ReturnState.SENT_BACK))
    ).order_by("round__due_on", "project__title", "pk")


def to_review():
    """What was sent and waits for a manager's answer, the first sent first."""
    return with_names(Return.objects.to_review()).order_by("submitted_at", "pk")


def count_waiting(user, today: date | None = None) -> int:
    """The number at the door: what one owes, and for managers what waits to be read."""
    waiting = Q(organisation__in=works_for(user), state__in=OWED)
    if is_manager(user):
        waiting |= Q(state=ReturnState.SUBMITTED)
    return Return.objects.of_open_rounds().filter(waiting).count()


# Word of the address → what it is called while the round is open, once it has closed, and the
# state. In the order in which a closed round says how it ended.
FILTERS = {
    "accepted": ("Accepted", "Accepted", ReturnState.ACCEPTED),
    "submitted": ("Submitted", "Submitted but not reviewed", ReturnState.SUBMITTED),
    "sent-back": ("Sent back", "Sent back", ReturnState.SENT_BACK),
    "not-submitted": ("Not submitted", "Not submitted", ReturnState.DRAFT),
}


def rounds_with_counts():
    """Every round, newest first, with how many returns it has and how many were sent."""
    return ReportingRound.objects.annotate(
        total=Count("returns"),
        # One that was sent back is owed again.
        sent=Count(
            "returns",
            filter=Q(returns__submitted_at__isnull=False)
            & ~Q(returns__state=ReturnState.SENT_BACK, returns__locked_at=None),
        ),
        to_review=Count(
            "returns", filter=Q(returns__state=ReturnState.SUBMITTED, returns__locked_at=None)
        ),
        **{
            f"in_{state.value}": Count("returns", filter=Q(returns__state=state))
            for state in ReturnState
        },
    ).order_by("-month")


def how_it_ended(reporting_round: ReportingRound) -> str:
    """`1 accepted, 2 sent back, 1 not submitted`; of a round with the counts above."""
    return ended(
        (getattr(reporting_round, f"in_{state.value}"), name) for _, name, state in FILTERS.values()
    )


def ended(counts: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{number} {name.lower()}" for number, name in counts if number)


def current_round() -> ReportingRound | None:
    """The round a manager means without saying: the newest opened one."""
    return ReportingRound.objects.filter(opened_at__isnull=False).order_by("-month").first()


def next_round() -> ReportingRound | None:
    """The round that opens next, of those that are planned."""
    return ReportingRound.objects.filter(opened_at=None).order_by("month").first()


def counts_by_state(reporting_round: ReportingRound) -> list[dict]:
    """One entry for each kind of return in the round that there is any of."""
    counted = reporting_round.returns.order_by().values_list("state").annotate(number=Count("pk"))
    numbers = dict(counted)
    return [
        {
            "slug": slug,
            "label": closed if reporting_round.closed_at else label,
            "number": numbers[state],
        }
        for slug, (label, closed, state) in FILTERS.items()
        if state in numbers
    ]


def of_round(reporting_round: ReportingRound):
    """The round's returns by project and partner, ready to be listed."""
    return with_names(reporting_round.returns.all()).order_by(*IN_ORDER)


def of_organisation(organisation: int, reporting_round: int):
    """An organisation's returns of one round, by project."""
    return with_names(
        Return.objects.filter(organisation=organisation, round=reporting_round)
    ).order_by("project__title", "pk")


def to_fill_in(user) -> list[tuple[Organisation, ReportingRound]]:
    """Whose returns of which months the person can still write: the newest month first."""
    open_to = Return.objects.owed().filter(
        organisation__in=works_for(user), round__in=ReportingRound.objects.open()
    )
    found = {
        (record.organisation_id, record.round_id): (record.organisation, record.round)
        for record in with_names(open_to).order_by("-round__month", "organisation__name")
    }
    return list(found.values())


def next_to_review(record: Return) -> Return | None:
    """The next of the round that waits to be read: after this one in its list, else the first."""
    listed = of_round(record.round).filter(state=ReturnState.SUBMITTED, locked_at=None)
    others = listed.exclude(pk=record.pk)
    return others.filter(_beyond(record, "gt")).first() or others.first()


def neighbours(record: Return) -> tuple[Return | None, Return | None]:
    """The return before and after this one in the order of the round's list."""
    listed = Return.objects.filter(round=record.round_id).select_related("project", "organisation")
    backwards = [F(name).desc() for name in IN_ORDER]
    before = listed.filter(_beyond(record, "lt")).order_by(*backwards).first()
    after = listed.filter(_beyond(record, "gt")).order_by(*IN_ORDER).first()
    return before, after


def _beyond(record: Return, op: str) -> Q:
    title, organisation = record.project.title, record.organisation.name
    return (
        Q(**{f"project__title__{op}": title})
        | Q(project__title=title, **{f"organisation__name__{op}": organisation})
        | Q(project__title=title, organisation__name=organisation, **{f"pk__{op}": record.pk})
    )
