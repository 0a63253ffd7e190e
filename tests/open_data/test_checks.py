"""Checks: what is published is what it says it is, and what was found is shown."""

import pytest
from django.core.management import CommandError, call_command

from diz_portal.open_data import checking, services
from diz_portal.open_data.declaring import Dataset, Kind, Reading, coded, datasets, text, typed
from diz_portal.open_data.models import Validation
from diz_portal.open_data.tasks import check_open_data
from projects.rollout.stages import Stage
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db


class Tried(Dataset):
    slug = "tried"
    title = "Tried"
    about = "For a test."
    withheld = "Nothing."
    key = ("name",)
    fields = (
        text("name", "Name", lambda row: row[0]),
        typed(Kind.WHOLE, "number", "Number", lambda row: row[1]),
        *coded("stage", "Stage", Stage, lambda row: row[2]),
    )

    def __init__(self, *found):
        self.found = found

    def rows(self, reading):
        return self.found

    def count(self):
        return len(self.found)


def test_what_is_right_has_no_fault():
    assert checking.of_dataset(Tried(("a", 1, "civils"), ("b", None, None)), Reading()) == (2, [])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "1", "civils")], "number: '1' is not of type integer"),
        ([("a", 1, "moon")], "stage_code: 'moon' is not one of its codes"),
        ([("a", 1, None), ("a", 2, None)], "('a',) appears more than once"),
        ([(1, 1, None)], "name: 1 is not of type string"),
    ],
)
def test_what_is_wrong_is_found(rows, words):
    _, found = checking.of_dataset(Tried(*rows), Reading())

    assert [(one.words, one.stops) for one in found] == [(words, True)]


def test_the_data_of_each_dataset_is_what_it_says(client):
    PartnershipFactory()
    SiteFactory()
    SeminarFactory()
    HelpPlaceFactory()

    check_open_data()

    found = {one.slug: one for one in Validation.objects.all()}
    assert {one.slug for one in datasets()} <= set(found)
    assert {slug: one.faults for slug, one in found.items() if one.faults} == {}
    page = client.get("/data/").content.decode()
    assert "Last checks" in page
    assert "Our own checks" in page


def test_a_fault_is_shown_and_fails_the_command(client, monkeypatch):
    PartnershipFactory()
    monkeypatch.setattr(services, "datasets", lambda: [Tried(("a", 1, "moon"))])

    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_open_data")

    assert Validation.objects.get(slug="tried").faults == 1


def test_only_managers_see_what_was_found(client):
    PartnershipFactory()
    client.force_login(manager())

    assert client.get("/workspace/open-data/").status_code == 200
