"""Who needs a call about their landline, and the figures for the councils."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.selectors import items_for
from diz_portal.disclosure import NOT_SHOWN, TOTAL
from diz_portal.reports import registry
from inclusion.landline import selectors
from inclusion.models import Landline
from tests.factories.inclusion import NeedFactory, a_case, team_of
from tests.factories.partners import caseworker_of, manager
from tests.factories.places import DistrictFactory
from tests.reports.asking import figures_of, paper_of, rows_of
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
TODAY = date(2026, 11, 30)
SECRET = "Zebedee Quince"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def lines(team, district):
    """So many people of a district, to be called so many days from today."""

    def make(number, days=0, where=None, state="identified", **values):
        values = {"call_by": TODAY + timedelta(days=days)} | values
        return [
            Landline.objects.create(
                need=NeedFactory(
                    case=a_case(
                        handled_by=values.pop("team", team.organisation),
                        person__name=SECRET,
                        person__district=where or district,
                    ),
                    kind="landline",
                    state=state,
                ),
                **values,
            )
            for _ in range(number)
        ]

    return make


@pytest.fixture
def browser(client, caseworker):
    client.force_login(caseworker)
    return client


def listed(browser, **query) -> list:
    response = browser.get(reverse("inclusion_workspace:landlines"), query)
    assert response.status_code == 200
    return [row.record for row in response.context["rows"]]


def test_the_month_has_what_is_overdue_and_not_what_comes_later(browser, lines):
    (late,), (due,), (later,) = lines(1, -40), lines(1, 0), lines(1, 1)
    lines(1, 0, state="declined")

    assert listed(browser) == [late, due]
    assert listed(browser, show="overdue") == [late]
    assert listed(browser, show="open") == [late, due, later]
    assert len(listed(browser, show="done")) == 1


def test_it_is_of_a_district_and_of_ones_own_team_alone(browser, lines, client):
    other = DistrictFactory(name="Uttlesford", slug="uttlesford", is_ours=True)
    lines(2)
    (there,) = lines(1, where=other)

    assert listed(browser, district="uttlesford") == [there]
    client.force_login(caseworker_of(team_of().organisation))
    assert listed(client) == []


def test_a_manager_does_not_read_it(client, lines):
    lines(1)
    client.force_login(manager())

    assert client.get(reverse("inclusion_workspace:landlines")).status_code == 403


def test_the_page_names_nobody_and_hides_small_numbers(browser, lines):
    small = DistrictFactory(name="Uttlesford", slug="uttlesford", is_ours=True)
    lines(7)
    lines(2, where=small)

    page = browser.get(reverse("inclusion_workspace:landlines"))

    assert SECRET not in page.content.decode()
    shown = dict(page.context["counted"])
    assert shown["Uttlesford"] == NOT_SHOWN
    assert says(page.content.decode(), "By district")


@pytest.mark.parametrize("show", [*selectors.SHOWS, "month&district=harlow"])
def test_an_empty_list_says_when_it_fills(browser, district, show):
    page = browser.get(f"{reverse('inclusion_workspace:landlines')}?show={show}")

    assert re.search(r"No (calls|overdue calls|one|landlines)", page.content.decode())


def test_an_overdue_call_is_on_the_list_of_what_waits(lines, caseworker):
    lines(2, -3)
    lines(1, 0)
    (theirs,) = lines(1, -9)
    theirs.need.case.__class__.objects.filter(pk=theirs.need.case_id).update(
        assigned_to=caseworker_of(theirs.need.case.handled_by)
    )

    found = [one for one in items_for(caseworker) if "landline" in one.key]

    assert [(one.title, one.due_on) for one in found] == [
        ("Call 2 people about their landlines", TODAY - timedelta(days=3)),
        ("Call 1 person about their landline this month", TODAY),
    ]


@time_machine.travel(date(2026, 12, 1))
def test_the_rest_of_the_month_is_one_line_that_leads_to_its_list(browser, lines, caseworker):
    lines(2, 1)
    lines(1, 31)
    lines(3, 32)
    browser.force_login(caseworker)

    (found,) = [one for one in items_for(caseworker) if "landline" in one.key]

    assert found.title == "Call 3 people about their landlines this month"
    assert found.due_on == date(2026, 12, 1)
    assert len(browser.get(found.url).context["rows"]) == 3


def test_telecare_clients_are_a_filter_and_so_are_those_nobody_has_asked(browser, lines):
    (alarm,) = lines(1, has_alarm="yes")
    (none,) = lines(1, has_alarm="no")
    (not_asked,) = lines(1)

    found = {answer: listed(browser, alarm=answer) for answer in ("yes", "no", "not_asked", "")}

    assert found["yes"] == [alarm]
    assert found["no"] == [none]
    assert found["not_asked"] == [not_asked]
    assert len(found[""]) == 3


# The figures ---------------------------------------------------------------------


def paper(by=None):
    starts = (TODAY - timedelta(days=30)).isoformat()
    return paper_of("landlines", by=by or manager(), starts=starts, ends=TODAY.isoformat())


def moved() -> dict:
    return {"state": "moved", "call_by": None, "switches_on": TODAY, "called_on": TODAY}


def test_each_person_is_in_one_column_and_they_add_up(lines):
    lines(6)
    for one in lines(5):
        Landline.objects.filter(pk=one.pk).update(state="called", called_on=TODAY)
    for one in lines(5, state="supplied"):
        Landline.objects.filter(pk=one.pk).update(**moved())
    lines(8, state="declined")
    lines(3, state="cancelled")

    counted = selectors.reached(TODAY - timedelta(days=1), TODAY)

    assert dict(counted) == {
        ("Harlow", "to_call"): 6,
        ("Harlow", "called"): 5,
        ("Harlow", "moved"): 5,
        ("Harlow", "refused"): 8,
    }
    figures = figures_of(paper(), "landlines")
    assert (figures["referred"], figures["refused"], figures["called"]) == (24, 8, 5)


def test_the_figures_hide_small_numbers_and_name_nobody(lines):
    small = DistrictFactory(name="Uttlesford", slug="uttlesford", is_ours=True)
    lines(9)
    lines(2, where=small)

    made = paper()

    edition = made.counts["districts"]
    assert edition.shown(("Uttlesford", "to_call")) is None
    assert edition.shown(("Uttlesford", TOTAL)) is None
    assert SECRET not in str(rows_of(made))


def test_nobody_referred_is_a_paper_too():
    assert figures_of(paper(), "landlines")["referred"] == 0


def test_only_who_manages_inclusion_runs_it(caseworker):
    report = registry.named("landlines")

    assert report.may_run(manager())
    assert not report.may_run(caseworker)


def test_the_end_of_the_month_is_right_in_december():
    assert selectors.end_of_month(date(2026, 12, 31)) == date(2026, 12, 31)
    assert selectors.end_of_month(date(2027, 2, 1)) == date(2027, 2, 28)
    assert timezone.localdate() == TODAY
