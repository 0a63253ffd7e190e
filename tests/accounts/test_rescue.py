"""The only manager who lost the telephone is let in again by two people, never by one."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts import rescue, services
from diz_portal.accounts.models import Rescue
from diz_portal.outbox.models import Message
from diz_portal.places.selectors import partnership
from partners.models import OrganisationState
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import contributor_of, lead_of, manager
from tests.factories.second_steps import TOTP

pytestmark = pytest.mark.django_db

WHY = "Came to the office; I have known her for years"


@pytest.fixture
def locked_out():
    """The only manager there is, without her telephone."""
    person = manager(name="Mo Manager", email="mo@x.example")
    TOTP.activate(person, "A" * 32)
    return person


@pytest.fixture
def lead(locked_out):
    """The senior responsible owner, say, who has nothing to do with the portal every day."""
    return lead_of(partnership().lead_organisation, name="Sro Lead", email="sro@x.example")


def let_in(email="mo@x.example", operator="Op Erator", because=WHY, **more):
    out = StringIO()
    call_command("let_in", email, operator=operator, because=because, stdout=out, **more)
    return out.getvalue()


def as_if_just_signed_in(person):
    browser = Client()
    browser.force_login(person)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def has_second_step(person):
    return Authenticator.objects.filter(user=person).exists()


def page():
    return reverse("let_in", args=[Rescue.objects.latest("pk").reference])


# From the beginning to the end ------------------------------------------------------------------


def test_operator_asks_and_a_lead_confirms(locked_out, lead, settings):
    settings.PORTAL_URL = "https://portal.example"
    phone = as_if_just_signed_in(locked_out)

    said = let_in()

    assert "Nothing has changed yet. Emailed: Sro Lead." in said
    assert f"https://portal.example{page()}" in said
    assert has_second_step(locked_out)
    assert set(Message.objects.values_list("to", "template")) == {
        ("sro@x.example", "accounts/rescue-asked"),
        ("mo@x.example", "accounts/rescue-told"),
    }

    browser = as_if_just_signed_in(lead)
    assert WHY in browser.get(page()).content.decode()
    assert has_second_step(locked_out)  # looking changes nothing
    answer = browser.post(page(), follow=True)

    assert "Mo Manager can sign in again" in answer.content.decode()
    assert not has_second_step(locked_out)
    assert phone.get(reverse("mfa_index")).status_code == 302
    assert LogEntry.objects.get().user == lead
    assert Message.objects.filter(to="mo@x.example", template="accounts/second-step-removed")


def test_it_is_good_once(locked_out, lead):
    let_in()
    browser = as_if_just_signed_in(lead)
    browser.post(page())
    TOTP.activate(locked_out, "B" * 32)

    answer = browser.post(page())

    assert answer.status_code == 409
    assert has_second_step(locked_out)


def test_it_is_good_for_four_hours(locked_out, lead):
    let_in()
    Rescue.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    browser = as_if_just_signed_in(lead)

    assert "more than 4 hours old" in browser.get(page()).content.decode()
    assert browser.post(page()).status_code == 409
    assert has_second_step(locked_out)


# Never by one -----------------------------------------------------------------------------------


def test_an_open_browser_is_no_second_person(locked_out, lead):
    let_in()
    browser = Client()
    browser.force_login(lead)

    answer = browser.post(page())

    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert has_second_step(locked_out)


def test_only_some_may_confirm(locked_out, lead):
    let_in()
    made = Rescue.objects.get()
    elsewhere = lead_of(name="Lead elsewhere")
    plain = contributor_of(partnership().lead_organisation)
    other_manager = manager(name="Another manager")

    for person, may in [
        (locked_out, False),
        (elsewhere, False),
        (plain, False),
        (UserFactory(), False),
        (lead, True),
        (other_manager, True),
    ]:
        browser = as_if_just_signed_in(person)
        assert (browser.get(page()).status_code == 200) is may, str(person)
        if not may:
            assert browser.post(page()).status_code == 404
            with pytest.raises(Refusal):
                rescue.confirm(rescue=made, by=person)
    assert has_second_step(locked_out)


def test_who_asked_does_not_confirm(locked_out, lead):
    lead_of(partnership().lead_organisation, name="Another Lead")
    let_in(operator=" sro  LEAD ")

    with pytest.raises(Refusal, match="Ask another of the people"):
        rescue.confirm(rescue=Rescue.objects.get(), by=lead)
    assert not Message.objects.filter(to=lead.email)


def test_without_anybody_to_confirm_it_is_refused_and_says_what_to_do(locked_out):
    with pytest.raises(CommandError, match="--second"):
        let_in()

    assert not Rescue.objects.exists()
    assert not Message.objects.exists()


def test_a_second_person_is_named_where_there_is_no_lead(locked_out):
    finance = contributor_of(partnership().lead_organisation, email="finance@x.example")

    said = let_in(second="finance@x.example")
    as_if_just_signed_in(finance).post(page())

    assert str(finance) in said
    assert not has_second_step(locked_out)


@pytest.mark.parametrize("who", ["the person", "a stranger", "nobody"])
def test_second_person_is_of_the_lead_organisation_and_somebody_else(locked_out, who):
    contributor_of(email="stranger@x.example")
    second = {"the person": "mo@x.example", "a stranger": "stranger@x.example"}.get(who, "x@x.x")

    with pytest.raises(CommandError):
        let_in(second=second)
    assert not Rescue.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"because": "lost it"}, {"operator": "  "}, {"email": "nobody@x.example"}]
)
def test_request_without_reason_name_or_account_is_refused(locked_out, lead, wrong):
    with pytest.raises(CommandError):
        let_in(**wrong)
    assert not Rescue.objects.exists()


def test_nothing_to_remove_is_said(lead):
    with pytest.raises(CommandError, match="not set up two-step verification"):
        let_in(email=lead.email, second="")


def test_database_keeps_it_at_two(locked_out):
    with pytest.raises(IntegrityError, match="takes_two"):
        Rescue.objects.create(
            person=locked_out,
            expires_at=timezone.now(),
            confirmed_by=locked_out,
            confirmed_at=timezone.now(),
        )


def test_suspended_lead_organisation_confirms_nothing(locked_out, lead):
    let_in()
    organisation = partnership().lead_organisation
    organisation.state = OrganisationState.SUSPENDED
    organisation.save()

    with pytest.raises(Refusal):
        rescue.confirm(rescue=Rescue.objects.get(), by=type(lead).objects.get(pk=lead.pk))


def test_colleague_still_removes_it_alone_where_there_is_one(locked_out):
    services.remove_second_step(by=manager(), person=locked_out)

    assert not has_second_step(locked_out)
