"""Which room of the bar a page stands in."""

import pytest
from django.urls import reverse

from diz_portal import navigation
from tests.factories.partners import caseworker_of, manager

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
