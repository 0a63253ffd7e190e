"""The simulation on tiny made-up histories whose answers are known."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from projects.forecast import simulation
from projects.forecast.capacity import Capacity, capacity_of, evidence_of, queued
from projects.forecast.inputs import CONNECTED, LEFT, OPEN, WAYLEAVE, first_of, month_of
from projects.forecast.months import BLOCK, Months, Seen, months_of, moves_of
from projects.forecast.simulation import Change, fitted, simulate
from tests.forecast import made_up
from tests.forecast.made_up import RFS, TODAY, inputs, stays, waiting

SEED = (74, TODAY)


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Months that are all as usual and caps that are known, where a test does not say otherwise: of
    a handful of stays that all ended today, the months before would pass for bad ones."""
    monkeypatch.setattr(simulation, "months_of", lambda *_: known(months(*[1.0] * 12)))
    monkeypatch.setattr(Capacity, "drawn", lambda cap, random: cap)


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


@pytest.mark.parametrize(
    ("counts", "least", "most"),
    [
        ([5, 5, 2, 5, 5, 5, 4, 5, 5, 5], 100, None),  # at its limit, month after month
        ([0, 1, 3, 0, 2, 1, 1, 2], 0.5, 2),  # the best month stands alone
        ([3, 1, 1], 0.5, 3),
    ],
)
def test_a_cap_is_believed_where_months_press_against_it(counts, least, most):
    found = evidence_of(np.array(counts), max(counts))

    assert least < found
    assert most is None or found < most


def test_a_cap_may_be_more_than_was_seen_and_never_less(monkeypatch):
    monkeypatch.undo()
    two = np.array([4, 0])
    random = np.random.default_rng(74)

    def drawn(evidence):
        cap = Capacity(two, two, two, np.array([evidence, 1.0]))
        return np.array([cap.drawn(random).cap for _ in range(500)])

    assert drawn(1.0)[:, 0].min() == 4
    assert (drawn(1.0)[:, 0] > 4).mean() > 0.8
    assert (drawn(1e6)[:, 0] == 4).mean() > 0.99
    assert set(drawn(1.0)[:, 1]) == {0}  # none seen: no limit is known


# What months share -----------------------------------------------------------------------------


def months(*paces, stays=0.0):
    """A past whose months had these paces, of two suppliers alike."""
    path = np.log(np.array([[*paces, 1.0]] * 2))
    return Months(path, stays, month_of(TODAY) - len(paces))


class known(Seen):  # noqa: N801
    """Months of which nothing is left open."""

    def __init__(self, past):
        super().__init__(len(past.path), past.path.shape[1] - 1, past.first)
        object.__setattr__(self, "past", past)

    def drawn(self, random):
        return self.past


def test_whole_months_are_drawn_in_rows():
    """Each month's pace is 1.5 times that of the month before; after the last comes the first."""
    rising = months(*[1.5**power for power in range(2 * BLOCK)])
    drawn = rising.draw(np.random.default_rng(74), 500, 2 * BLOCK)

    steps = np.log(drawn[:, 0, 2:BLOCK] / drawn[:, 0, 1 : BLOCK - 1])
    rise = np.log(1.5) * np.sqrt(6 / 5)
    assert (np.isclose(steps, rise) | np.isclose(steps, -5 * rise)).all()


def test_a_bad_month_goes_on_as_far_as_months_do():
    bad = months(*[1.0, 1.0] * 6, stays=0.5)
    bad.path[:, -1] = np.log(0.25)
    drawn = bad.draw(np.random.default_rng(74), 4000, 8)

    assert drawn[:, 0, 0] == pytest.approx(0.25)
    usual = np.log(drawn).mean(axis=(0, 1))
    assert usual[1] == pytest.approx(np.log(0.5), abs=0.05)
    assert usual[7] == pytest.approx(0, abs=0.05)


def test_months_ahead_are_as_usual_and_not_as_those_seen():
    """Twelve months of half the pace do not make the thirteenth slow: durations, counted in work,
    say already how long sites take in them."""
    drawn = months(*[0.4, 0.625] * 6).draw(np.random.default_rng(74), 2000, 60)

    assert np.log(drawn[:, :, 1:]).mean() == pytest.approx(0, abs=0.05)


def test_all_suppliers_have_the_same_months():
    both = Months(np.log(np.array([[0.5, 2.0] * 6, [2.0, 0.5] * 6])), 0.0, month_of(TODAY) - 11)

    drawn = both.draw(np.random.default_rng(74), 200, 12)

    assert ((drawn[:, 0] > 1) == (drawn[:, 1] < 1)).all()


def test_a_shock_is_shared_by_the_sites_of_a_month(monkeypatch):
    """Ten sites in futures whose months are twice as fast or half as fast, alike for all of them:
    they all finish together, early or late, and never on the average."""
    shared = months(*[2.0] * 30, *[0.5] * 29)
    shared.path[:, -1] = np.log(0.5)
    monkeypatch.setattr(simulation, "months_of", lambda *_: known(shared))
    monkeypatch.setattr(Months, "work", lambda past, theirs: theirs.days)
    found = run(inputs(stays(*always(RFS, 20)), waiting(*[(RFS, 0)] * 10)), futures=2000)

    together = np.sort(found.by_month[:, 1])
    assert set(together) <= {0, 10}
    assert np.quantile(found.finish, 0.9) > 1.4 * np.quantile(found.finish, 0.1)


def waits(*paces, sites=400, mean=60):
    """Sites that came to a stage over the months before this one, each of which had a pace, and
    went on by chance."""
    random = np.random.default_rng(74)
    begins = first_of(month_of(TODAY) - len(paces))
    months_ = [month_of(day) - month_of(begins) for day in range(begins, TODAY)]
    done = np.cumsum([([*paces, 1.0])[month] for month in months_])
    rows = []
    for came in random.integers(0, len(done) - 40, sites):
        day = int(np.searchsorted(done, done[came] + random.exponential(mean)))
        ended = day < len(done)
        until = begins + day if ended else TODAY
        rows.append((RFS, until - begins - int(came), CONNECTED if ended else OPEN, 0, until))
    return stays(*rows)


def test_months_that_differ_by_luck_alone_are_alike():
    assert months_of(waits(*[1.0] * 30), TODAY, 1).spread < 0.05


def test_months_that_differ_are_seen():
    wild, _ = made_up.rollout(7, spread=1.5, sites=200)
    calm, _ = made_up.rollout(7, spread=0, sites=200, cap=0)

    assert months_of(wild.stays, wild.today, 2).spread > 0.2
    assert months_of(calm.stays, calm.today, 2).spread < 0.05


def test_a_past_that_may_have_been_is_near_the_one_that_was():
    """Every other month had twice the pace: drawn pasts say so."""
    found = months_of(waits(*[2 / 3, 4 / 3] * 12, sites=1500), TODAY, 1)

    paths = np.mean([found.drawn(np.random.default_rng(n)).path[0] for n in range(40)], axis=0)

    ratio = np.exp(paths[5:24:2] - paths[4:24:2])
    assert np.median(ratio) == pytest.approx(2, abs=0.4)


def test_a_stage_that_all_went_through_together_leaves_months_open():
    """All 40 sites passed one stage in one bad (or usual?) spring: its pace is not known well."""
    spring = [(RFS - 1, 60, RFS, 0, TODAY - 400 + site % 20) for site in range(40)]
    found = months_of(stays(*spring), TODAY, 1)

    paths = [found.drawn(np.random.default_rng(n)).path[0] for n in range(60)]

    assert np.std([path[1] for path in paths]) > 0.2


def test_days_of_a_bad_month_are_less_work():
    """October had half the usual pace: its 31 days are 15.5 of work, the 30 of September 30."""
    two = months(1.0, 0.5)
    begins = first_of(two.first)

    work = two.work(stays((RFS, 61, CONNECTED, 0, begins + 61), (RFS, 5, CONNECTED, 0, TODAY)))
    ages = two.ages(waiting((RFS, TODAY - begins - 30)), TODAY)

    assert work.tolist() == pytest.approx([30 + 15.5, 5], abs=0.05)
    assert ages.tolist() == pytest.approx([15.5 + TODAY - begins - 61], abs=0.05)


def test_expected_moves_are_as_many_as_there_were():
    """The hazard is that of the same stays, so over all months both agree."""
    rows = [(RFS, 30 + 7 * site, CONNECTED, 0, TODAY - 40 - 5 * site) for site in range(40)]
    last = month_of(TODAY)
    moves, expected = moves_of(stays(*rows, (RFS, 100, OPEN)), last - 60, last, 1)

    # What the open stay adds in the month that has begun is not of a whole month.
    assert expected.sum() == pytest.approx(moves.sum(), abs=0.5)


# Alternatives, pools, luck ---------------------------------------------------------------------


def test_a_granted_wayleave_waits_no_longer():
    civils = [(WAYLEAVE + 1, 50, RFS)] * 20
    slow = [*always(WAYLEAVE, 300), *civils, *always(RFS, 30)]
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


@pytest.mark.parametrize("change", [None, Change(crews=1), Change(granted=(0, 1))])
def test_what_is_found_once_for_several_changes_gives_the_same_futures(monkeypatch, change):
    monkeypatch.undo()  # months and caps that are drawn, as they are
    today, _ = made_up.rollout(7)
    fit = fitted(today)
    simulate(today, futures=200, seed=SEED, change=Change(crews=3, granted=(2,)), fit=fit)

    anew = simulate(today, futures=200, seed=SEED, change=change)
    again = simulate(today, futures=200, seed=SEED, change=change, fit=fit)

    for one in fields(anew):
        if one.name != "capacity":
            assert np.array_equal(getattr(anew, one.name), getattr(again, one.name)), one.name
    assert np.array_equal(anew.capacity.cap, again.capacity.cap)


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
