"""Which room of the bar a page stands in."""

import pytest
from django.urls import reverse

from diz_portal import navigation
from partners.models import AgreementKind
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    manager,
    viewer_of,
)

pytestmark = pytest.mark.django_db


def current(rf, person, page: str) -> list[tuple[str, str]]:
    request = rf.get(reverse(page))
    request.user = person
    doors = navigation.doors(request, navigation.WORKSPACE)
    return [(door.label, door.current) for door in doors if door.current]


@pytest.mark.parametrize(
    ("page", "room"),
    [
        ("workspace:home", ("Home", "page")),
        ("inclusion_workspace:referrals", ("Referrals", "page")),
        ("inclusion_workspace:caller", ("Referrals", "true")),
        ("inclusion_workspace:unmet", ("Referrals", "true")),
        ("inclusion_workspace:parts", ("Devices", "true")),
        ("privacy:register", ("Data protection", "true")),
    ],
)
def test_one_room_of_a_manager_is_marked(rf, page, room):
    assert current(rf, manager(), page) == [room]


@pytest.mark.parametrize("page", ["unmet", "caller"])
def test_a_caseworker_finds_the_same_among_the_cases(rf, page):
    assert current(rf, caseworker_of(), f"inclusion_workspace:{page}") == [("Cases", "true")]


def starts_of(client, person) -> list[navigation.Door]:
    client.force_login(person)
    return client.get(reverse("workspace:home")).context["starts"]


def test_home_leads_to_what_each_begins_and_they_may_do_it(client):
    """A newcomer finds the day's work on the first page, and nothing that is refused."""
    refers = ["Refer someone"]
    works = ["Take a request by phone", "Book in a device", "Receive SIM cards or vouchers"]
    health, supplier = OrganisationFactory(), OrganisationFactory()
    AgreementFactory(kind=AgreementKind.DATA_SHARING, parties=[health, OrganisationFactory()])

    for person, begins in (
        (caseworker_of(health), refers + works),
        (caseworker_of(), works),
        (contributor_of(health), refers),
        (contributor_of(supplier), []),
        (viewer_of(health), []),
    ):
        starts = starts_of(client, person)
        assert [one.label for one in starts] == begins
        assert {client.get(one.url).status_code for one in starts} <= {200}
