"""The pages of partners: who gets in, what they see, what the buttons do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.models import (
    Agreement,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    OrganisationState,
    Role,
)
from tests.days import as_of_now, from_now
from tests.editing import edit
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import DistrictFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def page(name, *args):
    return reverse(f"partners_workspace:{name}", args=args)


# The public directory ---------------------------------------------------------------


def test_directory_shows_active_partners_only(client):
    OrganisationFactory(name="Shown")
    for state in set(OrganisationState) - {OrganisationState.ACTIVE}:
        OrganisationFactory(name=f"Hidden {state}", state=state)

    response = client.get(reverse("partners:directory"))

    assert [one.name for one in response.context["partners"]] == ["Shown"]


def test_directory_is_narrowed_by_words_sector_and_district(client):
    harlow = DistrictFactory(name="Harlow")
    found = OrganisationFactory(name="Lea Health", sector="health")
    found.districts.add(harlow)
    OrganisationFactory(name="Lea Fibre")

    response = client.get(
        reverse("partners:directory"), {"q": "lea", "sector": "health", "district": "harlow"}
    )

    assert list(response.context["partners"]) == [found]


def test_directory_survives_odd_filters_and_says_when_nothing_matches(client):
    response = client.get(
        reverse("partners:directory"), {"q": "\x00" + "x" * 5000, "sector": "?", "page": "-1"}
    )

    assert response.status_code == 200
    assert "No partners match" in response.content.decode()


def test_page_of_a_partner_is_public_only_while_it_is_active(client):
    organisation = OrganisationFactory(state=OrganisationState.INVITED)
    lead = lead_of(organisation)

    assert client.get(organisation.get_absolute_url()).status_code == 404

    client.force_login(lead)
    assert (
        "Only your organisation and programme managers"
        in client.get(organisation.get_absolute_url()).content.decode()
    )


# Becoming a partner ------------------------------------------------------------------


@pytest.fixture
def asked(settings):
    settings.PUBLIC_FORM_LIMITS = False
    return {
        "name": "Lea Fibre",
        "sector": "private",
        "identifier_type": "company",
        "identifier": "1234567",
        "contact_name": "Ann",
        "email": "ann@lea.example",
    }


def test_join_answers_the_same_for_a_new_and_a_known_organisation(client, asked):
    new = client.post(reverse("partners:join"), asked, follow=True)
    OrganisationFactory(identifier="09999999")
    known = client.post(
        reverse("partners:join"),
        asked | {"identifier": "09999999", "email": "b@lea.example"},
        follow=True,
    )

    assert new.status_code == known.status_code == 200
    assert new.content == known.content
    assert JoinRequest.objects.count() == 2


def test_join_says_what_is_wrong_and_keeps_nothing(client, asked):
    response = client.post(reverse("partners:join"), asked | {"identifier": "12", "email": "x"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"identifier", "email"}
    assert not Organisation.objects.exists()


def test_join_lists_its_errors_in_the_order_of_the_page(client):
    response = client.post(reverse("partners:join"), {})

    assert [name for name in response.context["form"].errors if name != "__all__"] == [
        "name",
        "sector",
        "identifier_type",
        "identifier",
        "contact_name",
        "email",
    ]


@pytest.mark.parametrize("same", ["address", "email"])
def test_join_refuses_the_eleventh_try(client, asked, settings, same, monkeypatch):
    settings.PUBLIC_FORM_LIMITS = True
    monkeypatch.setattr("diz_portal.public_forms.SHORTEST", -1)
    shown = client.get(reverse("partners:join")).context["form"]["shown_at"].initial

    answers = []
    for number in range(11):
        email = "Ann@Lea.Example" if same == "email" else f"p{number}@lea.example"
        address = "192.0.2.1" if same == "address" else f"192.0.2.{number}"
        answers.append(
            client.post(
                reverse("partners:join"),
                asked | {"shown_at": shown, "email": email},
                REMOTE_ADDR=address,
            ).status_code
        )

    assert answers == [302] * 10 + [422]


# The link of an invitation ------------------------------------------------------------


def snapshot():
    return (
        list(Invitation.objects.values()),
        list(Membership.objects.values()),
        list(Organisation.objects.values()),
    )


@pytest.mark.parametrize("method", ["get", "head"])
def test_invitation_is_only_looked_at_by_a_mail_scanner(client, method):
    InvitationFactory(token="t")
    before = snapshot()

    response = getattr(client, method)(reverse("partners:invitation", args=["t"]))

    assert response.status_code == 200
    assert snapshot() == before


def new_account(**changes):
    return {
        "name": "New Person",
        "way": "password",
        "password1": "three plain words",
        "password2": "three plain words",
    } | changes


def test_invitation_opens_an_account_and_signs_in(client):
    InvitationFactory(token="t", email="new@test.example")

    response = client.post(reverse("partners:invitation", args=["t"]), new_account())

    assert response.url == reverse("workspace:home")
    assert client.get(reverse("workspace:home")).wsgi_request.user.email == "new@test.example"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password2": "something else"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "", "password2": ""}, "password1"),
        ({"name": ""}, "name"),
        ({"way": ""}, "way"),
    ],
)
def test_invitation_says_what_is_wrong(client, changes, field):
    InvitationFactory(token="t", email="new@test.example")

    response = client.post(reverse("partners:invitation", args=["t"]), new_account(**changes))

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_invitation_for_an_account_holder_asks_to_sign_in_and_comes_back(client):
    known = UserFactory()
    InvitationFactory(token="t", email=known.email)
    link = reverse("partners:invitation", args=["t"])

    assert "next=%2Fpartners%2Finvitation%2Ft%2F" in client.get(link).content.decode()
    assert client.post(link, new_account()).status_code == 422

    client.force_login(known)
    assert client.post(link).url == reverse("workspace:home")
    assert known.memberships.exists()


def test_invitation_of_somebody_else_offers_to_sign_out(client):
    InvitationFactory(token="t")
    client.force_login(UserFactory())

    response = client.post(reverse("partners:invitation", args=["t"]))

    assert "Sign out and open the invitation" in response.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("closed", "status", "words"),
    [
        ({"expires_at": from_now(days=-1)}, 410, "has expired"),
        ({"withdrawn_at": timezone.now}, 410, "has been withdrawn"),
        ({"token": "another"}, 404, "This link does not work"),
    ],
)
def test_invitation_that_cannot_be_used_says_why_and_what_next(client, closed, status, words):
    InvitationFactory(**({"token": "t"} | as_of_now(closed)))

    response = client.get(reverse("partners:invitation", args=["t"]))

    assert response.status_code == status
    assert words in response.content.decode()


def test_invitation_used_in_the_other_tab_says_so_kindly(client):
    InvitationFactory(token="t", accepted_at=timezone.now(), accepted_by=UserFactory())

    response = client.post(reverse("partners:invitation", args=["t"]), new_account())

    assert response.status_code == 410
    assert "already been used" in response.content.decode()


def test_invitation_refuses_the_eleventh_wrong_link(client):
    statuses = [
        client.get(reverse("partners:invitation", args=[f"guess-{number}"])).status_code
        for number in range(11)
    ]

    assert statuses == [404] * 10 + [429]


# The workspace -------------------------------------------------------------------------


def test_workspace_of_another_organisation_does_not_exist(client):
    organisation = OrganisationFactory()
    client.force_login(lead_of())

    for name in ("organisation", "edit", "invite"):
        assert client.get(page(name, organisation.slug)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(lead_of, 200), (contributor_of, 403), (viewer_of, 403), (caseworker_of, 403)],
)
def test_people_are_looked_after_by_leads(client, role, status):
    organisation = OrganisationFactory()
    other = MembershipFactory(organisation=organisation).person
    client.force_login(role(organisation))

    assert client.get(page("organisation", organisation.slug)).status_code == 200
    assert client.get(page("invite", organisation.slug)).status_code == status
    assert client.get(page("edit", organisation.slug)).status_code == status
    assert client.get(page("remove", organisation.slug, other.reference)).status_code == status


def test_addresses_of_colleagues_are_shown_to_those_who_look_after_them(client):
    organisation = OrganisationFactory()
    lead = lead_of(organisation)
    address = page("organisation", organisation.slug)

    client.force_login(viewer_of(organisation))
    assert lead.email not in client.get(address).content.decode()

    client.force_login(lead)
    assert lead.email in client.get(address).content.decode()


def test_phone_number_of_a_member_is_a_link_for_colleagues(client):
    organisation = OrganisationFactory(state=OrganisationState.ACTIVE)
    lead, colleague = lead_of(organisation), contributor_of(organisation)
    address = page("change_phone", organisation.slug, colleague.reference)
    client.force_login(lead)

    saved = edit(client, address, {"phone": "(01279) 446611 ext 12"})

    assert saved.status_code == 302
    client.force_login(viewer_of(organisation))
    shown = client.get(page("organisation", organisation.slug)).content.decode()
    assert 'href="tel:+441279446611;ext=12">01279 446 611, extension 12</a>' in shown
    assert address not in shown
    client.force_login(lead)
    edit(client, address, {"phone": ""})
    assert not Membership.objects.exclude(phone="").exists()


def test_phone_number_is_ones_own_to_change_and_must_be_one(client):
    organisation = OrganisationFactory(state=OrganisationState.ACTIVE)
    viewer, other = viewer_of(organisation), contributor_of(organisation)
    own = page("change_phone", organisation.slug, viewer.reference)
    client.force_login(viewer)

    wrong = edit(client, own, {"phone": "12345"})

    assert wrong.status_code == 422
    assert "Enter a UK phone number" in wrong.content.decode()
    assert own in client.get(page("organisation", organisation.slug)).content.decode()
    assert edit(client, own, {"phone": "07700 900 982"}).status_code == 302
    assert viewer.memberships.get().phone == "+447700900982"
    refused = client.get(page("change_phone", organisation.slug, other.reference))
    assert refused.status_code == 403


def test_suspended_people_read_why_and_nothing_else(client):
    organisation = OrganisationFactory(state=OrganisationState.SUSPENDED)
    client.force_login(lead_of(organisation))

    told = client.get(page("organisation", organisation.slug)).content.decode()
    assert "is suspended" in told
    # The public finds no page of it, so nothing says that there is one.
    assert Client().get(organisation.get_absolute_url()).status_code == 404
    assert f'href="{organisation.get_absolute_url()}"' not in told
    assert client.get(page("invite", organisation.slug)).status_code == 403


def test_invite_sends_and_withdraw_asks_first(client):
    organisation = OrganisationFactory()
    client.force_login(lead_of(organisation))

    client.post(
        page("invite", organisation.slug),
        {"name": "Ann", "email": "ANN@test.example", "role": "viewer"},
    )
    invitation = Invitation.objects.get()
    assert invitation.email == "ann@test.example"

    client.get(page("withdraw", invitation.reference))
    invitation.refresh_from_db()
    assert invitation.standing == "open"
    client.post(page("withdraw", invitation.reference))
    invitation.refresh_from_db()
    assert invitation.standing == "withdrawn"


def test_invite_offers_a_lead_no_manager_role(client, lead_organisation):
    client.force_login(lead_of(lead_organisation))

    response = client.post(
        page("invite", lead_organisation.slug),
        {"name": "Ann", "email": "ann@test.example", "role": "manager"},
    )

    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_role_of_the_last_lead_stays_with_a_sentence(client):
    organisation = OrganisationFactory()
    lead = lead_of(organisation)
    client.force_login(lead)

    response = edit(
        client, page("change_role", organisation.slug, lead.reference), {"role": "viewer"}
    )

    assert response.status_code == 422
    assert "only lead" in response.content.decode()


def test_remove_refuses_the_last_lead_with_a_sentence(client):
    organisation = OrganisationFactory()
    lead = lead_of(organisation)
    client.force_login(lead)

    response = client.post(page("remove", organisation.slug, lead.reference))

    assert response.status_code == 422
    assert "only lead" in response.content.decode()


def test_join_request_is_answered_by_its_lead_and_nobody_else(client):
    request = JoinRequestFactory()
    client.force_login(contributor_of(request.organisation))
    assert client.get(request.get_absolute_url()).status_code == 404

    client.force_login(lead_of(request.organisation))
    response = client.post(request.get_absolute_url(), {"decision": "approve", "role": "viewer"})

    assert response.status_code == 302
    assert Invitation.objects.get().role == Role.VIEWER


def test_join_request_declined_without_a_reason_comes_back(client):
    request = JoinRequestFactory()
    client.force_login(lead_of(request.organisation))

    response = client.post(request.get_absolute_url(), {"decision": "decline", "reason": ""})

    assert response.status_code == 422
    request.refresh_from_db()
    assert request.state == "waiting"


def test_errors_of_a_new_organisation_stand_in_the_order_of_the_page(client):
    client.force_login(manager())

    response = client.post(page("add"), {})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [
        "name",
        "sector",
        "identifier_type",
        "identifier",
    ]


def test_two_who_apply_for_one_organisation_are_one_line(client):
    applicant = OrganisationFactory(state=OrganisationState.APPLIED, name="Newcomers")
    first = JoinRequestFactory(organisation=applicant, name="Ann Ash")
    JoinRequestFactory(organisation=applicant, name="Bob Birch")
    client.force_login(manager())

    text = " ".join(client.get(page("list")).content.decode().split())

    assert f"{first.name}</a> and 1 other have applied for Newcomers" in text
    assert "Bob Birch" not in text


def test_join_request_answered_with_neither_yes_nor_no_asks_which(client):
    request = JoinRequestFactory()
    client.force_login(lead_of(request.organisation))

    response = client.post(request.get_absolute_url(), {"decision": "perhaps", "role": "viewer"})

    assert response.status_code == 422
    assert "Select “Approve and invite” or “Decline”" in response.content.decode()
    request.refresh_from_db()
    assert request.state == "waiting"


def test_application_is_answered_by_a_manager(client):
    organisation = OrganisationFactory(state=OrganisationState.APPLIED)
    request = JoinRequestFactory(organisation=organisation)
    client.force_login(manager())

    assert client.get(request.get_absolute_url()).url == page("approve", organisation.slug)
    client.post(page("approve", organisation.slug))

    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.INVITED


def test_manager_adds_an_organisation_and_invites_its_lead(client, lead_organisation):
    client.force_login(manager())

    client.post(
        page("add"),
        {
            "name": "Lea Fibre",
            "sector": "private",
            "identifier_type": "company",
            "identifier": "1234567",
            "contact_name": "Ann",
            "email": "ann@lea.example",
        },
    )

    assert Organisation.objects.get(slug="lea-fibre").invitations.get().role == Role.LEAD


@pytest.mark.parametrize("verb", ["suspend", "leave"])
def test_moves_ask_first_and_are_for_managers(client, verb):
    organisation = OrganisationFactory()
    address = page(verb, organisation.slug)

    client.force_login(lead_of(organisation))
    assert client.post(address).status_code == 403

    client.force_login(manager())
    assert client.get(address).status_code == 200
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.ACTIVE
    client.post(address)
    organisation.refresh_from_db()
    assert organisation.state != OrganisationState.ACTIVE


def test_edit_changes_the_public_page_but_not_the_name(client):
    organisation, harlow = OrganisationFactory(name="Lea"), DistrictFactory(name="Harlow")
    client.force_login(lead_of(organisation))

    edit(
        client,
        page("edit", organisation.slug),
        {
            "summary": "We dig.",
            "website": "lea.example",
            "districts": [harlow.pk],
            "name": "Hijacked",
        },
    )

    organisation.refresh_from_db()
    assert (organisation.name, organisation.summary) == ("Lea", "We dig.")
    assert organisation.website == "https://lea.example"
    assert list(organisation.districts.all()) == [harlow]


# Agreements -------------------------------------------------------------------------------


def agreed(*parties, **changes):
    return {
        "title": "Data sharing",
        "kind": "data_sharing",
        "parties": [party.pk for party in parties],
        "signed_on_0": "1",
        "signed_on_1": "2",
        "signed_on_2": "2026",
        "expires_on_0": "1",
        "expires_on_1": "2",
        "expires_on_2": "2028",
    } | changes


def test_agreement_is_kept_with_its_paper_and_read_by_its_parties(client, settings, tmp_path):
    organisation, other = OrganisationFactory(), OrganisationFactory()
    paper = SimpleUploadedFile("signed.pdf", PDF, "application/pdf")
    client.force_login(manager())
    client.post(page("add_agreement"), agreed(organisation, other, paper=paper))
    agreement = Agreement.objects.get()
    paper = reverse("documents:download", args=[agreement.document.reference])

    client.force_login(viewer_of(organisation))
    assert client.get(agreement.get_absolute_url()).status_code == 200
    assert b"".join(client.get(paper).streaming_content) == PDF

    client.force_login(lead_of())
    assert client.get(agreement.get_absolute_url()).status_code == 404
    assert client.get(paper).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_on_0": "31", "signed_on_1": "2"}, "signed_on"),
        ({"signed_on_0": ""}, "signed_on"),
        ({"expires_on_2": "2025"}, "expires_on"),
        ({"review_on_0": "1", "review_on_1": "1", "review_on_2": "2026"}, "review_on"),
        ({"parties": []}, "parties"),
        ({"signed_on_2": "99999999999999999999"}, "signed_on"),
    ],
)
def test_agreement_says_which_field_is_wrong(client, changes, field):
    parties = OrganisationFactory(), OrganisationFactory()
    client.force_login(manager())

    response = client.post(page("add_agreement"), agreed(*parties, **changes))

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_agreement_is_kept_by_managers_only(client):
    organisation = OrganisationFactory()
    agreement = AgreementFactory(parties=[organisation])
    client.force_login(lead_of(organisation))

    for address in (
        page("add_agreement"),
        page("edit_agreement", agreement.reference),
        page("end_agreement", agreement.reference),
    ):
        assert client.post(address).status_code == 403


def test_agreement_is_changed_and_ended(client):
    parties = [OrganisationFactory(), OrganisationFactory()]
    agreement = AgreementFactory(parties=parties)
    client.force_login(manager())

    edit(client, page("edit_agreement", agreement.reference), agreed(*parties, title="Renewed"))
    client.post(page("end_agreement", agreement.reference))

    agreement.refresh_from_db()
    assert (agreement.title, agreement.ended_on) == ("Renewed", timezone.localdate())
