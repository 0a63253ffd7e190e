"""The figures of the rollout against small data counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.rollout import words
from projects.rollout.burn_up import MOST_MONTHS, burn_up
from projects.rollout.places import MOST_SYMBOLS, map_of
from projects.rollout.scope import scope
from projects.rollout.stages import Stage
from projects.rollout.standing import AsAt, standing, standings
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
FIRST = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def on_a_sunday_in_november():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def project():
    return ProjectFactory()


def on(month: int, day: int = 1) -> date:
    return date(2026, month, day)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def site(project, stage=None, when=None, **fields):
    fields.setdefault("district", DistrictFactory(code="E07000073", name="Harlow"))
    return SiteFactory(project=project, stage=stage, on=when, **fields)


def journey(project, *steps, scoped_on=FIRST, **fields):
    """A site with these (stage, date) entries, each recorded on its own day."""
    made = site(project, None, **fields)
    for stage, day in steps:
        recorded = timezone.make_aware(datetime(day.year, day.month, day.day, 15))
        enter(made, stage, day, recorded_at=recorded)
    if scoped_on:
        recorded = timezone.make_aware(datetime(scoped_on.year, scoped_on.month, scoped_on.day, 9))
        put_in_scope(made, on=scoped_on, recorded_at=recorded)
    made.refresh_from_db()
    return made


def live_by_month(project, as_at=None) -> list[tuple[int, int, int]]:
    """(month, live, in scope) for the months that have passed."""
    found = burn_up(project.pk, standing(project.pk, as_at))
    return [(m.ends_on.month, m.live, m.scope) for m in found.months if m.live is not None]


# Standing --------------------------------------------------------------------------


def test_headline_counts_sites_in_scope_only(project):
    for stage in ["connected", "in_service", "accepted", "wayleave", "on_hold", "ordered"]:
        site(project, stage)
    site(project, "candidate")
    site(project, "descoped")
    site(project, "in_service", scoped=False)
    SiteFactory(stage="connected")  # of another project
    undone = site(project, "connected")
    undone.withdrawn_at = timezone.now()
    undone.save()

    found = standing(project.pk)

    assert (found.total, found.live, found.in_service) == (6, 3, 2)
    assert (found.waiting, found.on_hold, found.outside) == (1, 1, 3)


def test_standings_answers_for_several_projects_at_once(project, django_assert_num_queries):
    other, none = ProjectFactory(), ProjectFactory()
    site(project, "connected")
    site(other, "ordered")
    site(other, "connected")

    with django_assert_num_queries(1):
        found = standings([project.pk, other.pk, none.pk])

    assert [found[one.pk].live for one in (project, other, none)] == [1, 1, 0]
    assert [found[one.pk].total for one in (project, other, none)] == [1, 2, 0]


def test_standing_on_a_past_day_is_what_was_known_then(project):
    # Live since April, recorded only in June; stepped back in August.
    late = journey(project, ("ordered", on(2)))
    enter(late, "connected", on(4), recorded_at=at(6, 10))
    enter(late, "ordered", on(8), recorded_at=at(8, 1))

    def live_on(day):
        return standing(project.pk, AsAt.on(day)).live

    assert [live_on(on(5)), live_on(on(6, 9)), live_on(on(6, 10)), live_on(on(8))] == [0, 0, 1, 0]


def test_standing_on_a_past_day_ignores_a_correction_made_later(project):
    made = journey(project, ("ordered", on(2)), ("connected", on(4)))
    mistake = made.entries.get(stage="connected")
    enter(made, "civils", on(4), corrects=mistake, recorded_at=at(7, 1))

    assert standing(project.pk, AsAt.on(on(6))).live == 1
    assert standing(project.pk, AsAt.on(on(7))).live == 0
    assert standing(project.pk).live == 0


def test_standing_on_a_past_day_has_the_scope_of_that_day(project):
    kept = journey(project, ("connected", on(2)))
    left = journey(project, ("connected", on(2)))
    put_in_scope(left, on=on(5), step=-1, recorded_at=at(5, 1))

    assert standing(project.pk, AsAt.on(on(4))).total == 2
    assert standing(project.pk, AsAt.on(on(5))).total == 1
    assert standing(project.pk).total == 1
    assert kept.in_scope


def test_standing_today_agrees_with_the_history(project):
    journey(project, ("ordered", on(2)), ("connected", on(4)), ("on_hold", on(9)))
    journey(project, ("connected", on(3)), ("in_service", on(3)))
    journey(project, ("candidate", on(3)), scoped_on=None)
    today = standing(project.pk)

    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        then = standing(project.pk, AsAt.on(TODAY))

    assert then.as_at.is_past
    assert set(then.cells) == set(today.cells)


def test_behind_compares_with_the_plan_of_today(project):
    site(project, "connected", planned_live_on=on(3))
    site(project, "ordered", planned_live_on=on(11, 22))
    site(project, "ordered", planned_live_on=on(11, 23))
    site(project, "candidate", planned_live_on=on(1))
    site(project, "ordered")

    found = standing(project.pk)

    assert (found.planned_by_now, found.with_a_planned_date, found.behind) == (2, 3, 1)


def test_behind_is_unknown_without_a_plan(project):
    site(project, "connected")

    assert standing(project.pk).behind is None


# Burn-up ---------------------------------------------------------------------------


def test_burn_up_follows_holds_steps_back_and_days_with_several_entries(project):
    journey(project, ("connected", on(8)), ("on_hold", on(9)), ("in_service", on(10)))
    # Two entries on a day: the later word counts, so it was never live.
    journey(project, ("connected", on(8)), ("civils", on(8)), scoped_on=on(8))
    journey(project, ("ordered", on(8)), ("connected", on(10, 31)), ("accepted", on(11)))

    assert live_by_month(project)[-4:] == [(8, 1, 3), (9, 0, 3), (10, 2, 3), (11, 2, 3)]


def test_burn_up_counts_a_site_only_while_it_is_in_scope(project):
    journey(project, ("connected", on(7)), scoped_on=on(8))
    left = journey(project, ("connected", on(8)), scoped_on=on(8))
    put_in_scope(left, on=on(10), step=-1)

    assert live_by_month(project) == [(7, 0, 0), (8, 2, 2), (9, 2, 2), (10, 1, 1), (11, 1, 1)]


def test_burn_up_leaves_out_what_was_corrected_and_what_was_undone(project):
    made = journey(project, ("connected", on(9)), scoped_on=on(9))
    # The correction lies before what it corrects, so the date alone would not settle it.
    enter(made, "rfs", on(8), corrects=made.entries.get())
    undone = journey(project, ("connected", on(9)), scoped_on=on(9))
    undone.withdrawn_at = timezone.now()
    undone.save()

    assert live_by_month(project) == [(9, 0, 1), (10, 0, 1), (11, 0, 1)]


def test_burn_up_on_a_past_day_is_as_known_then(project):
    made = journey(project, ("ordered", on(9)), scoped_on=on(9))
    enter(made, "connected", on(9, 5), recorded_at=at(10, 20))

    assert live_by_month(project, AsAt.on(on(10, 10))) == [(9, 0, 1), (10, 0, 1)]
    assert live_by_month(project, AsAt.on(on(10, 20))) == [(9, 1, 1), (10, 1, 1)]


def test_burn_up_ends_at_the_headline(project):
    journey(project, ("connected", on(3)), ("on_hold", on(5)))
    journey(project, ("connected", on(4)), ("descoped", on(5)))
    journey(project, ("connected", on(6)))
    gone = journey(project, ("accepted", on(6)))
    put_in_scope(gone, on=on(7), step=-1)
    stand = standing(project.pk)

    month = burn_up(project.pk, stand).months[-1]

    assert (month.live, month.scope) == (stand.live, stand.total) == (1, 3)


def test_burn_up_draws_the_plan_to_its_last_month(project):
    journey(project, ("ordered", on(10)), scoped_on=on(10), planned_live_on=on(10, 5))
    journey(project, ("ordered", on(10)), scoped_on=on(10), planned_live_on=date(2027, 1, 9))
    journey(project, ("ordered", on(10)), scoped_on=on(10))

    found = burn_up(project.pk, standing(project.pk))

    assert [(m.ends_on, m.planned, m.live) for m in found.months] == [
        (date(2026, 10, 31), 1, 0),
        (TODAY, 1, 0),
        (date(2026, 12, 31), 1, None),
        (date(2027, 1, 31), 2, None),
    ]
    assert found.undated == 1


def test_burn_up_of_a_mistyped_year_stays_short(project):
    journey(project, ("connected", date(1926, 1, 1)), scoped_on=on(10))

    months = burn_up(project.pk, standing(project.pk)).months

    assert len(months) == MOST_MONTHS + 1
    assert months[-1].live == 1


def test_burn_up_of_nothing_has_no_months(project):
    assert burn_up(project.pk, standing(project.pk)).months == ()


# Scope -----------------------------------------------------------------------------


def test_scope_tells_why_the_number_changed(project):
    sites = [site(project, "candidate") for _ in range(5)]
    put_in_scope(*sites[:4], on=on(1), value_change=400)
    put_in_scope(sites[0], on=on(3), step=-1, reason="too_costly", value_change=-90)
    put_in_scope(sites[1], on=on(4), step=-1, reason="too_costly", value_change=-110)
    put_in_scope(sites[4], on=on(5), reason="added", value_change=50)

    found = scope(project.pk, AsAt.today())

    assert (found.announced, found.announced_value, found.now, found.value) == (4, 400, 3, 250)
    assert [(one.words, one.sites, one.value) for one in found.out] == [
        ("Cost above the value-for-money limit", 2, -200)
    ]
    assert [(one.words, one.sites, one.value) for one in found.into] == [
        ("Added by approval", 1, 50)
    ]
    assert (
        words.scope_story(found, standing(project.pk))
        == "4 surgeries were announced. 3 are in scope now."
    )


def test_scope_without_a_baseline_tells_nothing(project):
    found = scope(project.pk, AsAt.today())

    assert words.scope_story(found, standing(project.pk)) == ""


# Words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([], "No sites have been added yet."),
        (["candidate"], "No surgeries are in scope yet. 1 surgery is being considered."),
        (
            ["candidate", "eligible"],
            "No surgeries are in scope yet. 2 surgeries are being considered.",
        ),
        (["descoped"], "No surgeries are currently in scope."),
        (["ordered"], "The surgery is not live yet."),
        (["ordered", "rfs"], "None of the 2 surgeries are live yet."),
        (["connected"], "The surgery is live but not in service yet."),
        (["in_service", "accepted"], "All 2 surgeries are live and in service."),
        (
            ["connected", "in_service", "wayleave", "on_hold"],
            "2 of 4 surgeries are live, 1 of them in service. "
            "1 is waiting for a wayleave and 1 is on hold.",
        ),
    ],
)
def test_headline_says_it_in_words(project, stages, said):
    for stage in stages:
        site(project, stage)

    assert words.headline(standing(project.pk)) == said


def test_headline_says_sites_when_they_are_not_all_surgeries(project):
    site(project, "connected")
    site(project, "ordered", ods_code=None, uprn="100012345678")

    assert words.headline(standing(project.pk)).startswith("1 of 2 sites is live")


def test_headline_of_a_past_day_is_in_the_past(project):
    journey(project, ("connected", on(2)))
    journey(project, ("wayleave", on(2)))

    said = words.headline(standing(project.pk, AsAt.on(on(3))))

    assert said == (
        "1 of 2 surgeries was live but not in service yet. 1 was waiting for a wayleave."
    )


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (
            [1, 1],
            "1 fewer than planned by today; 2 are past their planned date, and others were early",
        ),
        (
            [1],
            "as many as planned by today; 1 is past its planned date, and others were early",
        ),
        ([], "1 more than planned by today"),
    ],
)
def test_burn_up_title_states_the_finding(project, planned, said):
    site(project, "connected", planned_live_on=on(12))
    for _ in planned:
        site(project, "ordered", planned_live_on=on(1))

    total = 1 + len(planned)
    begin = f"1 of {total} surgeries is live" if planned else "The surgery is live"
    assert words.burn_up_title(standing(project.pk)) == f"{begin}, {said}"


# Map -------------------------------------------------------------------------------


def test_map_shows_sites_in_scope_by_group_and_counts_those_without_a_position(project):
    where = {"latitude": 51.77, "longitude": 0.09}
    site(project, "connected", **where)
    site(project, "wayleave", **where)
    site(project, "ordered")
    site(project, "candidate", **where)

    found = map_of(project.pk, standing(project.pk))

    assert sorted(symbol.group for symbol in found.symbols) == ["live", "waiting"]
    assert found.without_position == 1


def test_map_shows_candidates_while_nothing_is_in_scope(project):
    site(project, "candidate", latitude=51.77, longitude=0.09)

    found = map_of(project.pk, standing(project.pk))

    assert [symbol.group for symbol in found.symbols] == ["ahead"]


def test_map_of_many_sites_draws_a_symbol_for_those_near_one_another(project):
    district = DistrictFactory(code="E07000073", name="Harlow")
    for number in range(MOST_SYMBOLS + 1):
        site(
            project,
            "connected",
            district=district,
            latitude=51.7 + number % 20 * 0.01,
            longitude=number // 20 * 0.01,
        )

    found = map_of(project.pk, standing(project.pk))

    assert found.is_grouped
    assert len(found.symbols) <= MOST_SYMBOLS
    assert sum(symbol.sites for symbol in found.symbols) == MOST_SYMBOLS + 1


def test_map_uses_our_schematic_outlines_until_every_district_has_its_own(project):
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    DistrictFactory(code="E07000095", name="Broxbourne")
    square = [[0, 51], [1, 51], [1, 52], [0, 52], [0, 51]]
    harlow.outline = {"type": "Polygon", "coordinates": [square]}
    harlow.save()
    stand = standing(project.pk)
    assert map_of(project.pk, stand).is_schematic

    for district in type(harlow).objects.all():
        district.outline = harlow.outline
        district.save()
    found = map_of(project.pk, stand)

    assert not found.is_schematic
    # Against the clock in GeoJSON; d3 wants it the other way round.
    assert found.outlines[0].geometry["coordinates"] == [[square[::-1]]]
    west, south = found.outlines[0].label
    assert 0 < west < 1
    assert 51 < south < 52


def test_every_stage_in_scope_is_in_one_group_of_the_map():
    from projects.rollout.places import GROUP_OF
    from projects.rollout.stages import EXITS

    assert set(GROUP_OF) == set(Stage) - set(EXITS)


def test_a_past_day_ends_at_midnight_by_our_clocks():
    # 25 October 2026: the clocks go back. What was recorded at 23:30 that evening counts.
    as_at = AsAt.on(date(2026, 10, 25))

    assert as_at.known_before == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)
    assert AsAt.on(date(2026, 10, 24)).known_before - timedelta(hours=23) == datetime(
        2026, 10, 24, 0, 0, tzinfo=UTC
    )
