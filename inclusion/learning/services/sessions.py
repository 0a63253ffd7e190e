"""Sessions with a digital champion: booked for a need, reminded of, kept or missed.

A session is an appointment with an end, a way of meeting and a need. The database keeps a champion
out of two sessions at once, whoever writes.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import outbox, reminders
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel
from diz_portal.phones import in_words
from diz_portal.reminders.models import ReminderState
from diz_portal.words import uk_day_time, uk_hours
from inclusion.cases.models import (
    Appointment,
    AppointmentState,
    CaseEventKind,
    Need,
    NeedKind,
    NeedState,
    SessionWay,
    Team,
)
from inclusion.cases.models.work import IN_ONE_PLACE
from inclusion.cases.services import casebook, needs, notices, reaching, work

# Told by staff: a task of the case.
BY_HAND = (Channel.LETTER, Channel.PHONE)


class ChampionBusy(Refusal):
    message = (
        "This digital champion has another session at that time. Enter another time or select "
        "another champion"
    )


class NotASkillsNeed(Refusal):
    message = (
        "You can only do this for an open need for digital skills support. Reopen the need or add"
        " one first"
    )


def _free(whose: User | None, starts_at: datetime, ends_at: datetime) -> ChampionBusy:
    """Why it is refused, with when the champion is busy."""
    other = Appointment.objects.filter(
        whose=whose,
        state__in=[AppointmentState.PLANNED, AppointmentState.ATTENDED],
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    ).first()
    if other is None or other.ends_at is None:
        return ChampionBusy()
    return ChampionBusy(
        f"{whose} has another session from {uk_hours(other.starts_at, other.ends_at)} "
        "on that day. Enter another time or select another champion"
    )


def _is_about_the_place(error: IntegrityError) -> bool:
    return IN_ONE_PLACE.name in str(error)


@transaction.atomic
def book(
    *,
    need: Need,
    starts_at: datetime,
    minutes: int,
    way: str,
    place: str,
    whose: User | None,
    by: User | None,
) -> Appointment:
    """Sit down together, or speak. It may lie in the past: then it is written down afterwards."""
    casebook.works_here(need.case, whose)
    case = casebook.lock_open(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    if need.kind != NeedKind.SKILLS or need.is_resolved:
        raise NotASkillsNeed
    casebook.not_before(case, starts_at)
    ends_at = starts_at + timedelta(minutes=minutes)
    try:
        with transaction.atomic():
            session = Appointment.objects.create(
                case=case,
                need=need,
                starts_at=starts_at,
                ends_at=ends_at,
                way=SessionWay(way),
                place=place,
                whose=whose,
            )
    except IntegrityError as error:
        if _is_about_the_place(error):
            raise _free(whose, starts_at, ends_at) from None
        raise
    approve(need, by)
    _say(session, "planned", by, place)
    return session


def approve(need: Need, by: User | None) -> None:
    """To do something about a need is to have decided that we help with it."""
    need = Need.objects.select_for_update(of=("self",)).select_related("case").get(pk=need.pk)
    if need.state == NeedState.IDENTIFIED:
        needs.move(need=need, to=NeedState.APPROVED, by=by)


@transaction.atomic
def change(
    *,
    session: Appointment,
    starts_at: datetime,
    minutes: int,
    way: str,
    place: str,
    whose: User | None,
    by: User,
) -> Appointment:
    """Another time, place or champion. Who was reminded of the old time is reminded of the new."""
    casebook.works_here(session.case, whose)
    case = casebook.lock_open(session.case)
    session = Appointment.objects.select_for_update(of=("self",)).get(pk=session.pk)
    session.case = case
    if session.state != AppointmentState.PLANNED:
        raise work.NotNow("You can only change a planned session. Book a new one")
    casebook.not_before(case, starts_at)
    session.starts_at, session.ends_at = starts_at, starts_at + timedelta(minutes=minutes)
    session.way, session.place, session.whose = SessionWay(way), place, whose
    try:
        with transaction.atomic():
            session.save(update_fields=["starts_at", "ends_at", "way", "place", "whose"])
    except IntegrityError as error:
        if _is_about_the_place(error):
            raise _free(whose, starts_at, session.ends_at) from None
        raise
    _say(session, "moved to this time", by, place)
    return session


@transaction.atomic
def settle(
    *, session: Appointment, state: str, practised: str = "", words: str = "", by: User | None
) -> Appointment:
    """Whether they came, and what they practised. With the first session that takes place the
    need is supplied; that it is met, the person confirms."""
    told = session.starts_at > timezone.now() and _is_reminded(session)
    try:
        with transaction.atomic():
            session = work.record_outcome(appointment=session, state=state, words=words, by=by)
    except IntegrityError as error:
        if _is_about_the_place(error):
            raise ChampionBusy from None
        raise
    session.practised = practised if session.state == AppointmentState.ATTENDED else ""
    session.save(update_fields=["practised"])
    if session.state == AppointmentState.ATTENDED:
        _supply(session, by)
    elif session.state == AppointmentState.CANCELLED:
        _call_off(session, told, by)
    return session


def _supply(session: Appointment, by: User | None) -> None:
    need = Need.objects.select_related("case").get(sessions=session)
    if need.case.is_open and need.state in (NeedState.APPROVED, NeedState.WAITING):
        needs.move(need=need, to=NeedState.SUPPLIED, by=by)


def _say(session: Appointment, what: str, by: User | None, words: str) -> None:
    casebook.record(
        session.case,
        CaseEventKind.APPOINTMENT,
        by=by,
        need=session.need,
        summary=f"Digital skills session, {uk_day_time(session.starts_at)}: {what}",
        words=words,
        whom=session.whose,
    )


# Reminding ---


def _is_reminded(session: Appointment) -> bool:
    """Of this very time."""
    sent = reminders.of("session", session.pk).filter(state=ReminderState.SENT)
    return sent.filter(version=reminders.named("session").version(session)).exists()


def _by(session: Appointment, channel: Channel) -> date:
    """A letter is posted two working days before, somebody is rung the day before."""
    if channel == Channel.LETTER:
        return timezone.localdate(outbox.post_by(session.starts_at))
    return timezone.localdate(session.starts_at) - timedelta(days=1)


def give_task(session: Appointment, channel: Channel, now: datetime) -> None:
    """A letter or a call is the caseworkers' to make: it would otherwise stand in a list of the
    whole portal with a name and a number."""
    today = timezone.localdate(now)
    day = _by(session, channel)
    verb = "Post a letter" if channel == Channel.LETTER else "Call them"
    if channel == Channel.LETTER and day < today:
        verb = "Call them, because a letter would be too late"
    values: dict[str, Any] = {
        "title": f"{verb}: session on {uk_day_time(session.starts_at)}",
        "due_on": max(day, today),
        "whose": session.whose,
        "by": None,
    }
    if session.reminding and session.reminding.done_at is None:
        work.change_task(task=session.reminding, **values)
    else:
        session.reminding = work.add_task(case=session.case, **values)
        session.save(update_fields=["reminding"])


def _call_off(session: Appointment, told: bool, by: User | None) -> None:
    """Whoever was reminded of it must hear that it is off."""
    if not told or not session.case.is_open:
        return
    channel, to = reaching.way_to(session.case.person)
    if channel not in BY_HAND:
        send("session_cancelled", session, channel, to)
        return
    values: dict[str, Any] = {
        "title": f"Tell them the session on {uk_day_time(session.starts_at)} is cancelled",
        "due_on": timezone.localdate(),
        "whose": session.whose,
        "by": by,
    }
    task = session.reminding
    if task and task.done_at is None:
        work.change_task(task=task, **values)
    else:
        work.add_task(case=session.case, **values)


def send(letter: str, session: Appointment, channel: Channel, to: str) -> None:
    outbox.queue(
        f"inclusion/{letter}",
        to=to,
        key=f"{notices.prefix(session.case.person)}{letter}-{session.reference}-"
        f"{session.starts_at:%Y%m%d%H%M}",
        channel=channel,
        context=_context(session),
        needed_by=session.starts_at,
    )


def words_by_hand(session: Appointment) -> tuple[Channel, str]:
    """The letter to post, or what to say on the telephone: that it comes, or that it is off."""
    letter = (
        "session_cancelled" if session.state == AppointmentState.CANCELLED else "session_reminder"
    )
    person = session.case.person
    form = reaching.form_by_hand(person)
    context = {**_context(session), "name": person.name}
    return form, rendering.render(f"inclusion/{letter}", context, form)[1]


def _context(session: Appointment) -> dict[str, Any]:
    organisation = session.case.handled_by
    team = Team.objects.filter(organisation=organisation).first()
    return {
        "session": session,
        "organisation": organisation.name,
        "phone": in_words(team.phone) if team else "",
    }
