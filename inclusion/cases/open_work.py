"""What teams and caseworkers have in hand: see `diz_portal.open_work`.

No page that lists it names anyone who is helped: those who hand it over may not read cases.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from diz_portal.open_work import AGREEMENT, ORGANISATION, PERSON, End, Ending, Kind, register
from inclusion.cases import rules
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseState,
    Need,
    NeedState,
    Referral,
    ReferralState,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.cases.services import handing_over
from inclusion.cases.taking_over import CASEWORKER, link_to, teams, teams_with_agreement
from partners.enums import WORKING_STATES
from partners.models import Agreement, AgreementKind, Membership, Role


def colleagues(ending: Ending) -> list[Any]:
    """The other caseworkers of the same team; no one has a right over residents by this that they
    did not have."""
    places = Membership.objects.current().filter(
        role=Role.CASEWORKER, person__is_active=True, organisation__state__in=WORKING_STATES
    )
    if ending.gone_from:
        places = places.filter(organisation__in=ending.gone_from)
    elif ending.person is not None:
        mine = Membership.objects.current().filter(person=ending.person, role=Role.CASEWORKER)
        inside = ending.inside
        places = places.filter(
            organisation__in=mine.values("organisation") if inside is None else inside
        ).exclude(person=ending.person)
    people = {one.person_id: one.person for one in places.select_related("person")}
    return sorted(people.values(), key=lambda person: (person.name, person.pk))


CASES = link_to("cases", "inclusion.work_on_cases")

WAITING = link_to("waiting", "inclusion.work_on_cases")

TO_TELL = link_to("to_tell", "inclusion.work_on_cases")

HELD = (NeedState.RESERVED, NeedState.SUPPLIED)


def _of_case(rows: QuerySet) -> Exists:
    return Exists(rows.filter(case=OuterRef("pk")))


def open_cases() -> QuerySet[Case]:
    return Case.objects.open()


def cases_to_offer() -> QuerySet[Case]:
    """Without those that are offered already, and those in which something is with the person or
    kept for them: another organisation could not confirm it."""
    return open_cases().exclude(
        Q(_of_case(Transfer.objects.waiting())) | Q(_of_case(Need.objects.filter(state__in=HELD)))
    )


def cases_to_finish() -> QuerySet[Case]:
    held = _of_case(Need.objects.filter(state__in=HELD))
    return open_cases().filter(held).exclude(_of_case(Transfer.objects.waiting()))


def tellings_of_cases() -> QuerySet[Telling]:
    return Telling.objects.waiting().filter(case__isnull=False)


def tellings_of_referrals() -> QuerySet[Telling]:
    """Of answered requests: one that awaits a decision takes them along to the team that
    it is transferred to."""
    return (
        Telling.objects.waiting()
        .filter(referral__isnull=False)
        .exclude(referral__state=ReferralState.SUBMITTED)
    )


def _no_caseworker_here(rows: QuerySet, person: str, organisation: str) -> QuerySet:
    """Those whose person can no longer do them."""
    still = Membership.objects.current().filter(
        Q(organisation__state__in=WORKING_STATES)
        | Q(organisation__hands_over_until__gte=timezone.localdate()),
        person=OuterRef(person),
        organisation=OuterRef(organisation),
        role=Role.CASEWORKER,
        person__is_active=True,
    )
    return rows.filter(**{f"{person}__isnull": False}).exclude(Exists(still))


def _offers_resting_on(agreement: Agreement) -> QuerySet[Transfer]:
    """Offers of cases between two of its parties that have no other one with each other."""
    if agreement.kind != AgreementKind.DATA_SHARING:
        return Transfer.objects.none()
    parties = agreement.parties.values("pk")
    others = rules.sharing().exclude(pk=agreement.pk).filter(parties=OuterRef("to"))
    still = others.filter(parties=OuterRef("case__handled_by"))
    between = Transfer.objects.waiting().filter(to__in=parties, case__handled_by__in=parties)
    return between.exclude(Exists(still))


register(
    Kind(
        name="referrals",
        one="request or referral awaiting a decision",
        many="requests and referrals awaiting a decision",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=Referral.objects.waiting,
        owner="to",
        candidates=teams,
        hand_over=handing_over.transfer_referrals,
        if_it_stays="No one will decide on these requests.",
        url=WAITING,
    )
)

register(
    Kind(
        name="cases",
        one="open case",
        many="open cases",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=cases_to_offer,
        owner="handled_by",
        candidates=teams_with_agreement,
        hand_over=handing_over.offer_cases,
        how="We will offer each case to the team you choose. It stays open here until that team "
        "accepts it.",
        if_it_stays="Its caseworkers must finish them before the last day.",
        url=CASES,
    )
)

register(
    Kind(
        name="cases-held",
        one="open case with something reserved or not confirmed yet",
        many="open cases with something reserved or not confirmed yet",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=cases_to_finish,
        owner="handled_by",
        if_it_stays="They cannot be transferred until a caseworker confirms or releases it.",
        url=CASES,
    )
)

register(
    Kind(
        name="people-to-tell",
        one="letter to post or call to make about a request",
        many="letters to post and calls to make about requests",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=tellings_of_cases,
        owner="case__handled_by",
        if_it_stays="Its caseworkers must post the letters and make the calls before the last day.",
        url=TO_TELL,
    )
)

register(
    Kind(
        name="people-to-answer",
        one="letter to post or call to make about a decided request",
        many="letters to post and calls to make about decided requests",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=tellings_of_referrals,
        owner="referral__to",
        if_it_stays="Its caseworkers must post the letters and make the calls before the last day.",
        url=TO_TELL,
    )
)

register(
    Kind(
        name="cases-offered",
        one="case offered to another team and not yet accepted",
        many="cases offered to another team and not yet accepted",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=Transfer.objects.waiting,
        owner="case__handled_by",
        # Someone has decided already: it only waits for the other team.
        ends=frozenset({End.LEFT}),
        if_it_stays="They stay open until the other team accepts.",
        url=CASES,
    )
)

register(
    Kind(
        name="offers",
        one="case that another team has offered to it",
        many="cases that other teams have offered to it",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=Transfer.objects.waiting,
        owner="to",
        hand_over=handing_over.decline_transfers,
        to_nobody="Decline them: the cases stay with the team that offered them",
        if_it_stays="No one can accept them.",
    )
)

register(
    Kind(
        name="districts",
        ends=frozenset(End),
        one="district whose requests it takes",
        many="districts whose requests it takes",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=lambda: Team.districts.through.objects.filter(team__takes_referrals=True),
        owner="team__organisation",
        candidates=teams,
        hand_over=handing_over.serve_districts,
        if_it_stays="Requests will go to the default team. Without one, no one there can ask for "
        "help.",
    )
)

register(
    Kind(
        name="everyone-else",
        ends=frozenset(End),
        one="role as default team, for districts without a team",
        many="roles as default team, for districts without a team",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=lambda: Team.objects.filter(is_default=True, takes_referrals=True),
        owner="organisation",
        candidates=teams,
        hand_over=handing_over.serve_everybody_else,
        if_it_stays="These residents cannot ask for help on the portal. The help page will tell "
        "them to call.",
    )
)

register(
    Kind(
        name="own-cases",
        one="open case",
        many="open cases",
        whose=PERSON,
        hands=CASEWORKER,
        rows=open_cases,
        owner="assigned_to",
        inside="handled_by",
        candidates=colleagues,
        hand_over=handing_over.give_cases,
        to_nobody="Unassigned, for anyone in the team to take",
        if_it_stays="They stay assigned to someone who cannot work on them.",
        url=CASES,
        stranded=lambda rows: _no_caseworker_here(rows, "assigned_to", "handled_by"),
    )
)

register(
    Kind(
        name="tasks",
        one="task to do",
        many="tasks to do",
        whose=PERSON,
        hands=CASEWORKER,
        rows=lambda: Task.objects.to_do().filter(case__state=CaseState.OPEN),
        owner="whose",
        inside="case__handled_by",
        candidates=colleagues,
        hand_over=handing_over.give_tasks,
        to_nobody="The case’s caseworker",
        if_it_stays="No one will be reminded of them.",
        url=CASES,
        stranded=lambda rows: _no_caseworker_here(rows, "whose", "case__handled_by"),
    )
)

register(
    Kind(
        name="appointments",
        one="upcoming appointment or digital skills session",
        many="upcoming appointments and digital skills sessions",
        whose=PERSON,
        hands=CASEWORKER,
        rows=lambda: Appointment.objects.planned().filter(case__state=CaseState.OPEN),
        owner="whose",
        inside="case__handled_by",
        candidates=colleagues,
        hand_over=handing_over.give_appointments,
        if_it_stays="No one will be there.",
        url=CASES,
        stranded=lambda rows: _no_caseworker_here(rows, "whose", "case__handled_by"),
    )
)


def _named_lead(field: str, what: str) -> Kind:
    """A named lead is chosen on the team's own record: a right over residents is given there."""
    return Kind(
        name=field.replace("_", "-"),
        one=f"team whose {what} lead they are",
        many=f"teams whose {what} lead they are",
        whose=PERSON,
        rows=lambda: Team.objects.filter(**{f"{field}__isnull": False}),
        owner=field,
        inside="organisation",
        if_it_stays="Name another lead on the team’s page. Until then the team has none.",
        stranded=lambda rows: rows.exclude(
            Exists(
                Membership.objects.current().filter(
                    person=OuterRef(field),
                    organisation=OuterRef("organisation"),
                    person__is_active=True,
                )
            )
        ),
    )


register(_named_lead("safeguarding_lead", "safeguarding"))

register(_named_lead("data_protection_lead", "data protection"))

register(
    Kind(
        name="transfers",
        one="case offered between teams that could no longer be accepted",
        many="cases offered between teams that could no longer be accepted",
        whose=AGREEMENT,
        rows=Transfer.objects.waiting,
        rows_of=_offers_resting_on,
        hand_over=handing_over.withdraw_transfers,
        to_nobody="Withdraw the transfers: the cases stay with their team",
        if_it_stays="The other team cannot accept them without an agreement.",
    )
)
