"""The managers' lists: what they offer, and that saving goes through the services."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.places.models import Partnership
from partners.models import Invitation, Membership, Organisation, Role
from tests.editing import edit
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    lead_of,
    manager,
)
from tests.factories.places import BankHolidayFactory, DistrictFactory

pytestmark = pytest.mark.django_db

LISTS = [
    "partners_organisation",
    "partners_membership",
    "partners_invitation",
    "partners_joinrequest",
    "partners_agreement",
    "accounts_user",
    "places_partnership",
    "places_district",
    "places_bankholiday",
]


@pytest.fixture
def boss(client, settings):
    person = manager()
    client.force_login(person)
    return person


@pytest.fixture
def one_of_each(boss):
    organisation = OrganisationFactory()
    return {
        "partners_organisation": organisation,
        "partners_membership": lead_of(organisation).memberships.get(),
        "partners_invitation": InvitationFactory(organisation=organisation),
        "partners_joinrequest": JoinRequestFactory(organisation=organisation),
        "partners_agreement": AgreementFactory(parties=[organisation]),
        "accounts_user": boss,
        "places_district": DistrictFactory(),
        "places_bankholiday": BankHolidayFactory(),
    }


def changelist(name):
    return reverse(f"admin:{name}_changelist")


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_and_can_be_searched(client, one_of_each, name):
    assert client.get(changelist(name)).status_code == 200
    if name != "places_partnership":
        assert client.get(changelist(name), {"q": "a"}).status_code == 200
        record = one_of_each[name]
        assert client.get(reverse(f"admin:{name}_change", args=[record.pk])).status_code == 200


def test_lists_are_closed_to_leads(client, lead_organisation):
    client.force_login(lead_of(lead_organisation))

    for name in LISTS:
        assert client.get(changelist(name)).status_code == 302


def test_nothing_here_is_deleted_but_a_bank_holiday(client, one_of_each):
    """History hangs on the others; a holiday that was entered by mistake just goes."""
    for name, record in one_of_each.items():
        answer = client.post(reverse(f"admin:{name}_delete", args=[record.pk]), {"post": "yes"})
        assert answer.status_code == (302 if name == "places_bankholiday" else 403), name


def test_organisation_is_added_with_its_one_spelling_and_an_address(client, boss):
    client.post(
        reverse("admin:partners_organisation_add"),
        {
            "name": "Lea Fibre",
            "sector": "private",
            "identifier_type": "company",
            "identifier": "1234567",
            "summary": "",
            "website": "",
        },
    )

    added = Organisation.objects.get(slug="lea-fibre")
    assert (added.identifier, added.state) == ("01234567", "invited")


def test_identifier_of_the_wrong_form_is_said_beside_the_field(client, boss):
    response = client.post(
        reverse("admin:partners_organisation_add"),
        {"name": "Lea", "sector": "private", "identifier_type": "gss", "identifier": "12"},
    )

    assert "identifier" in response.context["adminform"].form.errors


def membership_form(membership, role):
    return reverse("admin:partners_membership_change", args=[membership.pk]), {"role": role}


def test_membership_of_the_last_lead_is_not_changed(client, boss):
    membership = lead_of().memberships.get()

    response = edit(client, *membership_form(membership, "viewer"), follow=True)

    assert "only lead" in response.content.decode()
    membership.refresh_from_db()
    assert membership.role == Role.LEAD


def test_membership_changed_to_manager_opens_the_admin(client, boss, lead_organisation):
    membership = MembershipFactory(organisation=lead_organisation)

    edit(client, *membership_form(membership, "manager"))

    assert User.objects.get(pk=membership.person_id).is_staff


def test_membership_is_added_by_the_service(client, boss):
    person, organisation = UserFactory(), OrganisationFactory()
    values = {"person": person.pk, "organisation": organisation.pk, "role": "manager"}

    refused = client.post(reverse("admin:partners_membership_add"), values, follow=True)
    assert "Only members of the lead organisation" in refused.content.decode()

    client.post(reverse("admin:partners_membership_add"), values | {"role": "viewer"})
    assert Membership.objects.get(person=person).role == Role.VIEWER


def act(client, name, action, record, **more):
    return client.post(
        changelist(name), {"action": action, ACTION_CHECKBOX_NAME: [record.pk], **more}
    )


def test_bulk_actions_ask_first(client, boss):
    membership = MembershipFactory()

    asked = act(client, "partners_membership", "end_memberships", membership)
    membership.refresh_from_db()
    assert (asked.status_code, membership.ended_on) == (200, None)

    act(client, "partners_membership", "end_memberships", membership, confirmed="yes")
    membership.refresh_from_db()
    assert membership.ended_on


def test_invitation_is_sent_by_adding_it_and_its_link_is_nowhere(client, boss, last_link):
    organisation = OrganisationFactory()
    client.post(
        reverse("admin:partners_invitation_add"),
        {"organisation": organisation.pk, "name": "Ann", "email": "Ann@x.example", "role": "lead"},
    )

    invitation = Invitation.objects.get(email="ann@x.example")
    page = client.get(reverse("admin:partners_invitation_change", args=[invitation.pk]))
    assert last_link("ann@x.example").rstrip("/").rpartition("/")[2] not in page.content.decode()
    assert invitation.token_digest not in page.content.decode()


def test_account_shows_no_password_and_is_closed_by_an_action(client, boss):
    person = UserFactory()
    page = client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    assert "password" not in page.context["adminform"].form.fields

    act(client, "accounts_user", "close_accounts", person, confirmed="yes")

    person.refresh_from_db()
    assert not person.is_active


def test_account_cannot_be_made_staff_by_typing(client, boss):
    person = UserFactory()

    edit(
        client,
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"name": "New name", "is_staff": "on", "is_superuser": "on", "is_active": ""},
    )

    person.refresh_from_db()
    assert (person.name, person.is_staff, person.is_superuser) == ("New name", False, False)
    assert person.is_active


def test_lead_organisation_is_handed_over_with_its_first_manager(client, boss, lead_organisation):
    heir = MembershipFactory(organisation=OrganisationFactory())
    values = {
        "name": "Partnership",
        "short_name": "P",
        "strapline": "",
        "phone": "",
        "email": "",
        "lead_organisation": heir.organisation_id,
    }
    address = reverse("admin:places_partnership_change", args=[1])

    assert "first programme manager" in edit(client, address, values, follow=True).content.decode()
    edit(client, address, values | {"first_manager": heir.person_id})

    assert set(User.objects.filter(is_staff=True)) == {heir.person}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("partners_membership", "person"),
        ("partners_agreement", "parties"),
        ("partners_organisation", "districts"),
        ("projects_project", "lead"),
        ("projects_project", "partners"),
    ],
)
@pytest.mark.parametrize("value", ["\0", "NaN", "'; DROP", "9" * 30])
def test_looked_up_fields_take_what_was_never_offered_for_a_wrong_choice(
    client, boss, name, field, value
):
    response = client.post(reverse(f"admin:{name}_add"), {field: value})

    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors


@pytest.mark.parametrize(
    "address",
    [
        "autocomplete/?app_label=projects&model_name=site&field_name=project&term=%00",
        "projects/project/?starts_on__year=99999999999",
        "partners/organisation/?q=%00",
    ],
)
def test_addresses_nobody_was_offered_are_a_mistake_in_them(client, boss, address):
    response = client.get(f"/admin/{address}")

    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]


def test_list_still_narrows_to_a_year(client, boss):
    response = client.get("/admin/projects/project/?starts_on__year=2026&starts_on__month=3")

    assert response.status_code == 200


@pytest.mark.parametrize("which", ["partners_organisation", "accounts_user", "places_partnership"])
def test_a_name_holds_no_address_here_either(client, boss, one_of_each, which):
    record = one_of_each.get(which) or Partnership.objects.get()
    page = reverse(f"admin:{which}_change", args=[record.pk])
    before = record.name

    answer = edit(client, page, {"name": "You won https://prize.example/claim"})

    record.refresh_from_db()
    assert record.name == before
    assert "Enter a name without a web address" in answer.content.decode()
