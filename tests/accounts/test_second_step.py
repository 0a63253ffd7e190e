import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from diz_portal.accounts import services
from diz_portal.outbox.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked_out():
    person = UserFactory(email="locked@test.example")
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def test_remove_second_step_tells_the_person_and_is_logged(locked_out):
    boss = manager()

    services.remove_second_step(by=boss, person=locked_out)

    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert "second step" in Message.objects.get(to="locked@test.example").subject
    assert LogEntry.objects.get(user=boss).object_id == str(locked_out.pk)


def test_remove_second_step_refuses_ones_own(locked_out):
    with pytest.raises(services.OwnSecondStep):
        services.remove_second_step(by=locked_out, person=locked_out)

    assert Authenticator.objects.filter(user=locked_out).count() == 2


def test_remove_second_step_refuses_when_there_is_none():
    with pytest.raises(services.NoSecondStep):
        services.remove_second_step(by=manager(), person=UserFactory())

    assert not Message.objects.exists()


def test_a_manager_cannot_weaken_a_superusers_account(locked_out):
    locked_out.is_superuser = True
    locked_out.save()

    with pytest.raises(services.NotYoursToRemove):
        services.remove_second_step(by=manager(), person=locked_out)


def test_the_admin_asks_before_it_removes_a_second_step(client, locked_out):
    client.force_login(manager())
    url = reverse("admin:accounts_user_changelist")
    chosen = {"action": "remove_second_steps", "_selected_action": [locked_out.pk]}

    asked = client.post(url, chosen)
    assert asked.status_code == 200
    assert Authenticator.objects.filter(user=locked_out).exists()

    client.post(url, chosen | {"confirmed": "yes"})
    assert not Authenticator.objects.filter(user=locked_out).exists()
