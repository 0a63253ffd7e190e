"""What browsers, search engines and finders of faults ask every site for, unbidden."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from seminars.models import SeminarState
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
PLACES = ".//{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client) -> list[str]:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [one.text for one in found.findall(PLACES)]


def canonical(page) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)">', page.content.decode())
    return found[1] if found else ""


def test_icons_are_found_where_browsers_look(client):
    for asked, kind in (("/favicon.ico", ".ico"), ("/apple-touch-icon.png", ".png")):
        answer = client.get(asked)
        assert answer.status_code == 302
        assert answer["Location"].endswith(kind)


def test_robots_are_kept_from_what_is_not_public_and_led_to_the_map(client, settings):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /workspace/\n" in text
    assert "Disallow: /accounts/\n" in text
    assert f"Sitemap: {settings.PORTAL_URL}/sitemap.xml\n" in text


def test_password_managers_find_the_page(client):
    answer = client.get("/.well-known/change-password")

    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_change_password")


@pytest.mark.parametrize(
    ("email", "contact"),
    [("team@diz.example", "mailto:team@diz.example"), ("", "http://127.0.0.1:8000/about/")],
)
def test_whoever_finds_a_fault_is_told_whom_to_tell(client, email, contact):
    PartnershipFactory(email=email)

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert f"Contact: {contact}" in lines
    (expires,) = (line.removeprefix("Expires: ") for line in lines if line.startswith("Expires"))
    until = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(days=170) < until < timedelta(days=365)


def test_map_names_what_anybody_may_open_and_each_page_of_it_opens(client):
    site = SiteFactory(project=ProjectFactory(published=True))
    hidden = SiteFactory(project=ProjectFactory(published=False))
    announced = SeminarFactory(state=SeminarState.PUBLISHED)
    draft = SeminarFactory(state=SeminarState.DRAFT)

    found = addresses(client)

    for one in (site.project.slug, site.reference, announced.slug, "/learn/", "/privacy/"):
        assert any(one in address for address in found), one
    for one in (hidden.project.slug, hidden.reference, draft.slug, "/workspace/", "/admin/"):
        assert not any(one in address for address in found), one
    for address in found:
        answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, address
        assert canonical(answer) == address


def test_map_speaks_of_the_portals_own_address_however_it_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert (
        b"elsewhere.example"
        not in client.get("/sitemap.xml", HTTP_HOST="elsewhere.example").content
    )


def test_page_has_one_address_whatever_a_sharer_added(client):
    assert canonical(client.get("/seminars/?utm_source=x&q=fibre")).endswith(":8000/seminars/")


def test_what_is_somebodys_own_has_none(client):
    registration = registered(SeminarFactory())

    assert client.get(registration.get_absolute_url()).status_code == 200
    assert canonical(client.get(registration.get_absolute_url())) == ""
    assert canonical(client.get("/no-such-page/")) == ""
    client.force_login(manager())
    assert canonical(client.get(reverse("workspace:home"))) == ""
