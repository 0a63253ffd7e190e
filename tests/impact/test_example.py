"""Every figure of the example partnership, told by its page, its file and its edition alike."""

import csv
import html
import io

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from diz_portal.disclosure import LEAST
from diz_portal.impact import selectors
from diz_portal.impact.declaring import figures, named
from diz_portal.impact.models import Edition, Reading
from tests import example_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Two releases of Ofcom are not loaded in the example, and 5 people were not given mobile data.
WITHOUT = {"premises-newly-passed", "data-given"}
NAMES = [one.name for one in figures()]


@pytest.fixture(scope="module", autouse=True)
def example(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        example_partnership.loaded()
        yield
        transaction.set_rollback(True)


def added_up(name: str, path: str) -> tuple[int, int]:
    response = Client().get(path)
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    declared = named(name)
    promised = sum(int(row[declared.promised]) for row in rows) if declared.promised else 0
    return sum(int(row[declared.done]) for row in rows), promised


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_figure_add_up_to_it(name):
    found = selectors.current_of(name)

    assert (found is None) == (name in WITHOUT)
    if found:
        expected = (found.done, found.promised or 0)
        page = html.unescape(Client().get(reverse("impact:figure", args=[name])).content.decode())
        assert found.done > 0
        assert added_up(name, reverse("impact:figure_csv", args=[name])) == expected
        assert f'app-figure__number">{found.number}' in page
        assert f"You will get {found.done}." in page


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_figure_in_an_edition_add_up_to_it(name):
    edition = Edition.objects.get()
    found = {one.name: one for one in selectors.in_edition(edition)}.get(name)

    assert (found is None) == (name in WITHOUT)
    if found:
        path = reverse("impact:edition_csv", args=[edition.day.isoformat(), name])
        assert added_up(name, path) == (found.done, found.promised or 0)


def test_parts_of_a_figure_add_up_to_it():
    for found in selectors.current():
        for parts in (found.by_district, found.by_programme):
            if parts:
                assert sum(part.done for part in parts.values()) == found.done


def test_no_published_row_is_of_fewer_than_five_people():
    for reading in Reading.objects.all():
        assert all(people >= LEAST for people, *_ in reading.behind.values())


def test_front_page_leads_to_the_impact_page():
    page = Client().get("/").content.decode()

    assert f'href="{reverse("impact:overview")}"' in page


def test_overview_shows_every_figure_and_is_a_single_page_of_them():
    page = html.unescape(Client().get(reverse("impact:overview")).content.decode())

    for found in selectors.current():
        assert found.short in page
        assert reverse("impact:figure", args=[found.name]) in page
