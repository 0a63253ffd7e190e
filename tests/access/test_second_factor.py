"""Nobody comes near residents' records on the strength of a password alone.

Who must have a second factor follows from the rights (`access.residents_records` in each app's
`rules.py`), not from a list of roles: so whatever role, team or flag gives a right, asks for it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rules.permissions import permissions

from diz_portal.access import over_residents
from diz_portal.accounts.models import User
from inclusion.models import (
    Case,
    DataBatch,
    Device,
    Donation,
    Holding,
    Part,
    Person,
    Referral,
    Transfer,
)
from partners.models import Role
from seminars.models import Registration, Seminar
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import team_of
from tests.factories.partners import (
    MembershipFactory,
    OrganisationFactory,
    contributor_of,
    viewer_of,
)
from tests.factories.second_steps import TOTP

from . import inclusion_world
from .account_pages import ACCOUNTS
from .admin_pages import ADMIN
from .pages import PAGES
from .test_doors import MAY_READ
from .world import STRANGER, World

pytestmark = pytest.mark.django_db

# Of every permission that no app marks, why it is none over residents' records.
NOT_OVER_RESIDENTS = {
    "about organisations and the people who work for them": {
        "partners.manage",
        "partners.enter_workspace",
        "partners.see",
        "partners.work_in",
        "partners.invite",
        "partners.edit_organisation",
        "partners.look_after_people",
        "partners.settle_invitation",
        "partners.decide_join_request",
        "partners.see_agreement",
        "partners.change_phone",
        "partners.see_membership",
        "partners.keep_agreements",
        "accounts.confirm_rescue",
        "attention.see",
        "attention.chase",
    },
    "about the law that organisations rely on; no one's record is opened": {
        "privacy.see_processing",
        "privacy.keep_processing",
    },
    "about reports, in which no resident is named": {
        "reports.keep_boards",
        "reports.keep_report",
        "reports.keep_schedule",
        "reports.see_report",
    },
    "about what was chosen of a list; its rows are asked for by the list": {
        "lists.keep_view",
        "lists.see_view",
        "lists.share_with_everyone",
    },
    "about whose files take how much room; no file is opened": {"documents.watch_storage"},
    "about projects, their sites, returns and money": {
        "projects.see",
        "projects.see_workspace",
        "projects.move_site",
        "projects.edit_site",
        "projects.keep_wayleaves",
        "projects.change_scope",
        "projects.import",
        "projects.see_return",
        "projects.revise_with_return",
        "projects.compare_spend",
        "projects.manage",
        "projects.write_return",
        "projects.review_returns",
        "projects.import_returns",
        "projects.keep_milestones",
        "projects.change_baseline",
        "projects.keep_risks",
        "projects.see_money",
        "projects.see_own_money",
        "projects.see_posting",
        "projects.see_source",
        "projects.see_claim",
        "projects.see_ledger",
        "projects.lock_month",
        "projects.claim_money",
        "projects.certify_claim",
        "projects.decide_claims",
        "projects.keep_money",
        "projects.ask_change",
        "projects.write_change",
        "projects.see_change",
        "projects.decide_change",
        "projects.see_meetings",
        "projects.keep_meetings",
        "projects.read_private_minutes",
        "projects.close_action",
        "projects.see_contract",
        "projects.keep_contract",
        "projects.keep_directions",
        "projects.issue_packs",
        "projects.keep_packs",
        "projects.open_pack",
        "projects.read_exempt_pack",
        "projects.read_pack",
        "projects.withhold",
        "projects.forecast_spend",
        "projects.see_budget_line",
        "projects.see_bid",
        "projects.keep_bid",
        "projects.see_share",
        "projects.sign_share",
        "projects.win_bid",
        "projects.see_regrant",
        "projects.see_benefits",
        "projects.keep_benefits",
        "projects.release_benefits",
        "projects.see_stories",
        "projects.write_stories",
        "projects.publish_stories",
    },
    "about what businesses ask for; no resident is among them": {
        "enquiries.enter",
        "enquiries.answer",
    },
    "about figures and files that are published; no one is named in them": {
        "impact.keep",
        "knowledge.keep",
        "open_data.look_after",
    },
    "about how the portal runs": {"operations.see"},
    "about tokens and webhooks; what each opens is asked for by itself": {"api.see", "api.use"},
    "about places to get help, which are public": {"inclusion.keep_places"},
    "public": {"seminars.see", "inclusion.see_lesson"},
    "about lessons, which are public": {"inclusion.write_lessons", "inclusion.review_lessons"},
    "sends something in, and reads nothing": {"inclusion.refer"},
    "says who may, and reads nothing": {
        "inclusion.see_team",
        "inclusion.name_leads",
        "inclusion.propose_lead",
    },
}

# What permissions are asked on, each with a row or two of the world.
RECORDS: dict[str, Callable[[], Any]] = {
    model._meta.model_name: model._base_manager.all
    for model in (
        Case,
        DataBatch,
        Device,
        Donation,
        Holding,
        Part,
        Person,
        Referral,
        Transfer,
        Registration,
        Seminar,
    )
}

# What residents told us, wherever it turns up: who may read it is in the tables of doors.
OF_RESIDENTS = {
    *inclusion_world.SECRET,
    "Marker-registrant",
    "Marker-asker",
    "Marker-donor",
    "Marker-pledger",
    "Marker-borrower",
}


def named_leads(world: World) -> dict[str, User]:
    """People whose only tie to residents is a line in a team's row."""
    found = {}
    for duty in ("safeguarding_lead", "data_protection_lead"):
        place = OrganisationFactory(name=f"Team of {duty}")
        found[duty] = viewer_of(place, name=duty)
        team_of(place, **{duty: found[duty]})
    return found


def fresh(person: User) -> User:
    """As another request reads them: what one user object remembers, the next does not."""
    return User.objects.get(pk=person.pk)


def rights_of(person: User) -> set[str]:
    """Every marked permission that the person holds, over whatever record of the world."""
    records = [row for rows in RECORDS.values() for row in rows()]
    held = set()
    for permission in over_residents():
        try:
            if person.has_perm(permission):
                held.add(permission)
        except AttributeError:  # asked about nothing, where a record is needed
            pass
        for record in records:
            try:
                if person.has_perm(permission, record):
                    held.add(permission)
                    break
            except AttributeError:  # a record of another kind
                continue
    return held


def test_every_permission_is_over_residents_or_said_not_to_be():
    said = [name for names in NOT_OVER_RESIDENTS.values() for name in names]

    assert sorted(set(permissions) - over_residents() - set(said)) == []
    assert sorted(over_residents() & set(said)) == []
    assert sorted((over_residents() | set(said)) - set(permissions)) == []


def test_no_right_over_residents_is_held_without_the_second_factor(world):
    people = {**world.people, **named_leads(world)}

    holders = {role: rights_of(fresh(person)) for role, person in people.items()}

    without = {
        role: sorted(held)
        for role, held in holders.items()
        if held and not fresh(people[role]).must_have_second_factor
    }
    assert without == {}
    assert {"caseworker", "manager", "lead", "safeguarding_lead"} <= {
        role for role, held in holders.items() if held
    }
    assert set().union(*holders.values()) >= {
        "inclusion.use_emergency_access",
        "inclusion.see_person",
        "inclusion.see_referral",
        "privacy.find_people",
        "seminars.see_registrations",
    }


def test_who_may_read_what_residents_told_us_must_have_the_second_factor(world):
    readers = {role for mark in OF_RESIDENTS for role in MAY_READ.get(mark, ())}

    assert {r for r in readers if not fresh(world.people[r]).must_have_second_factor} == set()
    assert readers >= {"caseworker", "manager"}


def test_who_has_no_such_right_need_not(world):
    plain = contributor_of(OrganisationFactory(name="A firm"))

    free = [world.people["former"], world.people["suspended"], plain]

    assert [fresh(person).must_have_second_factor for person in free] == [False] * 3


def test_caseworker_of_a_suspended_organisation_still_must():
    team = MembershipFactory(role=Role.CASEWORKER, organisation__state="suspended")

    assert team.person.must_have_second_factor


def test_superuser_must():
    assert UserFactory(is_superuser=True).must_have_second_factor


def test_asking_costs_at_most_three_queries_and_nothing_the_second_time(
    world, django_assert_max_num_queries
):
    person = fresh(contributor_of(OrganisationFactory(name="A firm")))

    with django_assert_max_num_queries(3):
        assert not person.must_have_second_factor
    with django_assert_max_num_queries(0):
        assert not person.must_have_second_factor


# At the door ---

# Still open: what it takes to set one up, and to sign out.
OPEN = {str(door) for door in ACCOUNTS.doors}


@pytest.mark.slow
@pytest.mark.usefixtures("quiet")
def test_every_door_leads_to_the_second_factor_first(world, settings):
    """Pages, open data, files and the admin, for one whose only tie is a line in a team's row."""
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.force_login(named_leads(world)["safeguarding_lead"])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    answers = {}

    for door in (*PAGES.doors, *ADMIN.doors):
        if str(door) not in OPEN:
            # A fresh one: the sentence of one answer does not burden the next.
            browser = world.client(STRANGER)
            browser.cookies.load({settings.SESSION_COOKIE_NAME: key})
            method = browser.post if door.acts else browser.get
            answers[str(door)] = getattr(method(door.url(world)), "url", "")

    asked = reverse("mfa_activate_totp")
    assert [name for name, address in answers.items() if address != asked] == []
    assert len(answers) > 200
    assert any(name.startswith("data:") for name in answers)
    assert any(name.startswith("admin:") for name in answers)


@pytest.mark.parametrize("role", ["caseworker", "manager", "lead"])
def test_with_the_second_factor_the_door_is_open(world, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    client = world.client(role)
    assert client.get(reverse("workspace:home")).url == reverse("mfa_activate_totp")

    factor = TOTP.activate(world.people[role], "A" * 32).instance

    assert client.get(reverse("workspace:home")).status_code == 200
    factor.delete()


def test_a_stranger_is_asked_nothing(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert world.client(STRANGER).get("/seminars/").status_code == 200
