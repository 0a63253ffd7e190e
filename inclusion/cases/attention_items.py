"""What waits for a caseworker. No line names anyone: the page behind it does, once details are
shown."""

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Min, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from inclusion.cases import rules
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseOpening,
    CaseState,
    Need,
    OpeningKind,
    Referral,
    Task,
    Transfer,
)
from inclusion.cases.models import Urgency as ReferralUrgency
from inclusion.cases.selectors import tellings
from inclusion.cases.selectors.cases import Count, counted

# Beyond these a caseworker reads the queue, not a list of reminders.
MOST = 20
ANSWER_WITHIN = timedelta(days=2)


def _things(number: Count, one: str, many: str) -> str:
    return one if number.number == 1 else many.format(number)


def _to_resolve(needs: list[Need]) -> str:
    """What is overdue, so that one line of the list is told from the next."""
    if not needs:
        return "Close case or set a new target date"
    named = ", ".join(f"{need.what} ({need.get_state_display().lower()})" for need in needs[:2])
    if len(needs) > 2:
        return f"Resolve overdue needs: {named} and {len(needs) - 2} more"
    return f"Resolve overdue needs: {named}"


@provider("referrals awaiting a decision")
def referrals_waiting(user, today):
    """One line for all: the one that has waited longest says how late it is."""
    if not rules.is_caseworker(user):
        return
    waiting = Referral.objects.to_answer_by(user)
    first = waiting.aggregate(first=Min("submitted_at"))["first"]
    if first is None:
        return
    day = timezone.localdate(first)
    urgent = waiting.filter(urgency=ReferralUrgency.URGENT)
    first_urgent = urgent.aggregate(first=Min("submitted_at"))["first"]
    due = day + ANSWER_WITHIN
    title = _things(
        counted(waiting), "Accept or decline 1 referral", "Accept or decline {} referrals"
    )
    when = f"oldest received {words.ago(day, today)}"
    if first_urgent:
        # No one whose safety may depend on it waits for the two days of the others.
        title += f" ({_things(counted(urgent), '1 urgent', '{} urgent')})"
        if timezone.localdate(first_urgent) < due:
            due = timezone.localdate(first_urgent)
            when = f"oldest urgent referral received {words.ago(first_urgent, today)}"
    yield Item(
        key="referrals-waiting",
        title=title,
        about="Cases",
        when=when,
        url=reverse("inclusion_workspace:waiting"),
        urgency=Urgency.by_date(due, today),
        due_on=due,
    )


@provider("letters and calls about cases")
def to_tell(user, today):
    """Who chose a letter or a call hears nothing until someone does it."""
    if not rules.is_caseworker(user):
        return
    waiting = tellings.counts(user)
    calls = _of_kind(waiting["calls"], "Call 1 person", "Call {} people")
    letters = _of_kind(waiting["letters"], "Post 1 letter", "Post {} letters")
    both = f"{calls} and {letters[:1].lower()}{letters[1:]}" if calls and letters else ""
    title = both or calls or letters
    if not title:
        return
    yield Item(
        key="people-to-tell",
        title=title,
        about="Cases",
        when=words.due(waiting["soonest"], today),
        url=reverse("inclusion_workspace:to_tell"),
        urgency=Urgency.by_date(waiting["soonest"], today),
        due_on=waiting["soonest"],
    )


def _of_kind(number: int, one: str, many: str) -> str:
    if not number:
        return ""
    return one if number == 1 else many.format(number)


@provider("transfers awaiting a decision")
def offers(user, today):
    if not rules.is_caseworker(user):
        return
    waiting = Transfer.objects.to_answer_by(user).select_related("case__handled_by")
    for transfer in waiting.order_by("offered_at")[:MOST]:
        day = timezone.localdate(transfer.offered_at) + ANSWER_WITHIN
        yield Item(
            key=f"transfer:{transfer.reference}",
            title=f"Accept or decline case transfer from {transfer.case.handled_by}",
            about="Cases",
            when=f"offered {words.ago(transfer.offered_at, today)}",
            url=transfer.get_absolute_url(),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("overdue cases")
def late_cases(user, today):
    """One's own, one by one; those that no one has taken, in one line."""
    if not rules.is_caseworker(user):
        return
    late = Case.objects.visible_to(user).open().filter(target_on__lt=today)
    mine = late.filter(assigned_to=user).order_by("target_on", "pk")
    unresolved = Need.objects.unresolved().filter(case=OuterRef("pk")).order_by("pk")
    words_of = JSONObject(kind="kind", item="item", state="state")
    for case in mine.annotate(unresolved=ArraySubquery(unresolved.values(words=words_of)))[:MOST]:
        yield Item(
            key=f"case:{case.reference}",
            title=_to_resolve([Need(**need) for need in case.unresolved]),
            about=f"Case {case.reference}",
            when=words.due(case.target_on, today),
            url=case.get_absolute_url(),
            urgency=Urgency.OVERDUE,
            due_on=case.target_on,
        )
    nobodys = late.filter(assigned_to=None)
    if number := counted(nobodys):
        yield Item(
            key="cases-nobody-has",
            title=_things(number, "Assign 1 overdue case", "Assign {} overdue cases"),
            about="Cases",
            when="overdue",
            url=reverse("inclusion_workspace:cases"),
            urgency=Urgency.OVERDUE,
        )


@provider("tasks of cases")
def tasks(user, today):
    """One's own, and those of one's cases that are not assigned to anyone in particular."""
    if not rules.is_caseworker(user):
        return
    mine = Q(whose=user) | Q(whose=None, case__assigned_to=user)
    soon = today + timedelta(days=7)
    found = (
        Task.objects.visible_to(user)
        .to_do()
        .filter(mine, case__state=CaseState.OPEN, due_on__lte=soon)
        .select_related("case__person")
    )
    # What is to be done may name the person: until details are shown, and that is recorded,
    # a line says no more than the queue does.
    opened = set(
        CaseOpening.objects.lasting()
        .filter(by=user, case__isnull=False)
        .exclude(kind=OpeningKind.FOUND)
        .values_list("case", flat=True)
    )
    for task in found.order_by("due_on", "pk")[:MOST]:
        initials = task.case.person.initials
        yield Item(
            key=f"task:{task.reference}",
            title=task.title
            if task.case_id in opened and task.title
            else f"Complete task for {initials or 'someone'}",
            about=f"Case {task.case.reference}",
            when=words.due(task.due_on, today),
            url=task.case.get_absolute_url(),
            urgency=Urgency.by_date(task.due_on, today),
            due_on=task.due_on,
        )


@provider("appointments without outcome")
def appointments(user, today):
    if not rules.is_caseworker(user):
        return
    mine = Q(whose=user) | Q(whose=None, case__assigned_to=user)
    begun = (
        Appointment.objects.visible_to(user)
        .planned()
        .filter(mine, starts_at__lte=timezone.now())
        .select_related("case")
    )
    for one in begun.order_by("starts_at", "pk")[:MOST]:
        day = timezone.localdate(one.starts_at)
        yield Item(
            key=f"appointment:{one.reference}",
            title="Record appointment outcome",
            about=f"Case {one.case.reference}",
            when=words.uk_datetime(one.starts_at),
            url=reverse("inclusion_workspace:appointment_outcome", args=[one.reference]),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )
