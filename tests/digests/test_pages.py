"""Choosing a digest, and stopping it by its link."""

import re
from datetime import time

import pytest
from django.test import Client

from diz_portal.changes import rooms
from diz_portal.digests import muting, services
from diz_portal.digests.models import Digest
from tests.factories.partners import OrganisationFactory, contributor_of

pytestmark = pytest.mark.django_db

PAGE = "/workspace/digest/"


@pytest.fixture
def member(client):
    person = contributor_of(OrganisationFactory())
    client.force_login(person)
    return person


def test_days_an_hour_and_what_is_left_out_are_chosen(client, member):
    assert "Email digest" in client.get(PAGE).content.decode()
    assert not Digest.objects.exists()

    page = client.post(
        PAGE, {"days": ["1", "4"], "at": "7:30am", "muted_projects": ["risks-up"]}, follow=True
    )

    assert "Email digest saved" in page.content.decode()
    assert "The next one is due on" in page.content.decode()
    digest = Digest.objects.get(person=member)
    assert (digest.days, digest.at, digest.muted) == ([1, 4], time(7, 30), ["risks-up"])
    assert digest.quiet_from is None


def test_all_of_a_part_is_left_out_by_one_box(client, member):
    everything = [kind.name for kind in rooms()["Projects"]]
    sent = {"days": ["1"], "at": "8am", "muted_returns": ["returns-overdue"]}

    client.post(PAGE, sent | {"muted_projects": ["all-of-projects", "risks-up"]})

    digest = Digest.objects.get(person=member)
    assert digest.muted == ["all-of-projects", "returns-overdue"]
    assert muting.names(digest.muted) == {*everything, "returns-overdue"}
    page = client.get(PAGE).content.decode()
    assert re.findall(r'value="([a-z-]+)"\s+checked', page) == digest.muted


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"at": "1:30am"}, "Enter a time before 1am, or 2am or later"),
        ({"at": ""}, "Enter a time"),
        ({"at": "soon"}, "Enter a time, such as 10:30am or 2pm"),
        ({"days": ["9"]}, "Select days from Monday to Sunday"),
        ({"quiet_from": "6pm"}, "Enter when quiet hours end"),
        ({"quiet_until": "6am"}, "Enter when quiet hours begin"),
        (
            {"quiet_from": "6pm", "quiet_until": "6pm"},
            "Enter an end that is different from the beginning",
        ),
        ({"quiet_from": "6pm", "quiet_until": "9am"}, "outside your quiet hours"),
        ({"muted_projects": ["nothing"]}, "Select what to leave out from the list"),
    ],
)
def test_what_cannot_be_has_a_sentence(client, member, sent, sentence):
    page = client.post(PAGE, {"days": ["1"], "at": "8am", **sent})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Digest.objects.exists()


def test_the_link_in_the_email_asks_and_stops_it(client, member):
    digest = services.choose(by=member, days=[1], at=time(8))
    path = "/" + services.stop_link(digest).split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)

    assert "Stop your email digest?" in stranger.get(path).content.decode()
    digest.refresh_from_db()
    assert digest.days == [1]

    # As a mail program does: no cookie, no token of ours.
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 302
    digest.refresh_from_db()
    assert (digest.days, digest.next_due_at) == ([], None)
    assert "Email digest stopped" in stranger.get(path).content.decode()
    assert stranger.post(path).status_code == 302  # twice is no error


def test_a_link_that_is_not_ours_is_not_found(client, member):
    digest = services.choose(by=member, days=[1], at=time(8))

    for token in ("abc", f"{digest.reference}.abc"):
        assert client.get(f"/digest/stop/{token}/").status_code == 404


def test_the_account_leads_to_it(client, member):
    assert f'href="{PAGE}"' in client.get("/accounts/2fa/").content.decode()
