"""The admin of returns, milestones and risks: every list and form opens, rules hold there too."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects.models import Milestone, ReportingRound, ReturnState
from tests.editing import edit, filled
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RiskFactory,
    RoundFactory,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client):
    person = manager()
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", ["reportinground", "return", "milestone", "risk"])
def test_lists_open_search_and_filter(client, name):
    ReturnFactory()
    MilestoneFactory()
    RiskFactory()

    for query in ("", "?q=project"):
        assert client.get(reverse(f"admin:projects_{name}_changelist") + query).status_code == 200


def test_change_pages_open(client):
    record = ReturnFactory()
    for name, row in (
        ("reportinground", record.round),
        ("return", record),
        ("milestone", MilestoneFactory()),
        ("risk", RiskFactory()),
    ):
        address = reverse(f"admin:projects_{name}_change", args=[row.pk])
        assert client.get(address).status_code == 200


def test_the_words_of_a_draft_are_not_shown(client):
    record = ReturnFactory(narrative="Not for everybody")

    response = client.get(reverse("admin:projects_return_change", args=[record.pk]))

    assert "Not for everybody" not in response.content.decode()


def test_accepting_there_obeys_the_same_moves(client):
    record = ReturnFactory()
    done = submitted(contributor_of(), ReturnFactory(round=record.round))

    response = client.post(
        reverse("admin:projects_return_changelist"),
        {"action": "accept", "_selected_action": [record.pk, done.pk]},
        follow=True,
    )

    assert (
        "You cannot accept this return because its status is “Not submitted”"
        in response.content.decode()
    )
    record.refresh_from_db()
    done.refresh_from_db()
    assert (record.state, done.state) == (ReturnState.DRAFT, ReturnState.ACCEPTED)


def test_a_forecast_is_changed_there_and_a_baseline_is_not(client):
    milestone = MilestoneFactory()
    later = milestone.forecast_on + timedelta(days=7)

    edit(
        client,
        reverse("admin:projects_milestone_change", args=[milestone.pk]),
        {
            "forecast_on": later.isoformat(),
            "baseline_on": later.isoformat(),
            "note": "Later",
            "baseline_changes-TOTAL_FORMS": 0,
            "baseline_changes-INITIAL_FORMS": 0,
        },
    )

    changed = Milestone.objects.get(pk=milestone.pk)
    assert (changed.forecast_on, changed.baseline_on) == (later, milestone.baseline_on)


def test_dates_of_a_round_are_changed_there_until_it_opens(client):
    ahead = RoundFactory(month=date(2030, 1, 1), opened_at=None)
    dates = {"opens_on": "2030-01-26", "due_on": "2030-02-08", "closes_on": "2030-02-22"}

    edit(client, reverse("admin:projects_reportinground_change", args=[ahead.pk]), dates)

    ahead.refresh_from_db()
    assert ahead.due_on == date(2030, 2, 8)


def test_a_round_that_names_no_month_is_refused_in_words(client):
    days = {"opens_on": "2026-12-01", "due_on": "2026-12-07", "closes_on": "2026-12-20"}

    response = client.post(
        reverse("admin:projects_reportinground_add"), {"month": "2026-11-02", **days}
    )

    assert "Enter the first day of the month that is reported on" in response.content.decode()
    assert not ReportingRound.objects.exists()


def test_a_refusal_is_said_above_the_form_and_nothing_typed_is_lost(client):
    """Not a message beside “changed successfully”, as if it had been saved."""
    milestone = MilestoneFactory(title="All surveys")
    other = MilestoneFactory(project=milestone.project, title="All live")
    stranger = OrganisationFactory()
    address = reverse("admin:projects_milestone_change", args=[milestone.pk])

    typed = {"note": "Kept as typed", "owner": str(stranger.pk)}
    answer = client.post(address, {**filled(client, address), **typed})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{stranger} does not take part in {milestone.project}" in page
    assert "Kept as typed" in page
    assert "successfully" not in page
    milestone.refresh_from_db()
    assert (milestone.owner, milestone.note) == (None, "")
    assert other.title == "All live"


def test_a_milestone_is_added_by_its_service(client):
    project = MilestoneFactory().project
    address = reverse("admin:projects_milestone_add")

    typed = {"project": str(project.pk), "title": "All live", "baseline_on": "1/3/2027"}
    answer = client.post(address, typed)

    assert answer.status_code == 302, answer.content.decode()
    added = Milestone.objects.get(title="All live")
    assert (added.forecast_on, added.project) == (date(2027, 3, 1), project)
