"""What search engines read of a seminar (schema.org/Event)."""

import json
import re

import pytest

from seminars import services
from seminars.models import SeminarState
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def event(client, seminar) -> dict:
    return json.loads(SCRIPT.search(client.get(seminar.get_absolute_url()).content.decode())[1])


def test_places_that_are_left_are_offered_free_of_charge(client):
    seminar = SeminarFactory(state=SeminarState.PUBLISHED, capacity_in_person=1)

    open_to_all = event(client, seminar)
    registered(seminar, email="only@test.example")
    full = event(client, seminar)

    assert open_to_all["remainingAttendeeCapacity"] == 1
    assert open_to_all["offers"]["availability"] == "https://schema.org/InStock"
    assert (open_to_all["offers"]["price"], open_to_all["offers"]["priceCurrency"]) == ("0", "GBP")
    assert full["offers"]["availability"] == "https://schema.org/SoldOut"
    assert full["image"][0].startswith("http")


def test_paid_seminar_names_no_price(client, partnership):
    partnership.seminars_are_free = False
    partnership.save()

    said = event(client, SeminarFactory(state=SeminarState.PUBLISHED))

    assert said["isAccessibleForFree"] is False
    assert "offers" not in said


def test_cancelled_seminar_has_no_free_places(client):
    seminar = SeminarFactory(state=SeminarState.PUBLISHED)
    services.cancel_seminar(by=manager(), seminar=seminar, reason="The hall is flooded.")

    said = event(client, seminar)

    assert said["eventStatus"] == "https://schema.org/EventCancelled"
    assert said["remainingAttendeeCapacity"] == 0
    assert said["offers"]["availability"] == "https://schema.org/SoldOut"
