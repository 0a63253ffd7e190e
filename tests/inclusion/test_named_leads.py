"""Naming who may open a case in an emergency: two people each time, and the leads are told."""

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.attention.selectors import items_for
from diz_portal.outbox.models import Message
from inclusion.cases.services import named_leads
from inclusion.models import Duty, NamedLead, Team
from tests.editing import edit
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import named, team_of
from tests.factories.partners import (
    MembershipFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)

pytestmark = pytest.mark.django_db

DUTY = Duty.SAFEGUARDING


@pytest.fixture
def team():
    return team_of()


@pytest.fixture
def lead(team):
    return lead_of(team.organisation, name="Beth Lead")


@pytest.fixture
def boss(db):
    return manager(name="Mo Manager")


def in_force(team) -> dict:
    team = Team.objects.get(pk=team.pk)
    rows = {one.duty: one.person for one in team.named_leads.in_force()}
    # The row that rights are read from never says anything else than the record of naming.
    assert {
        duty.value: getattr(team, duty.field) for duty in Duty if getattr(team, duty.field)
    } == rows
    return rows


def told(template) -> set[str]:
    return set(
        Message.objects.filter(template=f"inclusion/{template}").values_list("to", flat=True)
    )


def test_a_lead_names_a_colleague_and_every_lead_is_told(team, lead):
    other, guard = lead_of(team.organisation), viewer_of(team.organisation, name="Sade Guard")

    record = named_leads.name(team=team, duty=DUTY, person=guard, by=lead)

    assert in_force(team) == {"safeguarding": guard}
    assert record.given_by == lead
    assert told("lead_named") == {lead.email, other.email, guard.email}


def act(team, verb):
    slug = team.organisation.slug
    return reverse("inclusion_workspace:team_act", args=[slug, DUTY.value, verb])


def proposals(person):
    return [one for one in items_for(person) if one.key.startswith("lead-proposed:")]


def test_a_proposal_is_on_the_list_of_the_lead_until_it_is_answered(team, lead, boss):
    named_leads.propose(team=team, duty=DUTY, by=boss)

    (item,) = proposals(lead)
    assert item.title == "Accept or decline the role of safeguarding lead"
    assert (item.about, item.url) == (str(team), team.get_absolute_url())
    assert proposals(boss) == proposals(lead_of()) == []
    named_leads.accept(team=team, duty=DUTY, by=lead)
    assert proposals(lead) == []


def test_only_a_proposal_is_withdrawn_where_nobody_is_named(client, team, lead, boss):
    named_leads.propose(team=team, duty=DUTY, by=boss)
    client.force_login(boss)

    text = client.get(team.get_absolute_url()).content.decode()
    asked = client.get(act(team, "remove")).content.decode()
    done = client.post(act(team, "remove"), follow=True).content.decode()

    assert "Withdraw proposal" in text
    assert "Remove safeguarding lead" not in text
    assert "Withdraw the proposal for safeguarding lead" in asked
    assert "Proposal withdrawn" in done
    assert not team.named_leads.proposed().exists()


def test_nobody_names_themselves(team, lead):
    lead_of(team.organisation)

    with pytest.raises(named_leads.NotYourself):
        named_leads.name(team=team, duty=DUTY, person=lead, by=lead)

    assert in_force(team) == {}


def test_nobody_else_names_anybody(team, lead, boss):
    guard = viewer_of(team.organisation)
    for by in (boss, guard, contributor_of(team.organisation), lead_of()):
        with pytest.raises(named_leads.NotYoursToName):
            named_leads.name(team=team, duty=DUTY, person=lead, by=by)

    assert in_force(team) == {}


def test_only_a_current_member_is_named(team, lead):
    gone = MembershipFactory(organisation=team.organisation, ended_on="2099-01-01").person
    for person in (UserFactory(), gone, viewer_of(team.organisation, is_active=False)):
        with pytest.raises(named_leads.NotOfTheOrganisation):
            named_leads.name(team=team, duty=DUTY, person=person, by=lead)


def test_naming_another_ends_the_first_and_keeps_who_it_was(team, lead):
    first, second = viewer_of(team.organisation), viewer_of(team.organisation)
    named_leads.name(team=team, duty=DUTY, person=first, by=lead)

    named_leads.name(team=team, duty=DUTY, person=second, by=lead)

    assert in_force(team) == {"safeguarding": second}
    assert [one.person for one in team.named_leads.past()] == [first]


# An organisation with a single lead ---


def test_a_manager_proposes_the_only_lead_who_accepts(team, lead, boss):
    named_leads.propose(team=team, duty=DUTY, by=boss)
    assert in_force(team) == {}
    assert told("lead_proposed") == {lead.email}

    named_leads.accept(team=team, duty=DUTY, by=lead)

    assert in_force(team) == {"safeguarding": lead}
    assert NamedLead.objects.get().given_by == boss
    assert told("lead_named") == {lead.email}


def test_a_proposal_is_for_the_only_lead_and_by_a_manager(team, lead, boss):
    for by in (lead, contributor_of(team.organisation)):
        with pytest.raises(named_leads.NotYoursToName):
            named_leads.propose(team=team, duty=DUTY, by=by)
    lead_of(team.organisation)
    with pytest.raises(named_leads.NotTheOnlyLead):
        named_leads.propose(team=team, duty=DUTY, by=boss)


def test_a_manager_never_proposes_themselves(team, boss):
    MembershipFactory(organisation=team.organisation, person=boss, role="lead")

    with pytest.raises(named_leads.NotTheOnlyLead):
        named_leads.propose(team=team, duty=DUTY, by=boss)


def test_a_proposal_lapses_when_either_is_no_longer_what_they_were(team, lead, boss):
    named_leads.propose(team=team, duty=DUTY, by=boss)
    boss.memberships.update(role="contributor")
    with pytest.raises(named_leads.NothingToAnswer):
        named_leads.accept(team=team, duty=DUTY, by=lead)

    boss.memberships.update(role="manager")
    lead_of(team.organisation)
    with pytest.raises(named_leads.NotTheOnlyLead):
        named_leads.accept(team=team, duty=DUTY, by=lead)
    with pytest.raises(named_leads.NothingToAnswer):
        named_leads.accept(team=team, duty=DUTY, by=boss)
    assert in_force(team) == {}


def test_a_declined_proposal_names_nobody_and_may_be_made_again(team, lead, boss):
    first = named_leads.propose(team=team, duty=DUTY, by=boss)
    assert named_leads.propose(team=team, duty=DUTY, by=boss) == first
    named_leads.decline(team=team, duty=DUTY, by=lead)

    again = named_leads.propose(team=team, duty=DUTY, by=boss)

    assert again != first
    assert in_force(team) == {}


# Ending ---


def test_one_person_is_enough_to_end_it(team, lead, boss):
    guard = viewer_of(team.organisation)
    for by in (lead, boss, guard):
        named_leads.name(team=team, duty=DUTY, person=guard, by=lead)
        named_leads.remove(team=team, duty=DUTY, by=by)
        assert in_force(team) == {}
    named_leads.name(team=team, duty=DUTY, person=guard, by=lead)
    for by in (contributor_of(team.organisation), lead_of()):
        with pytest.raises(Refusal):
            named_leads.remove(team=team, duty=DUTY, by=by)


# In the database ---


def test_the_database_refuses_a_lead_whom_nobody_named(team, lead):
    guard = viewer_of(team.organisation)
    named_leads.name(team=team, duty=DUTY, person=guard, by=lead)

    for field, person in (
        ("safeguarding_lead", lead),
        ("data_protection_lead", guard),  # named, but for the other duty
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Team.objects.filter(pk=team.pk).update(**{field: person})
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(
            organisation=lead_of().memberships.get().organisation, safeguarding_lead=lead
        )


def test_the_database_refuses_a_proposal_that_was_not_accepted(team, lead, boss):
    named_leads.propose(team=team, duty=DUTY, by=boss)

    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(safeguarding_lead=lead)


def test_the_database_refuses_somebody_who_names_themselves(team, lead):
    with pytest.raises(IntegrityError, match="named_by_somebody_else"):
        NamedLead.objects.create(team=team, duty=DUTY, person=lead, given_by=lead)


# On the pages ---


def url(name, team, *args):
    return reverse(f"inclusion_workspace:{name}", args=[team.organisation.slug, *args])


def test_a_manager_finds_no_field_for_it_in_the_admin(client, team, lead, boss):
    client.force_login(boss)
    address = reverse("admin:inclusion_team_change", args=[team.pk])

    edit(
        client,
        address,
        {"safeguarding_lead": boss.pk, "days_if_urgent": 2, "phone": "1"},
    )

    assert 'name="safeguarding_lead"' not in client.get(address).content.decode()
    assert in_force(team) == {}


def test_the_page_of_a_team_leads_through_a_proposal(client, team, lead, boss):
    client.force_login(boss)
    assert (
        "Propose the only lead as safeguarding lead"
        in client.get(url("team", team)).content.decode()
    )
    client.post(url("team_act", team, "safeguarding", "propose"))
    client.force_login(lead)

    page = client.get(url("team", team)).content.decode()
    done = client.post(url("team_act", team, "safeguarding", "accept"), follow=True)

    assert "Awaiting their answer" in page
    assert "Accept role" in page
    assert "Role accepted" in done.content.decode()
    assert "Mo Manager" in done.content.decode()
    assert in_force(team) == {"safeguarding": lead}


def test_the_page_names_a_colleague_and_never_oneself(client, team, lead):
    guard = viewer_of(team.organisation, name="Sade Guard")
    client.force_login(lead)

    page = client.get(url("team_name", team, "safeguarding")).content.decode()
    nobody = client.post(url("team_name", team, "safeguarding"), {"person": ""})
    oneself = client.post(url("team_name", team, "safeguarding"), {"person": lead.pk})
    done = client.post(url("team_name", team, "safeguarding"), {"person": guard.pk}, follow=True)

    assert f'value="{lead.pk}"' not in page
    assert (nobody.status_code, oneself.status_code) == (422, 422)
    assert "Select a member" in nobody.content.decode()
    assert "Safeguarding lead named" in done.content.decode()
    assert "Beth Lead" in done.content.decode()


def test_the_organisation_leads_to_its_team(client, team, lead):
    client.force_login(lead)

    page = client.get(
        reverse("partners_workspace:organisation", args=[team.organisation.slug])
    ).content.decode()

    assert url("team", team) in page


def test_the_page_costs_the_same_with_more_people(client, team, lead, boss):
    client.force_login(boss)

    def cost() -> int:
        MembershipFactory(organisation=team.organisation, role="caseworker")
        named(team, viewer_of(team.organisation))
        named_leads.remove(team=team, duty=DUTY, by=lead)
        client.get(url("team", team))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("team", team)).status_code == 200
        return len(captured)

    assert cost() == cost() == cost()


def test_the_history_tells_who_was_named_proposed_and_ended(client, team, lead, boss):
    colleague = contributor_of(team.organisation, name="Carl Colleague")
    with pghistory.context(user=lead.pk):
        named_leads.name(team=team, duty=DUTY, person=colleague, by=lead)
        named_leads.remove(team=team, duty=DUTY, by=lead)
    client.force_login(lead)

    page = client.get(team.get_absolute_url()).content.decode()
    address = reverse("trail:history", args=["team", team.slug])
    assert address in page
    told = " ".join(client.get(address).content.decode().split())

    assert "Safeguarding lead: Carl Colleague, added" in told
    assert "<strong>Ended by</strong>: empty" in told
    assert "Beth Lead" in told
    # As wide as the team's page, and no wider.
    client.force_login(contributor_of(team_of().organisation))
    assert client.get(address).status_code == 404
