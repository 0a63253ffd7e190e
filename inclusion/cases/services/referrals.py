"""What can happen to a referral: sent once, answered by those it was sent to."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox.models import BY_ITSELF
from diz_portal.places.selectors import district_of, partnership
from diz_portal.sent_once import sent_before
from inclusion.cases import rules
from inclusion.cases.models import (
    REFERRAL_MOVES,
    Case,
    DeclineReason,
    Notice,
    Referral,
    ReferralEvent,
    ReferralKind,
    ReferralState,
    ReferringPartner,
    Step,
    Team,
)
from inclusion.cases.services import casebook, needs, notices, people, telling
from partners.models import Organisation
from partners.services import TakesNothingNew, takes_new_work


class NobodyToHelp(Refusal):
    message = (
        "No organisation takes requests for help at the moment. Please telephone us: we will "
        "find somebody."
    )


class MayNotRefer(Refusal):
    message = (
        "Your organisation cannot refer people now: it needs to be an active partner with a "
        "data-sharing agreement in force. Ask the partnership's programme manager."
    )


class TooManyOpen(Refusal):
    message = "Your organisation has as many open referrals as it may have."


class AlreadyAnswered(Refusal):
    message = "This referral has been answered already."


@dataclass(frozen=True)
class Ground:
    """Why a person's details may be passed on, and who told them."""

    lawful_basis: str
    told_by: str = ""
    told_on: Any = None


def team_for(postcode: str) -> Team:
    """The team that helps people who live here: their district's, or the one for all others."""
    taking = Team.objects.taking()
    district = district_of(postcode) if postcode else None
    served = district and taking.filter(districts=district).order_by("pk").first()
    team = served or taking.filter(is_default=True).first()
    if team is None:
        raise NobodyToHelp(_with_number(postcode))
    return team


def _with_number(postcode: str) -> str:
    whole = partnership()
    where = " for where you live" if postcode else ""
    how = f"Call us on {whole.phone}" if whole.phone else "Contact us"
    return (
        f"We cannot take requests{where} on this website at the moment. {how}: we will find "
        "someone to help."
    )


@transaction.atomic
def submit(
    *,
    kind: str,
    person: dict[str, Any],
    ground: Ground,
    wanted: list[str],
    story: str = "",
    urgency: str = "routine",
    team: Team | None = None,
    made_by: Organisation | None = None,
    their_reference: str = "",
    attempt: str = "",
    by: User | None = None,
) -> Referral:
    """Send a referral to the team that serves the person's district (or to `team`).

    The same sent form gives the same referral. A partner must be active and have a
    data-sharing agreement with the team in force, and at most so many referrals open at a time.
    """
    if sent := sent_before(Referral, attempt, "referral"):
        return sent
    kind = ReferralKind(kind)
    if kind == ReferralKind.PARTNER:
        _may_refer(made_by)
    team = _taking(team, person.get("postcode", ""))
    if kind == ReferralKind.PARTNER and made_by:
        _may_refer_to(made_by, team)
    referral = Referral.objects.create(
        kind=kind,
        person=people.write(kept_by=team.organisation, **person),
        to=team.organisation,
        made_by=made_by if kind == ReferralKind.PARTNER else None,
        their_reference=their_reference,
        by=by,
        wanted=wanted,
        story=story,
        urgency=urgency,
        lawful_basis=ground.lawful_basis,
        told_by=ground.told_by,
        told_on=ground.told_on,
        attempt=attempt,
    )
    _record(referral, by)
    if kind == ReferralKind.PARTNER:
        told = telling.tell(Step.REFERRED, referral, once=f"referred-{referral.reference}")
        referral.notice = Notice.SENT if told.channel in BY_ITSELF else Notice.BY_HAND
        referral.save(update_fields=["notice"])
    else:
        telling.tell(Step.RECEIVED, referral, once=f"asked-{referral.reference}")
    return referral


def _taking(team: Team | None, postcode: str) -> Team:
    """The team, kept open until the referral is stored; another one where it has just closed."""
    team = team or team_for(postcode)
    try:
        takes_new_work(team.organisation_id)
    except TakesNothingNew:
        team = team_for(postcode)
        takes_new_work(team.organisation_id)
    return team


def _may_refer_to(organisation: Organisation, team: Team) -> None:
    if not rules.may_share(organisation.pk, team.organisation_id):
        raise MayNotRefer(
            f"{organisation} and {team} have no data-sharing agreement with each other in force, "
            "so nothing may be passed on about a person. Ask the partnership’s programme manager, "
            "or let the person ask for help themselves."
        )


def _may_refer(organisation: Organisation | None) -> None:
    if organisation is None or not rules.may_refer([organisation.pk]):
        raise MayNotRefer
    ReferringPartner.objects.bulk_create(
        [ReferringPartner(organisation=organisation)], ignore_conflicts=True
    )
    # Locked, so that counting the open ones and adding one more are one step.
    terms = ReferringPartner.objects.select_for_update().get(organisation=organisation)
    waiting = Referral.objects.open().filter(made_by=organisation).count()
    if waiting >= terms.most_open:
        raise TooManyOpen(
            f"Your organisation has {waiting} open referrals, which is as many as it may have. "
            "Ask the programme manager if you need more, or wait until one is completed."
        )


@transaction.atomic
def accept(*, referral: Referral, by: User, join: Case | None = None) -> Case:
    """Take it on: a new case with its needs, or `join` a case of the same person already open."""
    takes_new_work(referral.to_id)
    referral = _to_answer(referral)
    if join is None:
        case = casebook.open_for(
            person=referral.person, handled_by=referral.to, urgency=referral.urgency, by=by
        )
    else:
        case = casebook.lock_open(join)
        if case.handled_by_id != referral.to_id:
            raise Refusal("That case is handled by another organisation.")
        if case.person_id != referral.person_id:
            people.merge(person=referral.person, into=case.person, by=by)
            referral.refresh_from_db()
    known = set(case.needs.unsettled().values_list("kind", flat=True))
    for kind in referral.wanted:
        if kind not in known:
            needs.add(case=case, kind=kind, by=by)
    referral.case = case
    move(referral, ReferralState.ACCEPTED, by=by)
    return case


@transaction.atomic
def decline(*, referral: Referral, reason: str, words: str = "", by: User) -> Referral:
    """Say no, with a reason: a named person decides, never a rule."""
    referral = _to_answer(referral)
    referral.decline_reason = DeclineReason(reason)
    referral.decline_words = words
    move(referral, ReferralState.DECLINED, by=by)
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, by: User | None = None) -> Referral:
    """Take it back before it is answered."""
    referral = _to_answer(referral)
    move(referral, ReferralState.WITHDRAWN, by=by)
    return referral


@transaction.atomic
def pass_to(*, referral: Referral, to: Organisation, by: User) -> Referral:
    """Send a request that nobody has answered to another team, whose it then is.

    The person's record goes with it; where the former team has another use for it, the new team
    writes one of its own. Whoever waits is told who has the request now.
    """
    takes_new_work(to.pk)
    referral = _to_answer(referral)
    person = referral.person
    if person.cases.exists() or person.referrals.exclude(pk=referral.pk).exists():
        referral.person = people.copy(person, kept_by=to)
    else:
        person.kept_by = to
        person.save(update_fields=["kept_by"])
    referral.to = to
    referral.save(update_fields=["to", "person"])
    _record(referral, by)
    telling.tell(Step.PASSED, referral, once=f"passed-{referral.reference}-{to.pk}")
    return referral


def _to_answer(referral: Referral) -> Referral:
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if referral.state != ReferralState.SUBMITTED:
        raise AlreadyAnswered(
            f"This referral has been answered already: {referral.get_state_display().lower()}."
        )
    return referral


def move(referral: Referral, state: ReferralState, *, by: User | None) -> None:
    """Change the state, if the table of moves allows it, and write it down."""
    if state not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise AlreadyAnswered
    if referral.state == ReferralState.SUBMITTED:
        referral.decided_at, referral.decided_by = timezone.now(), by
    before, referral.state = ReferralState(referral.state), state
    referral.save()
    event = _record(referral, by)
    notices.tell_referrer(referral, event)
    telling.of_move((before, state), referral, once=f"referral-told-{event.pk}")


def _record(referral: Referral, by: User | None) -> ReferralEvent:
    return ReferralEvent.objects.create(referral=referral, state=referral.state, by=by)
