"""Every button that ends something asks what is in hand: services, pages and the admin alike."""

import ast
import inspect
from pathlib import Path

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import inclusion
import partners
from diz_portal.accounts.models import User
from diz_portal.attention.selectors import items_for
from diz_portal.open_work import registry
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import NOBODY, STAYS, WorkInHand
from diz_portal.privacy import erasure
from inclusion.cases.services import referrals, teams
from inclusion.models import Team
from partners import endings, services
from partners.models import AgreementKind, Membership, OrganisationState
from tests import editing
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import CaseFactory, ReferralFactory, a_case, team_of
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    lead_of,
    manager,
)
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

# Functions that end something and do not ask, and why.
EXCUSED = {
    "decline": "an applicant has not begun",
    "add_member": "gives a role to somebody who had none",
    "choose_lead_organisation": "the former managers' work is the new managers' from then on",
    "_move": "called by those that ask",
    "invite": "puts down a role in an invitation",
    "accept": "gives a role to somebody who had none",
}


def functions_of(package):
    for path in sorted(Path(package.__file__).parent.glob("services/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def ends_something(node) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and getattr(part.func, "id", "") in {"_move", "_lock_for"}:
            names = {one.attr for one in ast.walk(part) if isinstance(one, ast.Attribute)}
            if names & {"SUSPENDED", "LEFT"}:
                return True
        for written in part.targets if isinstance(part, ast.Assign) else []:
            for target in written.elts if isinstance(written, ast.Tuple) else [written]:
                name = getattr(target, "attr", "")
                value = ast.unparse(part.value)
                if name in {"ended_on", "role"} or (
                    name in {"is_active", "takes_referrals"} and value == "False"
                ):
                    return True
        updates = isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "update"
        if updates and any(one.arg == "ended_on" for one in part.keywords):
            return True
    return False


@pytest.mark.parametrize("package", [partners, inclusion], ids=lambda one: one.__name__)
def test_every_service_that_ends_something_asks_what_is_in_hand(package):
    found = {}
    for path, node in functions_of(package):
        if ends_something(node):
            calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
            asks = any(getattr(one.func, "id", "") == "settle" for one in calls)
            found[node.name] = (path.name, asks)

    forgets = {name: where for name, (where, asks) in found.items() if not asks}
    assert set(forgets) - set(EXCUSED) == set()
    if package is partners:
        asking = {name for name, (_, asks) in found.items() if asks}
        assert asking == {
            "suspend",
            "leave",
            "change_role",
            "end_membership",
            "close_account",
            "end_agreement",
        }


def test_every_ending_service_takes_a_decision():
    for service in (
        services.suspend,
        services.leave,
        services.change_role,
        services.end_membership,
        services.close_account,
        services.end_agreement,
        teams.close,
    ):
        assert inspect.signature(service).parameters["decision"].default is None


def test_every_kind_that_can_go_says_to_whom_and_what_if_not():
    for kind in registry.kinds():
        assert kind.if_it_stays.endswith("."), kind.name
        if kind.hand_over:
            assert kind.candidates is not registry.nobody or kind.to_nobody, kind.name


# The admin's actions ---


@pytest.fixture
def boss(client):
    boss = manager(name="Marion Manager")
    client.force_login(boss)
    return boss


def act(client, name, action, *records, **more):
    chosen = {ACTION_CHECKBOX_NAME: [one.pk for one in records], "action": action}
    return client.post(reverse(f"admin:{name}_changelist"), chosen | more)


def filled_in(page, choice, boss):
    """The page's form as somebody sends it: everything goes to `choice`."""
    values = {"confirmed": "yes"}
    for _, form in page.context["asked"]:
        if form is None:
            continue
        for name in form.fields:
            bound = form[name]
            if name.startswith("seen-"):
                values[bound.html_name] = bound.initial
            elif name.startswith("goes-"):
                values[bound.html_name] = choice
        values[form["reason"].html_name] = "They close."
        values[form["answers"].html_name] = boss.reference
    return values


def test_the_admin_asks_and_suspends_in_one(client, boss):
    team = team_of(kettle := OrganisationFactory(name="Kettle"), is_default=True)
    referral = ReferralFactory(to=team.organisation)
    idle = OrganisationFactory(name="Idle Hands")
    other = team_of(OrganisationFactory(slug="harbour"))
    caseworker_of(other.organisation)
    args = ("partners_organisation", "suspend", kettle, idle)

    page = act(client, *args)
    assert "1 request or referral awaiting a decision" in page.content.decode()
    unanswered = act(client, *args, confirmed="yes")
    assert unanswered.status_code == 422
    idle.refresh_from_db()
    assert idle.state == OrganisationState.ACTIVE
    act(client, *args, **filled_in(page, "harbour", boss))

    referral.refresh_from_db()
    idle.refresh_from_db()
    kettle.refresh_from_db()
    assert referral.to == other.organisation
    assert kettle.state == idle.state == OrganisationState.SUSPENDED


@pytest.mark.parametrize(
    ("name", "action"),
    [("partners_membership", "end_memberships"), ("accounts_user", "close_accounts")],
)
def test_the_admin_asks_before_a_caseworker_goes(client, boss, name, action):
    organisation = OrganisationFactory()
    person, _ = caseworker_of(organisation), caseworker_of(organisation)
    case = a_case(handled_by=organisation, assigned_to=person)
    record = person if name == "accounts_user" else Membership.objects.get(person=person)

    page = act(client, name, action, record)
    act(client, name, action, record, **filled_in(page, NOBODY, boss))

    case.refresh_from_db()
    assert case.assigned_to is None
    assert not Membership.objects.leads().filter(person=person).exists()
    assert not User.objects.active().filter(pk=person.pk, memberships__ended_on=None).exists()


def test_the_admin_closes_a_team_once_another_takes_its_requests(client, boss):
    team = team_of(is_default=True)
    other = team_of(OrganisationFactory(slug="harbour"))
    caseworker_of(other.organisation)

    with pytest.raises(WorkInHand, match="default team, for districts without a team"):
        teams.close(team=team, by=boss)
    page = act(client, "inclusion_team", "close", team)
    act(client, "inclusion_team", "close", team, **filled_in(page, "harbour", boss))

    team.refresh_from_db()
    assert (team.takes_referrals, team.is_default) == (False, False)
    assert referrals.team_for("") == Team.objects.get(pk=other.pk)


# Erasing, correcting, and what was left before ---


def test_an_account_with_work_in_hand_is_not_erased(boss):
    person = UserFactory()
    ProjectFactory(sro=person)

    with pytest.raises(erasure.CannotErase, match="1 project they are senior responsible owner"):
        erasure.erase(kind="account", reference=person.reference, by=boss)


def test_a_correction_does_not_end_an_agreement_unseen(boss):
    giver, taker = OrganisationFactory(), team_of()
    agreement = AgreementFactory(
        kind=AgreementKind.DATA_SHARING, parties=[giver, taker.organisation]
    )
    case = a_case(handled_by=giver)
    case.transfers.create(to=taker.organisation, basis="agreed", basis_words="Agreed.")

    with pytest.raises(WorkInHand, match="Use “End agreement” instead"):
        services.keep_agreement(
            by=boss,
            agreement=agreement,
            parties=[giver, OrganisationFactory()],
            title=agreement.title,
            kind=agreement.kind,
            signed_on=agreement.signed_on,
            review_on=None,
            expires_on=agreement.expires_on,
        )


def test_a_team_without_a_caseworker_is_on_the_list_of_its_leads_and_managers(client, boss):
    team = team_of()
    lead = lead_of(team.organisation)
    ReferralFactory(to=team.organisation)

    for person in (boss, lead):
        (item,) = [one for one in items_for(person) if one.key.startswith("no-caseworker:")]
        assert "1 request or referral" in item.title
    page = client.get(reverse("partners_workspace:in_hand", args=[team.organisation.slug]))
    assert page.status_code == 200
    caseworker_of(team.organisation)
    assert not [one for one in items_for(boss) if one.key.startswith("no-caseworker:")]


def test_the_lead_organisation_is_offered_nothing_that_it_cannot_do(client, boss):
    lead = boss.memberships.get().organisation
    home = reverse("partners_workspace:organisation", args=[lead.slug])
    ProjectFactory(lead=lead)

    text = client.get(home).content.decode()

    for verb in ("suspend", "leave"):
        address = reverse(f"partners_workspace:{verb}", args=[lead.slug])
        assert address not in text
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(home, 302)]
        assert "Select another lead organisation first" in answer.content.decode()


def test_only_a_team_is_given_time_to_finish_its_cases(client, boss):
    organisation = OrganisationFactory()
    ProjectFactory(lead=organisation)
    page = reverse("partners_workspace:suspend", args=[organisation.slug])
    form = client.get(page).context["form"]
    assert "until" not in form.fields
    values = {name: STAYS for name in form.fields if name.startswith("goes-")}
    values |= {n: f.initial for n, f in form.fields.items() if n.startswith("seen-")}

    sent = client.post(page, values | {"reason": "It closed.", "answers": boss.reference})

    assert sent.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.state, organisation.hands_over_until) == ("suspended", None)


# Performance ---


def test_the_page_costs_the_same_however_much_is_in_hand(client, boss):
    team = team_of(is_default=True)
    page = reverse("partners_workspace:suspend", args=[team.organisation.slug])
    counts = []
    for number in (1, 12):
        CaseFactory.create_batch(number, handled_by=team.organisation)
        ReferralFactory.create_batch(number, to=team.organisation)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_everything_in_hand_is_counted_in_one_query(django_assert_num_queries):
    team = team_of(is_default=True)
    ReferralFactory(to=team.organisation)
    ending = endings.of_organisation(team.organisation, endings.End.SUSPENDED)

    with django_assert_num_queries(1):
        assert {pile.name for pile in in_hand(ending)} == {"referrals", "everyone-else"}


def test_what_stays_is_counted_alike_for_one_organisation_and_for_many(boss):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            items_for(type(boss).objects.get(pk=boss.pk))
        return len(captured)

    costs = []
    for number in (1, 5):
        for _ in range(number):
            stopped = OrganisationFactory(state=OrganisationState.SUSPENDED)
            ReferralFactory(to=stopped)
        costs.append(cost())

    assert costs[0] == costs[1]


def test_a_change_of_role_carries_the_choice_to_the_page_that_asks(client, boss):
    organisation = OrganisationFactory()
    person, _ = caseworker_of(organisation), caseworker_of(organisation)
    case = a_case(handled_by=organisation, assigned_to=person)
    page = reverse("partners_workspace:change_role", args=[organisation.slug, person.reference])

    asked = editing.edit(client, page, {"role": "viewer"})

    assert asked.status_code == 422
    form = asked.context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial}
    assert values["role"] == "viewer"
    assert client.post(page, values | {"goes-own-cases": NOBODY}).status_code == 302
    case.refresh_from_db()
    assert case.assigned_to is None
    assert Membership.objects.get(person=person).role == "viewer"
