"""What teams and caseworkers have in hand: see `diz_portal.open_work`.

No page that lists it names anybody who is helped: whoever hands it over may not read cases.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.open_work import AGREEMENT, ORGANISATION, PERSON, End, Ending, Kind, register
from inclusion.cases import rules
from inclusion.cases.models import (
    Appointment,
    Case,
    Need,
    NeedState,
    Referral,
    Task,
    Team,
    Transfer,
)
from inclusion.cases.services import handing_over
from inclusion.databank.models import Account, DataBatch, DataItem
from inclusion.devices.models import Device, DeviceState, Donation, DonationState, Part
from inclusion.help.models import HelpPlace
from partners.enums import WORKING_STATES
from partners.models import Agreement, AgreementKind, Membership, Organisation, Role

CASEWORKER = str(Role.CASEWORKER)


# Who may take it over ---


def _stopping(ending: Ending) -> set[int]:
    return {*ending.organisations, *ending.without.get(CASEWORKER, ())}


def teams(ending: Ending) -> list[Organisation]:
    """The other teams that take requests, and have somebody who does the work."""
    working = Membership.objects.current().filter(
        organisation=OuterRef("organisation"), role=Role.CASEWORKER, person__is_active=True
    )
    taking = Team.objects.taking().filter(Exists(working))
    found = taking.exclude(organisation__in=_stopping(ending)).select_related("organisation")
    return [team.organisation for team in found]


def teams_with_agreement(ending: Ending) -> list[Organisation]:
    """Of these, the ones that may be given what is known of people; none, when whoever stops has
    no agreement to share data."""
    others = {one.pk: one for one in teams(ending)}
    stopping = _stopping(ending)
    sharing = set(rules.shares_data({*others, *stopping}).values_list("pk", flat=True))
    if not stopping <= sharing:
        return []
    return [one for pk, one in others.items() if pk in sharing]


def colleagues(ending: Ending) -> list[Any]:
    """The other caseworkers of the same team; nobody has a right over residents by this that they
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


# Where the reader sees it, if they may ---


def _page(name: str, permission: str) -> Callable[[Any, Ending], str]:
    def url(user: Any, ending: Ending) -> str:
        return reverse(f"inclusion_workspace:{name}") if user.has_perm(permission) else ""

    return url


CASES = _page("cases", "inclusion.work_on_cases")
WAITING = _page("waiting", "inclusion.work_on_cases")
DEVICES = _page("devices", "inclusion.see_stock")
DATABANK = _page("databank", "inclusion.see_databank")

# What there is ---

HELD = (NeedState.RESERVED, NeedState.SUPPLIED)
ON_THE_SHELF = (
    DeviceState.QUARANTINED,
    DeviceState.WIPED,
    DeviceState.WIPE_FAILED,
    DeviceState.GRADED,
    DeviceState.REPAIRING,
    DeviceState.READY,
)


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


def batches(*, reserved: bool) -> QuerySet[DataBatch]:
    """Those with something in stock; apart, those of which something is kept for somebody."""
    items = DataItem.objects.filter(batch=OuterRef("pk"))
    kept = Exists(items.filter(account=Account.RESERVED))
    found = DataBatch.objects.filter(kept_by__isnull=False)
    if reserved:
        return found.filter(kept)
    in_stock = Exists(items.in_stock())
    return found.filter(in_stock).exclude(kept)


def _no_caseworker_here(rows: QuerySet, person: str, organisation: str) -> QuerySet:
    """Those whose person cannot do them any more."""
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
    """Offers of cases that one of its parties could no longer give or take."""
    if agreement.kind != AgreementKind.DATA_SHARING:
        return Transfer.objects.none()
    parties = list(agreement.parties.values_list("pk", flat=True))
    others = Agreement.objects.in_force().filter(kind=AgreementKind.DATA_SHARING)
    still = set(
        Organisation.objects.filter(
            pk__in=parties, agreements__in=others.exclude(pk=agreement.pk)
        ).values_list("pk", flat=True)
    )
    cut_off = [pk for pk in parties if pk not in still]
    return Transfer.objects.waiting().filter(Q(to__in=cut_off) | Q(case__handled_by__in=cut_off))


# Of a team ---

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
        hand_over=handing_over.pass_referrals,
        if_it_stays="No one will answer these people.",
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
        how="Each case is offered to the team you choose, and stays open here until that team "
        "accepts it.",
        if_it_stays="Its caseworkers must finish them before they stop.",
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
        name="cases-offered",
        one="case offered to another team and not accepted yet",
        many="cases offered to another team and not accepted yet",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=Transfer.objects.waiting,
        owner="case__handled_by",
        # Somebody decided already: it only waits for the other team.
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
        hand_over=handing_over.give_back_offers,
        to_nobody="Back to the team that offered them",
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
        if_it_stays="Requests go to the team that takes everyone else, or no one can ask for help.",
    )
)
register(
    Kind(
        name="everyone-else",
        ends=frozenset(End),
        one="group of residents: everyone whose district no team serves",
        many="groups of residents",
        whose=ORGANISATION,
        hands=CASEWORKER,
        rows=lambda: Team.objects.filter(is_default=True, takes_referrals=True),
        owner="organisation",
        candidates=teams,
        hand_over=handing_over.serve_everybody_else,
        if_it_stays="These people cannot ask for help on the portal: the help page says so, with "
        "the telephone number.",
    )
)
AT_AN_END = frozenset(set(End) - {End.TEAM, End.AGREEMENT})
register(
    Kind(
        name="loans",
        one="device on loan or given",
        many="devices on loan or given",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(
            state__in=[DeviceState.ISSUED, DeviceState.LOST], holdings__returned_at=None
        ),
        owner="kept_by",
        candidates=teams_with_agreement,
        hand_over=handing_over.move_devices,
        if_it_stays="No one will remind people or take the devices back.",
        url=DEVICES,
    )
)
register(
    Kind(
        name="devices",
        one="device in the device bank",
        many="devices in the device bank",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(state__in=ON_THE_SHELF),
        owner="kept_by",
        candidates=teams,
        hand_over=handing_over.move_devices,
        if_it_stays="No one can issue them.",
        url=DEVICES,
    )
)
register(
    Kind(
        name="devices-reserved",
        one="device reserved for someone",
        many="devices reserved for people",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(state=DeviceState.RESERVED),
        owner="kept_by",
        if_it_stays="They stay until a caseworker issues or releases them.",
        url=DEVICES,
    )
)
register(
    Kind(
        name="parts",
        one="part on the shelf",
        many="parts on the shelf",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=Part.objects.on_the_shelf,
        owner="kept_by",
        if_it_stays="Their history cannot be moved: discard them here, and add them where they go.",
        url=DEVICES,
    )
)
register(
    Kind(
        name="batches",
        one="batch of SIM cards or data vouchers in stock",
        many="batches of SIM cards or data vouchers in stock",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: batches(reserved=False),
        owner="kept_by",
        candidates=teams,
        hand_over=handing_over.move_batches,
        if_it_stays="No one can issue them before they expire.",
        url=DATABANK,
    )
)
register(
    Kind(
        name="batches-reserved",
        one="batch of SIM cards or data vouchers partly reserved for people",
        many="batches of SIM cards or data vouchers partly reserved for people",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: batches(reserved=True),
        owner="kept_by",
        if_it_stays="They stay until a caseworker issues or releases what is reserved.",
        url=DATABANK,
    )
)
register(
    Kind(
        name="donations",
        one="offer of devices not received yet",
        many="offers of devices not received yet",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Donation.objects.filter(
            state__in=[DonationState.OFFERED, DonationState.EXPECTED]
        ),
        owner="to",
        candidates=teams,
        hand_over=handing_over.pass_donations,
        if_it_stays="No one will answer these donors.",
    )
)
register(
    Kind(
        name="places",
        one="place to get help that it runs",
        many="places to get help that it runs",
        whose=ORGANISATION,
        ends=AT_AN_END,
        rows=HelpPlace.objects.listed,
        owner="run_by",
        candidates=lambda ending: list(
            Organisation.objects.public().exclude(pk__in=_stopping(ending))
        ),
        hand_over=handing_over.move_places,
        if_it_stays="They stay listed under its name. Check that they are still open.",
        url=lambda user, ending: reverse("inclusion:near_you"),
    )
)

# Of a caseworker ---

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
        to_nobody="Back to the team’s queue, for anyone to take",
        if_it_stays="They stay in the name of someone who cannot work on them.",
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
        rows=lambda: Task.objects.to_do().filter(case__state="open"),
        owner="whose",
        inside="case__handled_by",
        candidates=colleagues,
        hand_over=handing_over.give_tasks,
        to_nobody="Whoever has the case",
        if_it_stays="No one is reminded of them.",
        url=CASES,
        stranded=lambda rows: _no_caseworker_here(rows, "whose", "case__handled_by"),
    )
)
register(
    Kind(
        name="appointments",
        one="appointment or skills session to come",
        many="appointments and skills sessions to come",
        whose=PERSON,
        hands=CASEWORKER,
        rows=lambda: Appointment.objects.planned().filter(case__state="open"),
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
        one=f"team whose named {what} lead they are",
        many=f"teams whose named {what} lead they are",
        whose=PERSON,
        rows=lambda: Team.objects.filter(**{f"{field}__isnull": False}),
        owner=field,
        inside="organisation",
        if_it_stays="Choose another lead in the team’s record. Until then the team has none.",
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

# Of an agreement ---

register(
    Kind(
        name="transfers",
        one="case offered between teams that could no longer be accepted",
        many="cases offered between teams that could no longer be accepted",
        whose=AGREEMENT,
        rows=Transfer.objects.waiting,
        rows_of=_offers_resting_on,
        hand_over=handing_over.withdraw_offers,
        to_nobody="Withdraw the offers: the cases stay with their team",
        if_it_stays="The other team cannot accept them without an agreement.",
    )
)
