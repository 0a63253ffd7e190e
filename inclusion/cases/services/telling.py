"""People are told about their request, at each step and once: see `steps`.

An email or a text is sent automatically. A letter or a call is for the caseworkers of the team, as
a `Telling` that waits: in the outbox it would be in a list of the whole portal, with a name.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from diz_portal import outbox
from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.outbox import rendering
from diz_portal.outbox.models import BY_ITSELF, Channel
from diz_portal.phones import in_words
from inclusion.cases import additions, steps
from inclusion.cases.models import (
    Case,
    Need,
    NeedKind,
    NeedState,
    NotMetReason,
    Referral,
    ReferralKind,
    ReferralState,
    Step,
    Team,
    Telling,
    ToldBy,
    Transfer,
    TransferState,
)
from inclusion.cases.models.referral import DeclineReason
from inclusion.cases.services import casebook, reaching
from inclusion.cases.services.notices import prefix
from partners.models import Organisation

# What staff can say of each, and of what waits.
OUTCOMES = {
    Channel.LETTER: (ToldBy.POSTED, ToldBy.NOT_NEEDED),
    Channel.PHONE: (ToldBy.SPOKE, ToldBy.LEFT_WORD, ToldBy.NOT_NEEDED),
}
WITHIN = timedelta(days=2)
# Of several that wait for one person, the last says all.
JOINED = (Step.SUPPLIED,)


def of_move(
    move: steps.Move,
    record: Referral | Case,
    *,
    once: str,
    need: Need | None = None,
    in_person: User | None = None,
) -> None:
    """Tell the person of a move, where they are told of it; `once` names this very move. Who was
    with them and said it `in_person` leaves nothing to call or write about."""
    if need is not None:
        overtake_need(need)
        if need.reason in steps.NOT_SAID:
            return
    answer = steps.told(move)
    if isinstance(answer, Step) and not (answer == Step.CLOSED and _ended_elsewhere(record)):
        tell(answer, record, once=once, need=need, in_person=in_person)


def _ended_elsewhere(case: Any) -> bool:
    """The case closes because another organisation has it now, which tells them so; or because
    they may have died."""
    if case.transfers.filter(state=TransferState.ACCEPTED).exists():
        return True
    return case.needs.filter(reason__in=steps.NOT_SAID).exists()


def tell(
    step: Step,
    record: Referral | Case,
    *,
    once: str,
    need: Need | None = None,
    by: User | None = None,
    in_person: User | None = None,
) -> Telling:
    """Tell the person once, as they chose; a letter or a call waits for the team."""
    person = record.person
    channel, to = reaching.way_to(person)
    of_record = {"case": record} if isinstance(record, Case) else {"referral": record}
    now = timezone.now()
    already = _already(step, record, channel, by, now)
    if in_person and not already:
        already = {"outcome": ToldBy.SPOKE, "settled_at": now, "settled_by": in_person}
    _overtake(record, step, is_by_hand=not already)
    told, is_new = Telling.objects.get_or_create(
        key=once,
        defaults={
            **of_record,
            "need": need,
            "step": step,
            "channel": channel,
            "began_at": now,
            "due_on": timezone.localdate(now) + WITHIN,
            **already,
        },
    )
    if is_new and channel in BY_ITSELF:
        outbox.queue(
            f"inclusion/{steps.TEMPLATES[step]}",
            to=to,
            key=f"{prefix(person)}{once}",
            channel=channel,
            context=context_of(step, record, need),
        )
    return told


def _already(
    step: Step, record: Referral | Case, channel: Channel, by: User | None, now: Any
) -> dict[str, Any]:
    """How it is done as soon as it is written; nothing where staff do it."""
    if channel in BY_ITSELF:
        return {"outcome": ToldBy.SENT, "settled_at": now}
    if step == Step.RECEIVED and channel == Channel.PHONE:
        # The page gave them the reference, or the colleague who took the request read it out.
        return {"outcome": ToldBy.ON_PAGE, "settled_at": now}
    return {}


def _overtake(record: Referral | Case, step: Step, *, is_by_hand: bool) -> None:
    """What waits and is true no more, of this case and of the requests that it came from; and
    what the same call or letter says as well: see `words_by_hand`."""
    old = [*steps.OVERTAKES.get(step, ()), *([step] if is_by_hand and step in JOINED else [])]
    waiting = Telling.objects.waiting().filter(step__in=old)
    is_case = isinstance(record, Case)
    _end(
        waiting.filter(Q(case=record) | Q(referral__case=record) if is_case else Q(referral=record))
    )


def overtake_need(need: Need) -> None:
    """The need has moved on: what waits to be said of it is true no more."""
    _end(Telling.objects.waiting().filter(need=need))


def overtake_all(case: Case) -> None:
    """Another organisation has the case now: nothing more is said for this one."""
    _end(Telling.objects.waiting().filter(Q(case=case) | Q(referral__case=case)))


def _end(waiting: Any) -> None:
    waiting.update(outcome=ToldBy.OVERTAKEN, settled_at=timezone.now())


# Words ---


def organisation_of(record: Referral | Case) -> Organisation:
    """Who answers for it, and signs the letters."""
    return record.handled_by if isinstance(record, Case) else record.to


def context_of(step: Step, record: Referral | Case, need: Need | None = None) -> dict[str, Any]:
    """What the words of a step are made of. Nothing that others wrote about the person is among
    it; what staff answered somebody who asked themselves is."""
    case = record if isinstance(record, Case) else record.case
    referral = referral_of(record) if isinstance(record, Case) else record
    organisation = organisation_of(record)
    team = Team.objects.filter(organisation=organisation).first()
    context: dict[str, Any] = {
        "team": organisation.name,
        "phone": in_words(team.phone) if team else "",
        "reference": referral.reference if referral else "",
        # The page asks for both, so nobody is sent there who cannot answer.
        "url": reverse("inclusion:help_progress") if record.person.date_of_birth else "",
        "made_by": referral.made_by.name if referral and referral.made_by else "",
        # One that has passed is no promise.
        "target_on": case.target_on if case and case.is_open and not case.is_late else None,
        "by": heard_by(referral) if referral else None,
    }
    if step == Step.DECLINED and referral:
        context |= _of_declined(referral)
    if step == Step.CLOSED and case:
        needs = Need.objects.filter(case=case)
        context["needs"] = [line for one in needs if (line := _ended(one))]
    if need is not None:
        context |= of_need(need)
    return context


def _of_declined(referral: Referral) -> dict[str, Any]:
    own = referral.kind != ReferralKind.PARTNER
    return {
        "why": steps.DECLINE_SAID[DeclineReason(referral.decline_reason)],
        # Of a partner's referral the words are for the partner.
        "answer": referral.decline_words if own else "",
        "places": additions.elsewhere(referral.person),
    }


def of_need(need: Need) -> dict[str, str]:
    kind = NeedKind(need.kind)
    reason = steps.NOT_MET_SAID.get(NotMetReason(need.reason), "") if need.reason else ""
    return {
        "what": steps.NEED_SAID[kind],
        "supplied": steps.SUPPLIED_SAID[kind],
        "why": reason,
    }


ENDED = {
    NeedState.CONFIRMED: "{}: we helped with this",
    NeedState.DECLINED: "{}: you did not need this",
    NeedState.NOT_MET: "{}: we could not help with this",
}


def _ended(need: Need) -> str:
    ended = ENDED.get(NeedState(need.state))
    what = steps.NEED_SAID[NeedKind(need.kind)]
    return ended.format(capfirst(what)) if ended else ""


def heard_by(referral: Referral) -> date | None:
    """By when the team aims to contact the person, while it has not decided."""
    if referral.state != ReferralState.SUBMITTED:
        return None
    day = timezone.localdate(referral.submitted_at)
    return casebook.target_for(referral.to_id, referral.urgency, day)


def referral_of(case: Case) -> Referral | None:
    """The request that a case came from, through the organisations that transferred it."""
    while True:
        if found := case.referrals.order_by("-submitted_at").first():
            return found
        came = Transfer.objects.filter(new_case=case).select_related("case").first()
        if came is None:
            return None
        case = came.case


def case_now(referral: Referral) -> Case | None:
    """The case that the request has become, at whichever organisation has it now."""
    case = referral.case
    while case is not None:
        taken = case.transfers.filter(state=TransferState.ACCEPTED).first()
        if taken is None:
            break
        case = taken.new_case
    return case


def to_show(case: Case) -> list[Need]:
    """What the person needs, without our own slips."""
    return list(case.needs.exclude(state=NeedState.CANCELLED))


def stands(need: Need, referral: Referral) -> tuple[str, str]:
    """A need and how far it has got, in words for the person: what they asked for, and never what
    staff have noted of it."""
    words = steps.NEED_STANDS.get(NeedState(need.state)) or said(
        Step.SUPPLIED if need.state == NeedState.SUPPLIED else Step.NOT_MET, need.case, need
    )
    return _asked_for(NeedKind(need.kind), referral), words


WANTED_STANDS = {
    ReferralState.SUBMITTED: "We have not decided about this yet.",
    ReferralState.DECLINED: "We could not help with this.",
    ReferralState.WITHDRAWN: "This was withdrawn.",
}


def asked(referral: Referral) -> list[tuple[str, str]]:
    """What a request asks for that has become no case."""
    words = WANTED_STANDS[ReferralState(referral.state)]
    return [(_asked_for(NeedKind(kind), referral), words) for kind in referral.wanted]


def _asked_for(kind: NeedKind, referral: Referral) -> str:
    return capfirst(referral.which_of(kind) or steps.NEED_SAID[kind])


def said(
    step: Step, record: Referral | Case, need: Need | None = None, *, has_begun: bool = False
) -> str:
    """What the message of a step says, for a page; once something is supplied, without what was
    still to come then."""
    context = {**context_of(step, record, need), "has_begun": has_begun}
    return rendering.part(f"inclusion/told/{step}.txt", context)


def words_by_hand(told: Telling) -> tuple[str, str]:
    """The subject and the text of the letter to post, or of the call to make."""
    step = Step(told.step)
    return rendering.render(
        f"inclusion/{steps.TEMPLATES[step]}",
        {
            **context_of(step, told.record, told.need),
            **_joined(told),
            # Never in what goes by itself: these words are read where the person is named.
            "name": told.person.name,
            "by_hand": True,
        },
        told.channel,
    )


def _joined(told: Telling) -> dict[str, str]:
    """All that was supplied since the person was last told of something that was, in its order."""
    if told.need is None or told.step not in JOINED:
        return {}
    before = Telling.objects.filter(case=told.case, step=told.step, pk__lt=told.pk)
    last = before.exclude(outcome__in=["", ToldBy.OVERTAKEN, ToldBy.NOT_NEEDED]).last()
    rows = before.filter(outcome=ToldBy.OVERTAKEN, need__state=NeedState.SUPPLIED)
    if last:
        rows = rows.filter(pk__gt=last.pk)
    kinds = [*rows.values_list("need__kind", flat=True), told.need.kind]
    said_of = dict.fromkeys(steps.SUPPLIED_SAID[NeedKind(kind)] for kind in kinds)
    return {"supplied": " ".join(said_of)}


# What staff do ---


@transaction.atomic
def finish(*, told: Telling, outcome: str, by: User) -> Telling:
    """The letter is posted, the person was spoken to, or neither is needed any more."""
    told = _lock(told)
    if outcome not in OUTCOMES[Channel(told.channel)]:
        raise NotNow("You cannot record this outcome. Reload the page and try again")
    if told.outcome == outcome:
        return told
    if not told.is_waiting:
        raise NotNow("Someone else has just dealt with this. Check its outcome")
    told.outcome, told.settled_at, told.settled_by = outcome, timezone.now(), by
    told.save(update_fields=["outcome", "settled_at", "settled_by"])
    return told


@transaction.atomic
def no_answer(*, told: Telling, by: User) -> Telling:
    """The call stays to be made, with when it was tried."""
    told = _lock(told)
    if told.channel != Channel.PHONE or not told.is_waiting:
        raise NotNow("Someone else has just dealt with this. Check its outcome")
    told.tries, told.last_try_at = told.tries + 1, timezone.now()
    told.save(update_fields=["tries", "last_try_at"])
    return told


@transaction.atomic
def put_back(*, told: Telling, by: User) -> Telling:
    """It was not posted or said after all."""
    told = _lock(told)
    if told.is_waiting:
        return told
    if not told.may_be_put_back:
        raise NotNow(
            "You can only return a letter or call to the list if someone marked it as done. "
            "Reload the page "
            "and check its outcome"
        )
    told.outcome, told.settled_at, told.settled_by = "", None, None
    told.save(update_fields=["outcome", "settled_at", "settled_by"])
    return told


def _lock(told: Telling) -> Telling:
    found = Telling.objects.select_for_update(of=("self",))
    return found.select_related("case", "referral", "need").get(pk=told.pk)
