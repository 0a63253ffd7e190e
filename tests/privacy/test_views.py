from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.outbox import MessageFactory
from tests.factories.partners import contributor_of, manager

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_register_shows_managers_what_is_held(client):
    client.force_login(manager(), BACKEND)
    MessageFactory(state="sent", sent_at=timezone.now() - timedelta(days=31))

    response = client.get(reverse("privacy:register"))

    overdue = {one["what"]: one["overdue"] for one in response.context["records"]}
    assert (overdue["Messages sent by the portal"], overdue["Uploaded documents"]) == (1, None)


def test_register_is_for_managers(client):
    client.force_login(contributor_of(), BACKEND)

    assert client.get(reverse("privacy:register")).status_code == 403


def test_public_privacy_page_lists_the_register(client):
    assert "Messages sent by the portal" in client.get(reverse("privacy")).content.decode()
