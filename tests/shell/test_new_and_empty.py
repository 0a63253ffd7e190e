"""What somebody sees first: every page of a portal, a team, a project and a partner with nothing
in it yet is a page, not an error."""

import logging
import re

import pytest
from django.urls import URLResolver, get_resolver

from partners.models import Role
from tests.factories.inclusion import team_of
from tests.factories.partners import caseworker_of, contributor_of, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Other people's pages and the admin's, which tests/access walks.
NOT_OURS = ("admin/", "accounts/", "static/")
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        route = f"{before}{one.pattern}"
        if route.startswith(NOT_OURS) or "(?P" in route:
            continue
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        else:
            yield f"/{route}"


def addresses(slugs: list[str]) -> list[str]:
    """Every address without a part to fill in, and those that a slug alone fills in."""
    found = set()
    for route in routes():
        parts = set(PART.findall(route))
        if not parts:
            found.add(route)
        elif parts == {"slug"}:
            found |= {PART.sub(slug, route) for slug in slugs}
    return sorted(found)


def errors(client, slugs: list[str]) -> tuple[list[str], int]:
    """Addresses that end in an error, and how many are pages."""
    client.raise_request_exception = False
    logging.disable(logging.CRITICAL)
    answers = {}
    for address in addresses(slugs):
        response = client.get(address)
        answers[address] = response.status_code
        # Not `close`, which tells the test's database that the request is over.
        for closes in response._resource_closers:
            closes()
    logging.disable(logging.NOTSET)
    broken = [address for address, status in answers.items() if status >= 500]
    return broken, list(answers.values()).count(200)


@pytest.mark.parametrize("who", ["stranger", "manager", "lead", "caseworker"])
def test_every_page_of_what_is_new_opens(client, who):
    boss = manager()
    slugs = []
    if who != "stranger":
        person = boss
        if who == "caseworker":
            person = caseworker_of()
            place = person.memberships.get()
            team_of(place.organisation)
            slugs = [place.organisation.slug]
        elif who == "lead":
            person = contributor_of()
            place = person.memberships.get()
            place.role = Role.LEAD
            place.save()
            slugs = [place.organisation.slug, ProjectFactory(lead=place.organisation).slug]
        client.force_login(person, BACKEND)

    broken, pages = errors(client, slugs)

    assert broken == []
    assert pages > 20
