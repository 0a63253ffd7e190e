"""What a token opens, for how long, and that it never opens more than its maker could."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.api import pace, tokens
from diz_portal.api.models import Token
from diz_portal.lists.models import SavedView
from partners.models import Role
from tests.days import as_of_now, from_now
from tests.factories.partners import (
    MembershipFactory,
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory, SiteFactory

from .world import Program, just_signed_in, token_of, with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(state="active")


@pytest.fixture
def site(organisation):
    return SiteFactory(project=ProjectFactory(lead=organisation, published=False))


@pytest.fixture
def ada(organisation):
    return contributor_of(organisation, name="Ada")


@pytest.fixture
def made(ada, organisation):
    return token_of(ada, organisation)


@pytest.fixture
def program(client, made):
    return Program(client, made[1])


def references(program):
    answer = program.get("/work/sites/")
    assert answer.status_code == 200, answer.content
    return [one["reference"] for one in answer.json()["items"]]


# What it opens ---


def test_token_opens_what_its_maker_works_on(partnership, program, site):
    SiteFactory(project__published=True)

    assert references(program) == [site.reference]


def test_answers_to_a_token_are_not_stored(partnership, program, site):
    answer = program.get("/work/sites/")

    assert "no-store" in answer["Cache-Control"]
    assert "Authorization" in answer["Vary"]


def test_without_a_token_one_is_asked_for(partnership, client):
    answer = client.get("/api/v1/work/sites/")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "given", ["Bearer dizt_nobodys", "Bearer ", "Basic YTpi", "Bearer é", "Bearer a b", "x"]
)
def test_what_is_no_token_opens_nothing(partnership, client, given):
    answer = client.get("/api/v1/work/sites/", headers={"Authorization": given})

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_session_opens_nothing(partnership, client, ada, site):
    client.force_login(ada)

    assert client.get("/api/v1/work/sites/").status_code == 401


def test_token_does_no_more_than_its_scopes(partnership, client, ada, organisation, site):
    _, secret = token_of(ada, organisation, "sites:read")
    program = Program(client, secret)

    answer = program.post(
        f"/work/sites/{site.reference}/moves/",
        {"to": "eligible", "on": str(timezone.localdate())},
        If_Match="x",
    )

    assert answer.status_code == 403
    assert "sites:write" in answer.json()["detail"]


def test_token_opens_its_organisation_alone(partnership, client, ada, organisation, site):
    other = OrganisationFactory(state="active")
    MembershipFactory(person=ada, organisation=other, role=Role.LEAD)
    theirs = SiteFactory(project=ProjectFactory(lead=other, published=False))

    assert references(Program(client, token_of(ada, organisation)[1])) == [site.reference]
    assert references(Program(client, token_of(ada, other)[1])) == [theirs.reference]


def test_token_of_a_manager_for_another_organisation_is_no_managers(partnership, client, site):
    person = manager()
    other = OrganisationFactory(state="active")
    MembershipFactory(person=person, organisation=other, role=Role.CONTRIBUTOR)

    assert references(Program(client, token_of(person, other)[1])) == []


def test_token_of_a_superuser_is_no_superusers(partnership, client, ada, organisation, site):
    ada.is_superuser = True
    ada.save()
    SiteFactory()

    assert references(Program(client, token_of(ada, organisation)[1])) == [site.reference]


def test_saved_view_is_read_as_the_holder_sees_it(partnership, client, ada, organisation, site):
    other = OrganisationFactory(state="active")
    MembershipFactory(person=ada, organisation=other, role=Role.LEAD)
    SiteFactory(project=ProjectFactory(lead=other, published=False))
    view = SavedView.objects.create(of_list="sites", name="All", owner=ada)
    address = f"/views/{view.reference}"

    told = Program(client, token_of(ada, organisation, "views:read")[1]).get(address)

    assert told.status_code == 200, told.content
    assert told.json()["count"] == 1
    assert "no-store" in told["Cache-Control"]
    without = Program(client, token_of(ada, organisation, "sites:read")[1])
    assert without.get(address).status_code == 403
    assert Program(client, "dizt_x").get(address).status_code == 401


# Until when ---


def ends(person, token):
    person.is_active = False
    person.save()


def leaves(person, token):
    person.memberships.update(ended_on=timezone.localdate())


def drops_second_step(person, token):
    Authenticator.objects.filter(user=person).delete()


def revokes(person, token):
    tokens.revoke(token=token, by=person)


def is_suspended(person, token):
    organisation = token.organisation
    organisation.state = "suspended"
    organisation.save()


@pytest.mark.parametrize("happens", [ends, leaves, drops_second_step, revokes, is_suspended])
def test_token_ends_with_what_it_stands_on(partnership, program, ada, made, site, happens):
    assert references(program) == [site.reference]

    happens(ada, made[0])

    assert program.get("/work/sites/").status_code == 401


def test_token_expires(partnership, program, made, site, monkeypatch):
    ends_at = made[0].expires_at

    monkeypatch.setattr(timezone, "now", lambda: ends_at - timedelta(seconds=1))
    assert program.get("/work/sites/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: ends_at)
    assert program.get("/work/sites/").status_code == 401


def test_rights_that_its_maker_loses_are_lost_to_the_token(partnership, program, ada, site):
    ada.memberships.update(role=Role.VIEWER)

    move = {"to": "eligible", "on": str(timezone.localdate())}
    version = program.get(f"/work/sites/{site.reference}/").json()["version"]
    answer = program.post(f"/work/sites/{site.reference}/moves/", move, If_Match=version)

    assert answer.status_code == 403


def test_use_is_noted_to_the_minute(partnership, program, made, django_assert_max_num_queries):
    program.get("/work/sites/")
    first = Token.objects.get().last_used_at

    program.get("/work/sites/")

    assert first is not None
    assert Token.objects.get().last_used_at == first


def test_token_has_a_limit_of_its_own(partnership, client, made, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    program = Program(client, made[1])

    assert program.get("/work/sites/").status_code == 200
    pace._used.pop(next(who for who in pace._used if who.startswith("address")))
    answer = program.get("/work/sites/")

    assert answer.status_code == 429
    assert answer["Retry-After"]


# Making one ---


def test_secret_is_kept_as_a_hash_alone(partnership, made):
    token, secret = made

    assert secret.startswith("dizt_")
    assert len(secret) > 40
    row = Token.objects.values().get(pk=token.pk)
    assert secret not in str(row)
    assert row["ending"] == secret[-4:]


def test_nobody_makes_one_without_a_second_step(partnership, ada, organisation):
    with pytest.raises(tokens.NoSecondFactor):
        tokens.make(
            by=ada,
            organisation=organisation,
            name="x",
            scopes=["sites:read"],
            expires_on=timezone.localdate(),
        )


def test_nobody_makes_one_for_more_than_they_may(partnership, organisation):
    person = with_second_step(viewer_of(organisation))
    other = OrganisationFactory(state="active")
    values = {"name": "x", "expires_on": timezone.localdate()}

    for given in (
        {"organisation": organisation, "scopes": ["sites:write"]},
        {"organisation": organisation, "scopes": ["nothing:read"]},
        {"organisation": organisation, "scopes": []},
        {"organisation": other, "scopes": ["sites:read"]},
    ):
        with pytest.raises(tokens.NotYours):
            tokens.make(by=person, **values, **given)


@pytest.mark.parametrize("days", [-1, 366, 4000])
def test_token_lasts_a_year_at_most(partnership, ada, organisation, days):
    with pytest.raises(Refusal):
        token_of(ada, organisation, expires_on=timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": ["sites:read", "sites:write", "returns:write"]},
        {"expires_at": from_now(days=300)},
        {"hashed": "0" * 64},
    ],
)
def test_database_lets_no_token_grow(partnership, made, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=made[0].pk).update(**as_of_now(change))


def test_database_lets_a_token_shrink(partnership, made, program, site):
    Token.objects.filter(pk=made[0].pk).update(scopes=["sites:read"])

    assert references(program) == [site.reference]


# Its pages ---


@pytest.fixture
def browser(client, ada):
    client.force_login(with_second_step(ada))
    return just_signed_in(client)


def form_of(organisation, **changed):
    day = timezone.localdate() + timedelta(days=30)
    return {
        "name": "Power BI",
        "organisation": organisation.pk,
        "scopes": ["sites:read"],
        "whose": "organisation",
        "expires_on_0": day.day,
        "expires_on_1": day.month,
        "expires_on_2": day.year,
        **changed,
    }


def test_secret_is_shown_once(partnership, browser, organisation):
    page = browser.post(reverse("api:token_make"), form_of(organisation))

    token = Token.objects.get()
    assert page.status_code == 200
    assert "dizt_" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    listed = browser.get(reverse("api:tokens")).content.decode()
    assert "Power BI" in listed
    assert "dizt_" not in listed
    assert token.ending in listed


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all:all"]}, "scopes"),
        ({"expires_on_2": 2001}, "expires_on"),
        ({"expires_on_2": 2099}, "expires_on"),
    ],
)
def test_form_says_what_is_wrong(partnership, browser, organisation, changed, field):
    page = browser.post(reverse("api:token_make"), form_of(organisation, **changed))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Token.objects.exists()


def test_page_asks_for_a_second_step_first(partnership, client, ada, organisation):
    client.force_login(ada)
    address = reverse("api:token_make")
    assert client.get(address).url.startswith("/accounts/reauthenticate/")
    just_signed_in(client)

    page = client.get(reverse("api:token_make"))
    sent = client.post(reverse("api:token_make"), form_of(organisation))

    assert "two-step verification" in page.content.decode()
    assert sent.status_code == 422
    assert not Token.objects.exists()


def test_token_of_the_organisation_is_seen_and_revoked_by_its_leads(
    partnership, client, ada, organisation
):
    shared, _ = token_of(ada, organisation, of_organisation=True, name="Shared")
    own, _ = token_of(ada, organisation, name="Own reports")
    client.force_login(lead_of(organisation))

    listed = client.get(reverse("api:tokens")).content.decode()
    assert "Shared" in listed
    assert "Own reports" not in listed
    assert client.get(reverse("api:token_revoke", args=[own.reference])).status_code == 404
    client.post(reverse("api:token_revoke", args=[shared.reference]))

    shared.refresh_from_db()
    assert shared.revoked_at
    assert shared.state_said == "Revoked"


def test_token_of_another_organisation_is_not_there(partnership, client, made):
    client.force_login(lead_of(OrganisationFactory(state="active")))

    address = reverse("api:token_revoke", args=[made[0].reference])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    made[0].refresh_from_db()
    assert made[0].revoked_at is None
