"""Each figure is the sum of its rows, in the page and in the file; what may not be shown is not."""

import csv
import html
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow
from diz_portal.disclosure.steps import REST
from diz_portal.impact import declaring, selectors, services
from diz_portal.impact.declaring import Cell, Column, figure
from diz_portal.impact.models import Correction, Edition, Reading
from tests.factories.accounts import UserFactory
from tests.factories.places import PartnershipFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(monkeypatch):
    """A figure about people in districts, whose numbers a test sets; no other figure."""
    monkeypatch.setattr(declaring, "_figures", {})
    people: dict[str, int] = {}

    @figure(
        "people-helped",
        title="people helped",
        question="How many?",
        definition="People.",
        source="Records.",
        not_counted="Nobody.",
        group="Inclusion",
        order=1,
        columns=[Column("district", "District"), Column("people", "People")],
        done="people",
        counts_people=True,
        rest=("Other districts",),
    )
    def read(today: date) -> list[Cell]:
        return [Cell(name, (name,), number) for name, number in people.items()]

    return people


def text_of(response) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def rows_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_publish_moves_numbers_of_people_by_five_or_not(counted):
    counted |= {"Harlow": 12, "Epping": 3, "Uttlesford": 4}
    services.publish()
    counted["Harlow"] = 15
    services.publish()
    first = selectors.current_of("people-helped").rows
    counted["Harlow"] = 18
    services.publish()

    assert first == [["Harlow", 12], ["Other districts", 7]]
    assert selectors.current_of("people-helped").rows == [["Harlow", 18], ["Other districts", 7]]
    # What did not change was not published again.
    assert Reading.objects.count() == 2


def test_edition_keeps_to_what_was_published_before(counted):
    counted |= {"Harlow": 12}
    services.publish()
    counted["Harlow"] = 14
    edition = services.make_edition()

    (kept,) = selectors.in_edition(edition)
    assert kept.done == 12


def test_publish_keeps_a_row_whose_people_were_erased(counted):
    counted |= {"Harlow": 12}
    services.publish()
    counted.pop("Harlow")
    counted["Epping"] = 11
    services.publish()

    assert selectors.current_of("people-helped").rows == [["Epping", 11]]
    counted["Harlow"] = 3
    services.publish()
    assert selectors.current_of("people-helped").rows == [["Epping", 11]]


def test_rest_is_told_without_who_is_in_it(counted):
    counted |= {"Epping": 3, "Uttlesford": 4}
    services.publish()

    assert list(Reading.objects.get().behind) == [REST]
    assert selectors.current_of("people-helped").rows == [["Other districts", 7]]


def test_edition_never_changes(counted):
    counted |= {"Harlow": 12}
    edition = services.make_edition()
    counted["Harlow"] = 40
    services.publish()

    (kept,) = selectors.in_edition(edition)
    assert kept.done == 12
    for row in (edition, edition.readings.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_make_edition_refuses_a_second_one_on_a_day(counted):
    counted |= {"Harlow": 12}
    services.make_edition()

    with pytest.raises(NotNow, match="already an edition"):
        services.make_edition()


def test_make_edition_refuses_one_of_nothing(counted):
    with pytest.raises(NotNow, match="no figures"):
        services.make_edition()
    assert not Edition.objects.exists()


def test_monthly_edition_is_made_once_a_month_whenever_the_clock_comes_by(counted):
    counted |= {"Harlow": 12}
    made = [
        services.make_monthly_edition(today=day)
        for day in (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 30), date(2026, 12, 1))
    ]

    assert [one and one.title for one in made] == [
        "State of the partnership, November 2026",
        None,
        None,
        "State of the partnership, December 2026",
    ]


def test_second_edition_of_a_month_is_named_by_its_day(counted):
    counted |= {"Harlow": 12}
    services.make_edition(today=date(2026, 11, 3))

    later = services.make_edition(today=date(2026, 11, 20))

    assert later.title == "State of the partnership, 20 November 2026"


def test_figure_that_needs_release_is_shown_once_released(counted, monkeypatch):
    counted |= {"Harlow": 12}
    found = declaring.named("people-helped")
    monkeypatch.setitem(
        declaring._figures, "people-helped", replace(found, releases="It is public.")
    )
    manager = UserFactory()
    services.publish()

    assert selectors.current() == []
    with pytest.raises(NotNow):
        services.withdraw(figure="people-helped", by=manager)
    services.release(figure="people-helped", by=manager)
    assert [one.done for one in selectors.current()] == [12]
    services.withdraw(figure="people-helped", by=manager)
    assert selectors.current() == []


def test_page_file_and_edition_tell_the_same(client, counted):
    PartnershipFactory()
    counted |= {"Harlow": 1200, "Epping": 3}
    services.publish()
    edition = services.make_edition()
    day = edition.day.isoformat()

    page = client.get(reverse("impact:figure", args=["people-helped"]))
    now = rows_of(client.get(reverse("impact:figure_csv", args=["people-helped"])))
    then = rows_of(client.get(reverse("impact:edition_csv", args=[day, "people-helped"])))

    assert says(text_of(page), "1,200")
    assert now == then == [{"district": "Harlow", "people": "1200"}]


def test_correction_is_told_on_the_page_of_its_figure_and_edition(client, counted):
    PartnershipFactory()
    counted |= {"Harlow": 12}
    edition = services.make_edition()
    services.correct(
        figure="people-helped",
        edition=edition,
        was="12",
        is_now="11",
        reason="One was counted twice",
        by=UserFactory(),
    )

    for page in (
        reverse("impact:figure", args=["people-helped"]),
        reverse("impact:edition", args=[edition.day.isoformat()]),
        reverse("impact:corrections"),
    ):
        assert says(text_of(client.get(page)), "One was counted twice"), page
    assert Correction.objects.count() == 1


def test_pages_say_what_is_missing_where_nothing_is_there(client):
    PartnershipFactory()

    page = text_of(client.get(reverse("impact:overview")))

    assert "No figures yet" in page
    for one in declaring.figures():
        assert one.without in page
        recipe = text_of(client.get(reverse("impact:figure", args=[one.name])))
        assert one.without in recipe
        assert rows_of(client.get(reverse("impact:figure_csv", args=[one.name]))) == []


@pytest.mark.parametrize("path", ["no-such-figure/", "no-such-figure.csv", "editions/2026-13-01/"])
def test_what_is_not_there_is_not_found(client, path):
    PartnershipFactory()

    assert client.get(f"/impact/{path}").status_code == 404


def test_readings_of_another_day_are_not_made_in_the_future(counted):
    counted |= {"Harlow": 12}
    services.publish(today=timezone.localdate() - timedelta(days=3))

    assert selectors.current_of("people-helped").as_at == timezone.localdate() - timedelta(days=3)
