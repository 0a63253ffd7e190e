"""The answers: when, how many, how likely, what is at risk; and the command that prints them."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from diz_portal.access import Refusal
from projects.forecast.answers import forecast
from projects.forecast.results import from_json, to_json
from tests.factories.projects import ProjectFactory, put_in_scope

from .conftest import Rollout

pytestmark = pytest.mark.django_db


def answer(rollout, **kwargs):
    return forecast(rollout.project, futures=400, scored=False, **kwargs)


def test_dates_lie_ahead_and_in_their_order(rollout):
    found = answer(rollout)

    assert rollout.today < found.dates.p50 <= found.dates.p80 <= found.dates.p95
    assert (found.in_scope, found.live, found.waiting) == (26, 20, 6)
    assert found.live_in_the_end[1] == 26


def test_the_same_data_on_the_same_day_give_the_same_answer(rollout):
    assert answer(rollout) == answer(rollout)


def test_a_site_more_is_another_answer(rollout):
    before = answer(rollout)
    rollout.site(1, 10)

    assert answer(rollout).dates.p80 > before.dates.p80


def test_a_forecast_survives_its_row(rollout):
    found = answer(rollout)

    assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_the_chance_is_that_of_the_number_asked(rollout):
    assert answer(rollout, at_least=20).chance == 1.0
    assert answer(rollout, at_least=27).chance == 0.0
    assert answer(rollout, at_least=24).chance >= answer(rollout).chance


def test_without_an_end_there_is_no_chance(rollout):
    rollout.project.ends_on = None
    rollout.project.save()

    found = answer(rollout)

    assert (found.chance, found.at_risk, found.live_by_the_end) == (None, None, None)


def test_grant_at_risk_is_that_of_sites_not_live_in_time(rollout):
    """The funding ended yesterday: all of it is at risk, and of live sites none."""
    rollout.project.ends_on = rollout.today - timedelta(days=1)
    rollout.project.save()
    for site in [*rollout.waiting[1:], rollout.done[0]]:
        site.grant_share = Decimal("10000.50")
        site.save()
    rollout.enter(rollout.waiting[1], "wayleave", 5)
    rollout.enter(rollout.waiting[2], "on_hold", 5, reason="The Electricity supply.")
    rollout.enter(rollout.waiting[3], "on_hold", 5, reason="Refurbishment.")

    risk = answer(rollout).at_risk

    assert risk.pounds == Decimal("50002.50")
    assert risk.without_grant == 1
    assert {one.cause: (one.sites, one.pounds) for one in risk.causes} == {
        "supplier": (3, Decimal("20001.00")),
        "wayleave": (1, Decimal("10000.50")),
        "power": (1, Decimal("10000.50")),
        "on_hold": (1, Decimal("10000.50")),
    }


def test_grant_at_risk_is_unknown_where_none_is_recorded(rollout):
    found = answer(rollout)

    assert found.at_risk.pounds is None
    assert found.at_risk.without_grant == 6
    assert {one.pounds for one in found.at_risk.causes} == {None}
    assert {one.saved for one in found.alternatives} == {None}


def test_what_would_help_names_a_difference(rollout):
    for site in rollout.waiting:
        rollout.enter(site, "wayleave", 5)
    found = {one.what: one for one in answer(rollout).alternatives}

    assert set(found) == {"crew", "wayleaves"}
    assert found["wayleaves"].number == 6
    assert found["wayleaves"].days_sooner >= 0


def test_districts_add_up_to_the_whole(rollout):
    from tests.factories.places import DistrictFactory

    rollout.site(3, 100, district=DistrictFactory())
    found = answer(rollout)

    assert sum(one.waiting for one in found.districts) == found.waiting
    assert sum(one.live for one in found.districts) == found.live
    assert max(one.dates.p95 for one in found.districts) <= found.dates.p95


def test_the_fan_begins_this_month_and_ends_when_95_in_100_do(rollout):
    found = answer(rollout)

    assert found.months[0].ends_on.month == rollout.today.month
    assert found.months[-1].ends_on >= found.dates.p95
    assert all(one.low <= one.middle <= one.high for one in found.months)
    assert found.months[-1].middle == 26


def test_fewer_than_fifteen_moved_sites_are_refused(db):
    rollout = Rollout(moved=8, waiting=6)

    with pytest.raises(Refusal, match="past “In scope”: 14"):
        answer(rollout)
    rollout.site(2, 100)
    assert answer(rollout).waiting == 7


def test_nothing_in_scope_and_nothing_left_are_refused(rollout):
    with pytest.raises(Refusal, match="No sites are in scope"):
        forecast(ProjectFactory())
    for site in rollout.waiting:
        put_in_scope(site, step=-1, approved_by=rollout.by)
    with pytest.raises(Refusal, match="All sites in scope are live"):
        answer(rollout)


# The command -----------------------------------------------------------------------------------


def test_the_command_prints_json(rollout, capsys, monkeypatch):
    monkeypatch.setattr("projects.forecast.scoring.FUTURES", 100)
    monkeypatch.setattr("projects.forecast.answers.MANY", 200)
    call_command("forecast", rollout.project.slug)

    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"p50", "p80", "p95", "chance", "at_risk", "score"}
    assert date.fromisoformat(found["p50"]) <= date.fromisoformat(found["p95"])
    assert 0 <= found["chance"] <= 1
    assert found["at_risk"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["nowhere"], "no project “nowhere”"), (["nowhere", "--at-least", "0"], "1 or more")],
)
def test_the_command_says_in_a_sentence_what_is_wrong(db, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("forecast", *words)


def test_the_command_says_why_it_refuses(db):
    project = ProjectFactory()

    with pytest.raises(CommandError, match="No sites are in scope"):
        call_command("forecast", project.slug)
