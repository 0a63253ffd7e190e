"""What can happen to a referral: sent once, decided by those it was sent to."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

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
        "You cannot ask for help on this website at the moment. Call us and we will find someone "
        "to help"
    )


class MayNotRefer(Refusal):
    message = (
        "Your organisation cannot make referrals at the moment. It must be an active partner with "
        "a current data sharing agreement. Ask the programme manager"
    )


class TooManyOpen(Refusal):
    message = (
        "You have reached your limit of open referrals. Wait until one is decided, or ask the "
        "programme manager"
    )


class AlreadyAnswered(Refusal):
    message = "This referral has already been decided. Reload the page to see the decision"


@dataclass(frozen=True)
class Sharing:
    """The lawful basis for sharing a person's details, and who told them."""

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
    how = f"Call us on {whole.phone}" if whole.phone else "Contact us"
    if postcode:
        return (
            "You cannot ask for help where you live on this website at the moment. "
            f"{how} and we will find someone to help"
        )
    return (
        f"You cannot ask for help on this website at the moment. {how} and we will find someone "
        "to help"
    )


@transaction.atomic
def submit(
    *,
    kind: str,
    person: dict[str, Any],
    sharing: Sharing,
    wanted: list[str],
    which_device: str = "",
    story: str = "",
    urgency: str = "routine",
    team: Team | None = None,
    made_by: Organisation | None = None,
    their_reference: str = "",
    attempt: str = "",
    by: User | None = None,
) -> Referral:
    """Send a referral to the team that serves the person's district (or to `team`).

    The same sent form gives the same referral. A partner must be active, have a current data
    sharing agreement with the team, and only so many referrals open at a time.
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
        which_device=which_device,
        story=story,
        urgency=urgency,
        lawful_basis=sharing.lawful_basis,
        told_by=sharing.told_by,
        told_on=sharing.told_on,
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
            f"{organisation} and {team} have no current data sharing agreement with each other, so "
            "you cannot share a person’s details. Ask the programme manager, or tell the person "
            "how to ask for help themselves"
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
            f"You have reached your limit of {terms.most_open} open referrals. Wait until one is "
            "completed, or ask the programme manager for more"
        )


@transaction.atomic
def accept(
    *, referral: Referral, by: User, join: Case | None = None, tells_referrer: bool = True
) -> Case:
    """Take it on: a new case with its needs, or `join` an open case of the same person.

    Of hundreds that are accepted together the referrer gets one message, not one for each.
    """
    takes_new_work(referral.to_id)
    referral = _to_answer(referral)
    if join is None:
        case = casebook.open_for(
            person=referral.person,
            handled_by=referral.to,
            urgency=referral.urgency,
            asked_on=timezone.localdate(referral.submitted_at),
            by=by,
        )
    else:
        case = casebook.lock_open(join)
        if case.handled_by_id != referral.to_id:
            raise Refusal("That case belongs to another team. Select a case of your own team")
        if case.person_id != referral.person_id:
            people.merge(person=referral.person, into=case.person, by=by)
            referral.refresh_from_db()
    known = set(case.needs.unresolved().values_list("kind", flat=True))
    for kind in referral.wanted:
        if kind not in known:
            # As they were asked and answered: a laptop is no use to who asked for a tablet.
            item = capfirst(referral.which_of(kind))
            needs.add(case=case, kind=kind, item=item, by=by)
    referral.case = case
    move(referral, ReferralState.ACCEPTED, by=by, tells_referrer=tells_referrer)
    return case


@transaction.atomic
def decline(*, referral: Referral, reason: str, words: str = "", by: User) -> Referral:
    """Decline it, with a reason: a named person decides, never a rule."""
    referral = _to_answer(referral)
    referral.decline_reason = DeclineReason(reason)
    referral.decline_words = words
    move(referral, ReferralState.DECLINED, by=by)
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, by: User | None = None) -> Referral:
    """Withdraw it before it is decided."""
    referral = _to_answer(referral)
    move(referral, ReferralState.WITHDRAWN, by=by)
    return referral


@transaction.atomic
def transfer(*, referral: Referral, to: Organisation, by: User) -> Referral:
    """Send a request that no one has decided to another team, whose it then is.

    The person's record goes with it; where the former team has another use for it, the new team
    writes one of its own. The person is told who has the request now.
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
            "This referral has already been decided. Reload the page to see it. Its status is "
            f"“{referral.get_state_display()}”"
        )
    return referral


def move(
    referral: Referral, state: ReferralState, *, by: User | None, tells_referrer: bool = True
) -> None:
    """Change the state, if the table of moves allows it, and record it."""
    if state not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise AlreadyAnswered
    if referral.state == ReferralState.SUBMITTED:
        referral.decided_at, referral.decided_by = timezone.now(), by
    before, referral.state = ReferralState(referral.state), state
    referral.save()
    event = _record(referral, by)
    if tells_referrer:
        notices.tell_referrer(referral, event)
    telling.of_move((before, state), referral, once=f"referral-told-{event.pk}")


def _record(referral: Referral, by: User | None) -> ReferralEvent:
    return ReferralEvent.objects.create(referral=referral, state=referral.state, by=by)
