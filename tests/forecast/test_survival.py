"""Known answers of the estimators.

`DAYS` are the remission times of the trial of 1963 that Kaplan–Meier curves are taught with;
`KNOWN` can be worked out by hand and found in textbooks, and so can the Weibull's shape and scale.
`lifelines_curves.json` has random stays, and what another library finds of them
(`lifelines_curves.py` made it).
"""

import json
from pathlib import Path

import numpy as np
import pytest

from projects.forecast.survival import curve

DAYS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
KNOWN = {
    5: 1.0,
    6: 0.857143,
    7: 0.806723,
    10: 0.752941,
    13: 0.690196,
    16: 0.627451,
    22: 0.537815,
    23: 0.448179,
    35: 0.448179,
}
OPEN, ON, AWAY = -1, 10, 11
LIBRARY = json.loads(Path(__file__).with_name("lifelines_curves.json").read_text())


def days(*values):
    return np.array(values, dtype=np.float64)


def known():
    return curve(days(*DAYS), np.where(np.array(ENDED) == 1, ON, OPEN))


def even(number=10_000):
    return (np.arange(number) + 0.5) / number


def test_survival_is_that_of_the_textbook():
    assert known().survival(days(*KNOWN)) == pytest.approx(list(KNOWN.values()), abs=1e-6)


def test_tail_is_the_likeliest_weibull():
    shape, scale = known().tail

    assert shape == pytest.approx(1.3537, abs=0.001)
    assert scale == pytest.approx(33.7653, abs=0.01)


@pytest.mark.parametrize("name", LIBRARY["samples"])
def test_curves_are_those_of_another_library(name):
    told = LIBRARY["samples"][name]
    weights = None if told["weights"] is None else days(*told["weights"])
    ours = curve(days(*told["days"]), np.where(np.array(told["ended"]) == 1, ON, OPEN), weights)

    lasted = ours.survival(days(*map(float, told["survival"])))

    assert lasted == pytest.approx(list(told["survival"].values()), abs=1e-9)
    assert ours.needs_tail == (min(told["survival"].values()) > 0)
    assert ours.tail == pytest.approx(told["weibull"], rel=1e-3)


def test_what_a_stay_leads_to_is_as_likely_as_another_library_says():
    told = LIBRARY["leaving"]
    outcomes = np.array([{0: OPEN, 1: ON, 2: AWAY}[one] for one in told["outcomes"]])
    ours = curve(days(*told["days"]), outcomes)

    for number, outcome in (("1", ON), ("2", AWAY)):
        theirs = told["incidence"][number]
        by_then = [
            ours.mass[(ours.outcomes == outcome) & (ours.ends <= float(day))].sum()
            for day in theirs
        ]
        assert by_then == pytest.approx(list(theirs.values()), abs=1e-9)


def test_stays_that_have_not_ended_lengthen_the_others():
    """Of two that ended on day 10 and two that are still there, half are there after day 10."""
    half = curve(days(10, 10, 40, 40), np.array([ON, ON, OPEN, OPEN]))

    drawn, _ = half.draw(even())

    assert half.survival(days(20))[0] == pytest.approx(0.5)
    assert half.needs_tail
    assert (drawn == 10).mean() == pytest.approx(0.5)
    assert (drawn > 10).mean() == pytest.approx(0.5)


def test_leaving_is_an_outcome_and_not_a_stay_without_end():
    """By hand: 1 of 4 leaves on day 5; of the 3 others one goes on on day 10, one leaves on 15,
    and the last goes on on 20."""
    four = curve(days(5, 10, 15, 20), np.array([AWAY, ON, AWAY, ON]))

    drawn, outcomes = four.draw(even())

    assert not four.needs_tail
    assert (outcomes == AWAY).mean() == pytest.approx(0.5, abs=0.001)
    assert set(drawn[outcomes == AWAY]) == {5, 15}


def test_what_has_lasted_is_not_drawn_again():
    """After 12 days only the stays that lasted longer are left, less the 12."""
    four = curve(days(5, 10, 15, 20), np.array([ON, ON, AWAY, ON]))

    drawn, outcomes = four.draw(even(), 12.0)

    assert set(drawn) == {3, 8}
    assert (outcomes == AWAY).mean() == pytest.approx(0.5, abs=0.001)


def test_a_stay_longer_than_all_others_goes_on_by_the_tail():
    four = curve(days(5, 10, 15, 20), np.array([ON, ON, AWAY, ON]))

    drawn, outcomes = four.draw(even(), 200.0)

    assert drawn.min() > 0
    assert np.isfinite(drawn).all()
    assert (outcomes == AWAY).mean() == pytest.approx(0.25, abs=0.02)


def test_tail_goes_on_from_the_last_ending():
    """A constant chance of ending: 2 endings in 2 × 10 + 2 × 40 days are 1 in 50 days."""
    two = curve(days(10, 10, 40, 40), np.array([ON, ON, OPEN, OPEN]))

    drawn, _ = two.draw(even(100_000), 60.0)

    assert two.tail[0] == 1.0
    assert drawn.mean() == pytest.approx(50, rel=0.01)


def test_weights_count_a_stay_as_often_as_they_say():
    twice = curve(days(5, 10), np.array([ON, ON]), np.array([2.0, 1.0]))

    assert twice.survival(days(7))[0] == pytest.approx(1 / 3)
