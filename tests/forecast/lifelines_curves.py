"""Makes `lifelines_curves.json`, the curves of another library that ours are compared with.

It is not among our requirements, since it brings some 300 MB. In an environment of its own:

    pip install lifelines==0.30.3
    python tests/forecast/lifelines_curves.py

The stays are random, with a seed, and are written into the file beside what was found of them: the
tests read the file and need neither the library nor the same random numbers.
"""

import json
from pathlib import Path

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter, WeibullFitter

PATH = Path(__file__).with_suffix(".json")
ON, AWAY = 1, 2
# How many stays, the shape and scale of their days, and the share that is still going on.
SAMPLES = {
    "few": (12, 1.2, 40, 0.25),
    "none_going_on": (40, 1.5, 60, 0.0),
    "most_going_on": (60, 1.0, 120, 0.7),
    "steep": (80, 4.0, 90, 0.3),
    "falling_hazard": (150, 0.8, 30, 0.2),
    "many": (400, 2.0, 200, 0.4),
}


def of(days, ended, weights=None) -> dict:
    curve = KaplanMeierFitter().fit(days, ended, weights=weights)
    tail = WeibullFitter().fit(days, ended, weights=weights)
    steps = curve.survival_function_.iloc[1:, 0]
    return {
        "days": [float(day) for day in days],
        "ended": [int(one) for one in ended],
        "weights": None if weights is None else [float(one) for one in weights],
        "survival": {str(float(day)): round(float(left), 12) for day, left in steps.items()},
        "weibull": [round(float(tail.rho_), 6), round(float(tail.lambda_), 6)],
    }


def incidence(days, outcomes) -> dict:
    """How likely a stay has ended so by a day; of days that are all different, since the library
    moves equal ones apart."""
    told = {}
    for outcome in (ON, AWAY):
        found = AalenJohansenFitter(calculate_variance=False).fit(days, outcomes, outcome)
        column = found.cumulative_density_.iloc[1:, 0]
        told[str(outcome)] = {str(float(day)): round(float(one), 12) for day, one in column.items()}
    return {
        "days": [float(day) for day in days],
        "outcomes": [int(one) for one in outcomes],
        "incidence": told,
    }


def main() -> None:
    random = np.random.default_rng(1958)
    samples = {}
    for name, (number, shape, scale, open_) in SAMPLES.items():
        # Whole days, so that many are equal, ended and going on.
        days = np.maximum(np.ceil(random.weibull(shape, number) * scale), 1)
        ended = random.random(number) >= open_
        samples[name] = of(days, ended)
    days = np.maximum(np.ceil(random.weibull(1.3, 90) * 70), 1)
    weights = random.integers(1, 5, 90)
    samples["weighted"] = of(days, random.random(90) >= 0.3, weights)
    days = random.permutation(np.arange(3, 303, 3))
    outcomes = random.choice([0, ON, AWAY], 100, p=[0.25, 0.55, 0.2])
    told = {"library": "lifelines 0.30.3", "samples": samples, "leaving": incidence(days, outcomes)}
    PATH.write_text(json.dumps(told, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
