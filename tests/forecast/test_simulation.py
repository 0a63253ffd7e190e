"""The simulation on tiny made-up histories whose answers are known."""

from datetime import date

import numpy as np
import pytest

from projects.forecast import simulation
from projects.forecast.inputs import CONNECTED, LEFT, OPEN, WAYLEAVE, first_of, month_of
from projects.forecast.shared import BLOCK, Months, capacity_of, months_of, queued
from projects.forecast.simulation import Change, simulate
from tests.forecast import made_up
from tests.forecast.made_up import RFS, TODAY, inputs, stays, waiting

SEED = (74, TODAY)


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Months that are all as usual, where a test does not say otherwise: of a handful of stays that
    all ended today, the months before would pass for bad ones."""
    monkeypatch.setattr(simulation, "months_of", lambda *_: months(*[1.0] * 12, spread=0.0))


def run(found, futures=4000, change=None):
    return simulate(found, futures=futures, seed=SEED, change=change)


def always(stage, days, number=20, **kwargs):
    """So many sites that went on after exactly so many days."""
    return [(stage, days, stage + 1)] * number


def test_a_stage_that_always_takes_thirty_days_takes_thirty():
    found = run(inputs(stays(*always(RFS, 30)), waiting((RFS, 10))))

    assert set(found.finish) == {20.0}
    assert set(found.connected) == {1}


def test_stages_follow_one_another():
    found = run(inputs(stays(*always(RFS, 30), *always(RFS - 1, 50)), waiting((RFS - 1, 0))))

    assert set(found.finish) == {80.0}


def test_a_skipped_stage_is_skipped_as_often_as_it_was():
    half = [(RFS - 1, 50, RFS)] * 30 + [(RFS - 1, 50, CONNECTED)] * 30
    found = run(inputs(stays(*half, *always(RFS, 30)), waiting((RFS - 1, 0))))

    assert set(found.finish) == {50.0, 80.0}
    assert (found.finish == 50).mean() == pytest.approx(0.5, abs=0.1)


def test_unfinished_stays_lengthen_the_forecast():
    """Ten went on after 30 days, ten others are still there after 90."""
    short = run(inputs(stays(*always(RFS, 30, 10)), waiting((RFS, 0))))
    long = run(inputs(stays(*always(RFS, 30, 10), *[(RFS, 90, OPEN)] * 10), waiting((RFS, 0))))

    assert np.quantile(short.finish, 0.8) == 30
    assert np.quantile(long.finish, 0.8) > 90
    assert [pool.needs_tail for pool in long.pools] == [True]
    assert [pool.needs_tail for pool in short.pools] == [False]


def test_leaving_competes_with_going_on():
    """A third left: of thirty sites some twenty are connected, and it is done when those are."""
    third = [(RFS, 30, CONNECTED)] * 40 + [(RFS, 200, LEFT)] * 20
    found = run(inputs(stays(*third), waiting(*[(RFS, 0)] * 30)))

    assert found.connected.mean() == pytest.approx(20, abs=1)
    assert set(found.finish) == {30.0}
    assert found.leaves.mean() == pytest.approx(1 / 3, abs=0.03)


def test_time_that_was_waited_on_hold_is_waited():
    """The age of a site on hold is the age of its stage, so what it has outlasted is not drawn."""
    mixed = [(RFS, 30, CONNECTED)] * 20 + [(RFS, 200, CONNECTED)] * 20
    found = run(inputs(stays(*mixed), waiting((RFS, 100))))

    assert set(found.finish) == {100.0}


def test_by_the_end_of_the_funding_counts_to_that_very_day():
    early = run(inputs(stays(*always(RFS, 30)), waiting((RFS, 10)), ends=20))
    late = run(inputs(stays(*always(RFS, 30)), waiting((RFS, 10)), ends=19))

    assert set(early.in_time) == {1}
    assert early.missed.tolist() == [0.0]
    assert set(late.in_time) == {0}
    assert late.missed.tolist() == [1.0]


# Capacity --------------------------------------------------------------------------------------


def test_no_month_has_more_connections_than_the_most_that_was_seen():
    """Two a month were seen, and six are ready in December: two each in three months."""
    seen = [first_of(month_of(TODAY) - month) + 5 for month in (1, 2, 3) for _ in range(2)]
    found = run(
        inputs(stays(*always(RFS, 10)), waiting(*[(RFS, 0)] * 6), connected=seen), futures=200
    )

    assert {tuple(row) for row in found.by_month[:, :5]} == {(0, 2, 4, 6, 6)}


def test_connections_of_this_month_have_taken_their_places():
    seen = [first_of(month_of(TODAY) - month) + 5 for month in (1, 2, 3)] * 2 + [TODAY, TODAY]
    today = inputs(stays(*always(RFS, 10)), waiting((RFS, 10)), connected=seen)

    assert {tuple(row) for row in run(today, 200).by_month[:, :2]} == {(0, 1)}


def test_one_more_crew_connects_more_in_a_month():
    seen = [first_of(month_of(TODAY) - month) + 5 for month in (1, 2, 3) for _ in range(2)]
    today = inputs(stays(*always(RFS, 10)), waiting(*[(RFS, 0)] * 8), connected=seen)

    more = run(today, 200, Change(crews=1))

    assert capacity_of(today).crew.tolist() == [2]
    assert {tuple(row) for row in more.by_month[:, :4]} == {(0, 4, 8, 8)}


def test_suppliers_do_not_queue_for_one_another():
    seen = [(first_of(month_of(TODAY) - month) + 5, by) for month in (1, 2, 3) for by in (0, 1)]
    two = inputs(stays(*always(RFS, 10)), waiting((RFS, 0, 0), (RFS, 0, 1)), connected=seen)

    assert {tuple(row) for row in run(two, 200).by_month[:, :2]} == {(0, 2)}


def test_a_supplier_never_seen_to_connect_has_no_cap_of_its_own():
    none = inputs(stays(*always(RFS, 10)), waiting(*[(RFS, 0)] * 6))

    assert capacity_of(none).cap.tolist() == [0]
    assert {tuple(row) for row in run(none, 200).by_month[:, :2]} == {(0, 6)}


@pytest.mark.parametrize(
    ("ready", "cap", "taken", "turns"),
    [
        ([0, 0, 0], 1, 0, [0, 1, 2]),
        ([0, 0, 5], 1, 0, [0, 1, 5]),
        ([0, 0, 0, 0, 1], 2, 1, [0, 1, 1, 2, 2]),
        ([3, 3, 3, 4, 9], 2, 0, [3, 3, 4, 4, 9]),
    ],
)
def test_turns_are_taken_in_order(ready, cap, taken, turns):
    assert queued(np.array([ready]), cap, taken)[0].tolist() == [turns]


# What months share -----------------------------------------------------------------------------


def months(*paces, expected=1e6, spread=1.0):
    """Months of so known a pace that luck has no part in it, of two suppliers alike."""
    moves = np.array([paces] * 2) * expected
    return Months(moves, np.full(moves.shape, expected), spread, month_of(TODAY) - len(paces))


def test_whole_months_are_drawn_in_rows(monkeypatch):
    """Each month's pace is 1.5 times that of the month before; after the last comes the first."""
    rising = months(*[1.5**power for power in range(2 * BLOCK)])
    monkeypatch.setattr(Months, "stretch", 1.0)
    drawn = rising.draw(np.random.default_rng(74), 500, 2 * BLOCK)

    steps = drawn[:, 0, 1:BLOCK] / drawn[:, 0, : BLOCK - 1]
    again = 1.5 ** (1 - 2 * BLOCK)
    assert (np.isclose(steps, 1.5, rtol=0.02) | np.isclose(steps, again, rtol=0.02)).all()


def test_the_months_seen_may_have_been_better_or_worse_than_usual():
    """Months of which half were fast: what is usual lies anywhere between, and so does the mean
    of many months ahead."""
    drawn = months(*[1.5, 0.5] * 2).draw(np.random.default_rng(74), 500, 72).mean(axis=2)

    assert drawn.std() > 0.1
    assert np.median(drawn) == pytest.approx(1, abs=0.1)


def test_all_suppliers_have_the_same_months():
    moves = np.array([[500.0, 2000.0] * 6, [2000.0, 500.0] * 6])
    both = Months(moves, np.full(moves.shape, 1000.0), 1.0)

    drawn = both.draw(np.random.default_rng(74), 200, 12)

    assert ((drawn[:, 0] > 1) == (drawn[:, 1] < 1)).all()


def test_a_shock_is_shared_by_the_sites_of_a_month(monkeypatch):
    """Ten sites in futures whose months are twice as fast or half as fast, alike for all of them:
    they all finish together, early or late, and never on the average."""
    shared = months(*[2.0] * 30, *[0.5] * 30, spread=1.0)
    monkeypatch.setattr(simulation, "months_of", lambda *_: shared)
    found = run(inputs(stays(*always(RFS, 20)), waiting(*[(RFS, 0)] * 10)), futures=2000)

    together = np.sort(found.by_month[:, 1])
    assert set(together) <= {0, 10}
    assert np.quantile(found.finish, 0.9) > 2 * np.quantile(found.finish, 0.1)


def test_months_that_differ_by_luck_alone_are_alike():
    """200 sites that go on after 1 to 200 days, whatever the month."""
    random = np.random.default_rng(74)
    rows = [
        (RFS, int(days), CONNECTED, 0, TODAY - int(random.integers(30, 900)))
        for days in random.exponential(60, 400) + 1
    ]
    assert months_of(stays(*rows), TODAY, 1).spread < 0.1


def test_months_that_differ_are_seen():
    wild, _ = made_up.rollout(7, spread=1.5, sites=200)
    calm, _ = made_up.rollout(7, spread=0, sites=200, cap=0)

    assert months_of(wild.stays, wild.today, 2).spread > 0.2
    assert months_of(calm.stays, calm.today, 2).spread < 0.05


def test_days_of_a_bad_month_are_less_work():
    """October had half the usual pace: its 31 days are 15.5 of work, the 30 of September 30."""
    october = month_of(TODAY) - 1
    two = Months(np.array([[1000.0, 500.0]]), np.array([[1000.0, 1000.0]]), 1.0, october - 1)
    begins = first_of(october - 1)

    work = two.work(stays((RFS, 61, CONNECTED, 0, begins + 61), (RFS, 5, CONNECTED, 0, TODAY)))

    assert work.tolist() == pytest.approx([30 + 15.5, 5], abs=0.05)


def test_expected_moves_are_as_many_as_there_were():
    """The hazard is that of the same stays, so over all months both agree."""
    rows = [(RFS, 30 + 7 * site, CONNECTED, 0, TODAY - 40 - 5 * site) for site in range(40)]
    found = months_of(stays(*rows, (RFS, 100, OPEN)), TODAY, 1)

    # What the open stay adds in the month that has begun is not of a whole month.
    assert found.expected.sum() == pytest.approx(found.moves.sum(), abs=0.5)


# Alternatives, pools, luck ---------------------------------------------------------------------


def test_a_granted_wayleave_waits_no_longer():
    slow = [*always(WAYLEAVE, 300), *always(WAYLEAVE + 1, 50), *always(RFS, 30)]
    today = inputs(stays(*slow), waiting((WAYLEAVE, 0), (WAYLEAVE, 0)))

    assert set(run(today, 200).finish) == {380.0}
    both = run(today, 200, Change(granted=(0, 1)))
    assert set(both.finish) == {80.0}


def test_an_alternative_draws_the_same_luck():
    """A site that is not part of the change has the same days in each future."""
    varied = [(WAYLEAVE, days, WAYLEAVE + 1) for days in range(20, 200, 4)]
    varied += [(WAYLEAVE + 1, days, RFS) for days in range(20, 200, 4)]
    varied += [(RFS, days, CONNECTED) for days in range(20, 200, 4)]
    today = inputs(stays(*varied), waiting((WAYLEAVE, 0, 0, 0), (WAYLEAVE, 0, 0, 1)))

    before, after = run(today), run(today, change=Change(granted=(0,)))

    assert (before.district_finish[:, 1] == after.district_finish[:, 1]).all()
    assert (after.district_finish[:, 0] < before.district_finish[:, 0]).all()


def test_the_same_seed_gives_the_same_futures():
    rows = [(RFS, days, CONNECTED) for days in range(20, 200, 4)]
    today = inputs(stays(*rows), waiting(*[(RFS, 0)] * 5))

    assert (run(today).finish == run(today).finish).all()
    other = simulate(today, futures=4000, seed=(75, TODAY))
    assert not (run(today).finish == other.finish).all()


def test_a_supplier_with_few_endings_is_told_by_all_suppliers():
    rows = [(RFS, 30, CONNECTED, 0)] * 20 + [(RFS, 90, CONNECTED, 1)] * 3
    found = run(inputs(stays(*rows), waiting((RFS, 0, 1))))

    assert [(pool.kind, pool.endings) for pool in found.pools] == [("project", 23)]


def test_a_stage_that_nobody_has_left_has_its_usual_days():
    """Half within the 30 days that docs/stages.md names for it."""
    found = run(inputs(stays(*always(RFS - 1, 10)), waiting((RFS, 0))))

    assert [pool.kind for pool in found.pools] == ["norm"]
    assert np.median(found.finish) == pytest.approx(30, abs=4)


def test_districts_finish_apart():
    found = run(inputs(stays(*always(RFS, 30)), waiting((RFS, 0, 0, 0), (RFS, 20, 0, 1))))

    assert found.district_finish[0].tolist() == [30.0, 10.0]
    assert found.district_connected[0].tolist() == [1, 1]


def test_nothing_is_capped_that_takes_centuries():
    slow = [(RFS, 30, CONNECTED)] * 3 + [(RFS, 3000, OPEN)] * 60
    found = run(inputs(stays(*slow), waiting((RFS, 2900))))

    assert np.isfinite(found.finish).all()
    assert np.quantile(found.finish, 0.95) > 10_000


def test_months_are_those_of_the_calendar():
    assert month_of(date(2026, 12, 31).toordinal()) == 2026 * 12 + 11
    assert first_of(2026 * 12 + 11) == date(2026, 12, 1).toordinal()
