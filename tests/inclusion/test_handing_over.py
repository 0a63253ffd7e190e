"""Nobody is stranded by one button: what a team has in hand when it stops, and who takes it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.selectors import items_for
from diz_portal.open_work import End
from diz_portal.open_work.models import Handover
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import (
    NOBODY,
    STAYS,
    Decision,
    NothingSaid,
    WorkHasChanged,
    WorkInHand,
)
from inclusion.cases import roles
from inclusion.cases.services import casebook, cases, needs, referrals, teams, transfers, work
from inclusion.models import Case, Person, Referral, Team, Transfer
from partners import endings, services
from partners.models import AgreementKind, Membership, Organisation, Role
from partners.services import TakesNothingNew
from tests.editing import opened
from tests.factories.inclusion import (
    DeviceFactory,
    NeedFactory,
    ReferralFactory,
    a_case,
    team_of,
)
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(partnership):
    return manager(name="Marion Manager")


@pytest.fixture
def other(team):
    """Another team, which shares data with the first."""
    organisation = OrganisationFactory(name="Harbour Trust", slug="harbour")
    AgreementFactory(kind=AgreementKind.DATA_SHARING, parties=[team.organisation, organisation])
    caseworker_of(organisation, name="Harriet Harbour")
    return team_of(organisation)


def suspension(team):
    return endings.of_organisation(team.organisation, End.SUSPENDED)


def decided(ending, *, reason="They close on Friday.", answers=None, **goes) -> Decision:
    """Everything stays but what is said to go; names with `_` for `-`."""
    piles = in_hand(ending)
    chosen = {name.replace("_", "-"): to for name, to in goes.items()}
    return Decision(
        goes={pile.name: chosen.get(pile.name, STAYS) for pile in piles},
        seen={pile.name: pile.mark for pile in piles},
        reason=reason if answers else "",
        answers=answers,
    )


def in_words(ending) -> dict[str, int]:
    return {pile.name: pile.number for pile in in_hand(ending)}


# The attack: the only team that answers requests is suspended ---


def test_suspending_the_only_team_says_what_it_strands_and_does_nothing(team, caseworker, boss):
    ReferralFactory.create_batch(3, to=team.organisation)
    a_case(handled_by=team.organisation, needs=["device"])

    with pytest.raises(WorkInHand, match=r"3 requests and referrals.*1 open case"):
        services.suspend(by=boss, organisation=team.organisation)

    team.organisation.refresh_from_db()
    assert team.organisation.state == "active"


def test_what_stays_needs_a_reason_and_somebody_who_answers(team, caseworker, boss):
    ReferralFactory(to=team.organisation)

    with pytest.raises(NothingSaid):
        services.suspend(
            by=boss, organisation=team.organisation, decision=decided(suspension(team))
        )


def test_what_stays_is_on_the_list_of_managers_its_people_and_whoever_answers(
    team, caseworker, boss
):
    answers, lead = lead_of(name="Ann Swers"), lead_of(team.organisation)
    ReferralFactory.create_batch(2, to=team.organisation)
    decision = decided(suspension(team), answers=answers)

    services.suspend(by=boss, organisation=team.organisation, decision=decision)

    for person in (boss, answers, lead, caseworker):
        (item,) = [one for one in items_for(person) if one.key.startswith("left-behind:")]
        assert "2 requests and referrals" in item.title
        assert item.about == "Kettle and Keyboard"
    assert not [one for one in items_for(lead_of()) if one.key.startswith("left-behind:")]


def test_it_leaves_the_lists_once_it_is_dealt_with(team, caseworker, boss, other):
    ReferralFactory(to=team.organisation)
    decision = decided(suspension(team), answers=boss)
    services.suspend(by=boss, organisation=team.organisation, decision=decision)
    later = endings.of_organisation(team.organisation, End.HANDED_OVER)
    goes = dict.fromkeys(("referrals", "districts", "everyone_else"), "harbour")

    services.hand_over(by=boss, organisation=team.organisation, decision=decided(later, **goes))

    assert not [one for one in items_for(boss) if one.key.startswith("left-behind:")]
    assert Referral.objects.get().to == other.organisation


def test_requests_cases_and_stock_go_to_another_team_in_one_step(team, caseworker, boss, other):
    referral = ReferralFactory(to=team.organisation)
    case = a_case(handled_by=team.organisation, needs=["device"])
    device = DeviceFactory(kept_by=team.organisation)
    ending = suspension(team)
    everything = dict.fromkeys((pile.name.replace("-", "_") for pile in in_hand(ending)), "harbour")

    services.suspend(
        by=boss, organisation=team.organisation, decision=decided(ending, **everything)
    )

    referral.refresh_from_db()
    device.refresh_from_db()
    assert referral.to == referral.person.kept_by == device.kept_by == other.organisation
    transfer = Transfer.objects.get(case=case)
    assert (transfer.to, transfer.state) == (other.organisation, "offered")
    assert referrals.team_for("") == Team.objects.get(organisation=other.organisation)
    kept = Handover.objects.get()
    assert {line["what"]: line.get("to") for line in kept.lines} == {
        "1 request or referral awaiting a decision": "harbour",
        "1 open case": "harbour",
        "1 district whose requests it takes": "harbour",
        "1 role as default team, for districts without a team": "harbour",
        "1 device in the device bank": "harbour",
    }
    assert (kept.by, kept.answers, kept.reason) == (boss, None, "")


def test_a_case_offered_so_is_accepted_after_the_suspension(team, caseworker, boss, other):
    case = a_case(handled_by=team.organisation, needs=["skills"])
    goes = dict.fromkeys(("cases", "districts", "everyone_else"), "harbour")
    services.suspend(
        by=boss, organisation=team.organisation, decision=decided(suspension(team), **goes)
    )

    new = transfers.accept(
        transfer=case.transfers.get(),
        by=Membership.objects.get(person__name="Harriet Harbour").person,
    )

    case.refresh_from_db()
    assert (new.handled_by, case.state) == (other.organisation, "closed")
    assert not [one for one in items_for(boss) if one.key.startswith("left-behind:")]


def test_a_manager_hands_cases_over_without_reading_one(client, team, caseworker, boss, other):
    case = a_case(handled_by=team.organisation, person__name="Albert Wetherby")
    client.force_login(boss)

    page = client.get(reverse("partners_workspace:suspend", args=[team.organisation.slug]))

    assert "1 open case" in page.content.decode()
    assert "Wetherby" not in page.content.decode()
    assert case.reference not in page.content.decode()
    assert reverse("inclusion_workspace:cases") not in page.content.decode()


def test_cases_go_only_to_teams_with_an_agreement(team, caseworker, boss):
    strangers = team_of(OrganisationFactory(slug="strangers"))
    caseworker_of(strangers.organisation)
    a_case(handled_by=team.organisation)
    ReferralFactory(to=team.organisation)
    found = {pile.name: dict(pile.candidates) for pile in in_hand(suspension(team))}

    assert "strangers" in found["referrals"]
    assert "strangers" not in found["cases"]


def test_something_reserved_or_unconfirmed_keeps_a_case_with_its_team(team, caseworker, boss):
    case = a_case(handled_by=team.organisation)
    NeedFactory(case=case, state="supplied")

    piles = in_words(suspension(team))

    assert (piles["cases-held"], "cases" in piles) == (1, False)


# The time in which it finishes ---


@pytest.fixture
def suspended(team, caseworker, boss):
    """With one open case that stays, and four weeks to finish it."""
    case = a_case(handled_by=team.organisation, needs=["skills"])
    decision = decided(suspension(team), answers=boss)
    services.suspend(by=boss, organisation=team.organisation, decision=decision)
    team.organisation.refresh_from_db()
    return case


def again(person):
    """As the next request finds them."""
    return type(person).objects.get(pk=person.pk)


def test_a_suspended_team_finishes_its_open_cases(client, suspended, team, caseworker):
    caseworker = again(caseworker)
    client.force_login(caseworker)
    assert client.get(reverse("workspace:home")).status_code == 200
    assert client.get(reverse("inclusion_workspace:cases")).status_code == 200
    assert roles.handles_for(caseworker) == {team.organisation_id}

    need = suspended.needs.get()
    cases.assign(case=suspended, to=caseworker, by=caseworker)
    needs.move(need=need, to="not_met", reason="no_stock", by=caseworker)
    cases.close(case=suspended, words="Told them.", by=caseworker)

    suspended.refresh_from_db()
    assert suspended.state == "closed"


def test_a_suspended_team_takes_nothing_new(suspended, team, caseworker, other):
    waiting = ReferralFactory(to=team.organisation)
    offered = a_case(handled_by=other.organisation)

    with pytest.raises(TakesNothingNew):
        referrals.accept(referral=waiting, by=caseworker)
    with pytest.raises(TakesNothingNew):
        casebook.open_for(
            person=waiting.person, handled_by=team.organisation, urgency="routine", by=caseworker
        )
    with pytest.raises(referrals.Refusal):
        transfers.offer(
            case=offered,
            to=team,
            basis="agreed",
            basis_words="Agreed.",
            why="",
            handover="",
            by=caseworker,
        )
    assert roles.takes_for(again(caseworker)) == set()
    assert Case.objects.filter(handled_by=team.organisation).count() == 1


def test_on_its_last_day_an_organisation_still_hands_over(suspended, team, caseworker):
    Organisation.objects.filter(pk=team.organisation.pk).update(
        hands_over_until=timezone.localdate()
    )

    assert suspended in Case.objects.visible_to(again(caseworker))


def test_after_the_day_nobody_works_on_what_stayed(client, suspended, team, caseworker, boss):
    Organisation.objects.filter(pk=team.organisation.pk).update(
        hands_over_until=timezone.localdate() - timedelta(days=1)
    )
    client.force_login(caseworker)

    assert client.get(reverse("inclusion_workspace:cases")).status_code == 403
    with pytest.raises(casebook.NotACaseworker):
        cases.assign(case=suspended, to=again(caseworker), by=boss)
    (item,) = [one for one in items_for(boss) if one.key.startswith("left-behind:")]
    assert (item.is_overdue, item.when) == (True, "no one can work on it")
    # A list of what one can do nothing about helps nobody.
    assert not [one for one in items_for(again(caseworker)) if one.key.startswith("left-behind:")]


def untaken(person):
    return [one for one in items_for(person) if one.key == "requests-untaken"]


def test_residents_whom_no_team_takes_are_on_the_list_of_whoever_answers(team, boss):
    answers, stranger = lead_of(team.organisation), lead_of()
    assert untaken(boss) == []

    teams.close(team=team, by=boss, decision=decided(teams.closing(team), answers=answers))

    for person in (boss, answers):
        (item,) = untaken(person)
        assert item.is_overdue
        assert item.title == "Open a team to requests for help"
    assert untaken(stranger) == []
    teams.open_again(team=team, by=boss)
    assert untaken(boss) == untaken(answers) == []


def test_districts_that_no_open_team_serves_are_named(team, boss, other):
    teams.close(team=team, by=boss, decision=decided(teams.closing(team), answers=boss))

    (item,) = untaken(boss)
    assert item.title == "Assign a team to requests from Harlow"
    other.districts.add(*team.districts.all())
    assert untaken(boss) == []


def test_a_portal_without_teams_asks_for_none(partnership, boss):
    assert untaken(boss) == []


def test_a_longer_time_is_given_on_the_same_page(client, suspended, team, boss):
    client.force_login(boss)
    later = timezone.localdate() + timedelta(days=60)
    page = reverse("partners_workspace:in_hand", args=[team.organisation.slug])
    values = {name: STAYS for name in client.get(page).context["form"].fields if "goes" in name}
    seen = {
        name: field.initial
        for name, field in client.get(page).context["form"].fields.items()
        if name.startswith("seen-")
    }
    day = {"until_0": later.day, "until_1": later.month, "until_2": later.year}

    answer = client.post(page, {**values, **seen, **day})

    assert answer.status_code == 302, answer.context["form"].errors
    team.organisation.refresh_from_db()
    assert team.organisation.hands_over_until == later


def test_reinstating_ends_the_time_to_hand_over(suspended, team, boss):
    services.reinstate(by=boss, organisation=team.organisation)

    team.organisation.refresh_from_db()
    assert team.organisation.hands_over_until is None


# A caseworker goes ---


def test_removing_a_caseworker_asks_who_takes_their_cases(team, caseworker):
    colleague, lead = caseworker_of(team.organisation), lead_of(team.organisation)
    case = a_case(handled_by=team.organisation)
    cases.assign(case=case, to=caseworker, by=caseworker)
    task = work.add_task(
        case=case, title="Ring", due_on=timezone.localdate(), whose=caseworker, by=caseworker
    )
    membership = Membership.objects.get(person=caseworker)

    with pytest.raises(WorkInHand, match="1 open case, 1 task"):
        services.end_membership(by=lead, membership=membership)
    ending = endings.of_membership(membership)
    services.end_membership(
        by=lead,
        membership=membership,
        decision=decided(ending, own_cases=colleague.reference, tasks=colleague.reference),
    )

    case.refresh_from_db()
    task.refresh_from_db()
    assert case.assigned_to == task.whose == colleague
    assert case.events.filter(kind="assigned", by=lead, whom=colleague).exists()


def test_cases_of_a_caseworker_go_back_to_the_queue(team, caseworker):
    caseworker_of(team.organisation)
    case = a_case(handled_by=team.organisation, assigned_to=caseworker)
    membership = Membership.objects.get(person=caseworker)

    services.change_role(
        by=lead_of(team.organisation),
        membership=membership,
        role=Role.VIEWER,
        decision=decided(endings.of_role(membership), own_cases=NOBODY),
    )

    case.refresh_from_db()
    assert case.assigned_to is None


def test_a_role_changed_on_its_page_asks_who_takes_over(client, team, caseworker):
    caseworker_of(team.organisation)
    case = a_case(handled_by=team.organisation, assigned_to=caseworker)
    membership = Membership.objects.get(person=caseworker)
    client.force_login(lead_of(team.organisation))
    page = reverse(
        "partners_workspace:change_role", args=[team.organisation.slug, caseworker.reference]
    )

    asked = client.post(page, {**opened(client, page), "role": Role.VIEWER})
    assert asked.status_code == 422
    form = asked.context["form"]
    kept = {name: one.initial for name, one in form.fields.items() if one.widget.is_hidden}
    answer = client.post(page, {**kept, "goes-own-cases": NOBODY})

    assert answer.status_code == 302
    membership.refresh_from_db()
    case.refresh_from_db()
    assert (membership.role, case.assigned_to) == (Role.VIEWER, None)


@pytest.mark.parametrize("verb", ["change_role", "end_membership", "close_account"])
def test_the_last_caseworker_takes_the_work_of_the_team_with_them(verb, team, caseworker, boss):
    lead_of(team.organisation)
    ReferralFactory(to=team.organisation)
    membership = Membership.objects.get(person=caseworker)
    act = {
        "change_role": lambda: services.change_role(
            by=boss, membership=membership, role=Role.VIEWER
        ),
        "end_membership": lambda: services.end_membership(by=boss, membership=membership),
        "close_account": lambda: services.close_account(by=boss, person=caseworker),
    }[verb]

    with pytest.raises(WorkInHand, match="1 request or referral"):
        act()
    caseworker_of(team.organisation)
    act()


def test_work_of_somebody_who_left_before_is_on_the_list_of_the_leads(team, caseworker, boss):
    colleague, lead = caseworker_of(team.organisation), lead_of(team.organisation)
    case = a_case(handled_by=team.organisation, assigned_to=caseworker)
    Membership.objects.filter(person=caseworker).update(ended_on=timezone.localdate())

    for person in (boss, lead):
        (item,) = [one for one in items_for(person) if one.key.startswith("left-by-people:")]
        assert "1 open case" in item.title
    services.pass_on_of_people_gone(
        by=lead,
        organisation=team.organisation,
        decision=decided(endings.of_people_gone(team.organisation), own_cases=colleague.reference),
    )

    case.refresh_from_db()
    assert case.assigned_to == colleague
    assert not [one for one in items_for(boss) if one.key.startswith("left-by-people:")]


# An agreement ends ---


def test_ending_an_agreement_withdraws_the_offers_that_rest_on_it(team, caseworker, boss, other):
    case = a_case(handled_by=team.organisation, assigned_to=caseworker)
    transfers.offer(
        case=case,
        to=other,
        basis="agreed",
        basis_words="Agreed by telephone.",
        why="",
        handover="",
        by=caseworker,
    )
    (agreement,) = team.organisation.agreements.all()

    with pytest.raises(WorkInHand, match="1 case offered between teams"):
        services.end_agreement(by=boss, agreement=agreement)
    services.end_agreement(
        by=boss,
        agreement=agreement,
        decision=decided(endings.of_agreement(agreement), transfers=NOBODY),
    )

    assert case.transfers.get().state == "withdrawn"
    # Work on open cases goes on.
    cases.note(case=case, words="Rang.", by=caseworker)


# Between the page and the button ---


def test_what_came_meanwhile_is_shown_before_anything_is_done(team, caseworker, boss, other):
    ReferralFactory(to=team.organisation)
    decision = decided(suspension(team), answers=boss)
    ReferralFactory(to=team.organisation)

    with pytest.raises(WorkHasChanged):
        services.suspend(by=boss, organisation=team.organisation, decision=decision)

    assert not Handover.objects.exists()
    assert Referral.objects.filter(to=team.organisation).count() == 2


def test_another_case_in_place_of_one_is_noticed(team, caseworker, boss):
    first = a_case(handled_by=team.organisation)
    decision = decided(suspension(team), answers=boss)
    cases.close(case=first, words="", by=caseworker)
    a_case(handled_by=team.organisation)

    with pytest.raises(WorkHasChanged):
        services.suspend(by=boss, organisation=team.organisation, decision=decision)


def test_passed_on_a_record_with_another_use_stays_with_its_team(team, caseworker, other, boss):
    case = a_case(handled_by=team.organisation, person__name="Doris")
    referral = ReferralFactory(to=team.organisation, person=case.person)

    referrals.transfer(referral=referral, to=other.organisation, by=boss)

    assert Person.objects.get(referrals=referral).kept_by == other.organisation
    case.refresh_from_db()
    assert case.person.kept_by == team.organisation


@pytest.mark.django_db(transaction=True)
def test_a_request_sent_while_the_team_is_being_suspended_is_not_stranded(team, caseworker, boss):
    """It waits for the lock, finds the team gone, and is told so; none lies there unseen."""
    is_locked, refused = threading.Event(), []

    def ask():
        is_locked.wait(timeout=10)
        try:
            referrals.submit(
                kind="self",
                person={"name": "Doris"},
                sharing=referrals.Sharing("public_task"),
                wanted=["device"],
                team=team,
            )
        except referrals.NobodyToHelp:
            refused.append("told so")
        finally:
            connection.close()

    sends = threading.Thread(target=ask)
    sends.start()
    with transaction.atomic():
        services.suspend(
            by=boss,
            organisation=team.organisation,
            decision=decided(suspension(team), answers=boss),
        )
        is_locked.set()
        sends.join(timeout=0.5)
        assert sends.is_alive()
    sends.join(timeout=10)

    assert refused == ["told so"]
    assert not Referral.objects.exists()


# What a resident is told ---


def test_help_says_before_the_first_question_that_nobody_reads_the_answers(client, partnership):
    start = reverse("inclusion:help")

    for answer in (client.get(start), client.post(start)):
        page = answer.content.decode()
        assert "You cannot ask for help on this website" in page
        assert partnership.phone in page
        assert "<button" not in page.partition("<main")[2].partition("</main")[0]


def test_questions_end_when_the_last_team_closes_meanwhile(client, team):
    client.post(reverse("inclusion:help"))
    Team.objects.update(takes_referrals=False)

    for page in ("what", "home"):
        answer = client.get(reverse("inclusion:help_step", args=[page]))
        assert answer.url == reverse("inclusion:help")
    check = client.get(reverse("inclusion:help_check"), follow=True)
    assert "You cannot ask for help" in check.content.decode()


def test_a_place_that_no_team_serves_is_said_beside_the_postcode(
    client, team, district, postcode, partnership
):
    Team.objects.update(is_default=False)
    client.post(reverse("inclusion:help"))
    page = reverse("inclusion:help_step", args=["home"])

    assert client.post(page, {"postcode": postcode}).status_code == 302
    typed = {"postcode": "SW1A 1AA"}
    assert "cannot find this postcode" in client.post(page, typed).content.decode()
    elsewhere = client.post(page, {**typed, "postcode-asked": "SW1A 1AA"})

    assert elsewhere.status_code == 422
    assert f"Call us on {partnership.phone}" in elsewhere.content.decode()


def test_pages_that_invite_do_not_when_nobody_is_there(client, partnership):
    assert "Ask for help" not in client.get("/").content.decode()
    assert "sk us for help" not in client.get(reverse("inclusion:near_you")).content.decode()
    assert "cannot accept devices" in client.get(reverse("inclusion:donate")).content.decode()
    assert client.get(reverse("inclusion:donate_device")).url == reverse("inclusion:donate")
