"""What could not be met, as figures in which nobody is recognised."""

import pytest
from django.urls import reverse

from inclusion.cases.selectors import unmet
from tests.factories.inclusion import CaseFactory, NeedFactory, team_of
from tests.factories.partners import caseworker_of, manager, viewer_of

pytestmark = pytest.mark.django_db


def not_met(case, number, kind="device", reason="no_stock"):
    for _ in range(number):
        NeedFactory(case=case, kind=kind, state="not_met", reason=reason)


def shown(report, title) -> dict[str, str]:
    table = next(one for one in report.tables if one.title == title)
    return {row.label: row.shown for row in table.rows}


@pytest.fixture
def case(team, district):
    return CaseFactory(handled_by=team.organisation, person__district=district)


def test_numbers_under_five_are_hidden_and_so_is_what_would_give_them_away(case, caseworker):
    not_met(case, 7)
    not_met(case, 4, kind="data")
    not_met(case, 9, kind="skills")

    assert shown(unmet.report(caseworker), "By type of need") == {
        "A device": "not shown",
        "Mobile data": "not shown",
        "Digital skills support": "9",
        "Accessibility support": "0",
        "Landline, alarm or telecare": "0",
    }


def test_the_sum_is_hidden_when_it_is_small(case, caseworker):
    not_met(case, 4)

    assert unmet.report(caseworker).total is None


def test_hidden_numbers_are_together_five_at_least(case, caseworker):
    not_met(case, 1)
    not_met(case, 2, kind="data")
    not_met(case, 30, kind="skills")
    not_met(case, 40, kind="accessibility")

    hidden = shown(unmet.report(caseworker), "By type of need")
    assert list(hidden.values()) == ["not shown", "not shown", "not shown", "40", "0"]


def test_what_was_transferred_is_not_unmet(case, caseworker):
    not_met(case, 6)
    not_met(case, 5, reason="passed_on")

    assert unmet.report(caseworker).total == 6


def test_a_caseworker_reads_the_teams_own_figures_and_a_manager_all(case, caseworker):
    not_met(case, 6)
    other = team_of()
    not_met(CaseFactory(handled_by=other.organisation), 8)

    assert unmet.report(caseworker).total == 6
    assert unmet.report(caseworker_of(other.organisation)).total == 8
    assert unmet.report(manager()).total == 14


def test_districts_and_quarters_add_up(case, caseworker):
    not_met(case, 12)

    report = unmet.report(caseworker)

    assert shown(report, "By district") == {"Harlow": "12"}
    assert set(shown(report, "By quarter").values()) == {"12"}


def test_the_page_draws_the_reasons_above_their_table(client, case):
    not_met(case, 6)
    client.force_login(manager())

    page = client.get(reverse("inclusion_workspace:unmet")).content.decode()

    assert "Most common reason for unmet needs: nothing suitable in stock (6)" in page
    assert "<svg" in page


def test_the_page_without_any_figure_says_so(client, team, caseworker):
    client.force_login(caseworker)

    page = client.get(reverse("inclusion_workspace:unmet")).content.decode()

    assert "No unmet needs" in page


def test_the_page_is_for_caseworkers_and_managers(client, team):
    client.force_login(viewer_of(team.organisation))

    assert client.get(reverse("inclusion_workspace:unmet")).status_code == 403
