"""The burn-up as it is drawn: its words beside each other, not upon each other."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from projects.rollout.drawings import LABELS_APART, WIDE, _ticks

LETTERS = 8  # of "Dec 2024", each a little over half as wide as it is tall


@pytest.mark.parametrize("months", range(2, 61))
def test_two_months_never_read_as_one_word_on_the_axis(months):
    days = [date(2024, 12, 31) + timedelta(days=30.4 * number) for number in range(months)]
    plot, label = WIDE.width - WIDE.margin, LETTERS * WIDE.text * 0.55
    whole = (days[-1] - days[0]).days
    middles = [plot * (tick - days[0]).days / whole for tick in _ticks(days, WIDE.months)]
    # The first and the last are moved inwards, so that none is cut off.
    starts = [min(max(middle - label / 2, 0), plot - label) for middle in middles]

    apart = [later - sooner - label for sooner, later in pairwise(starts)]
    assert min(apart) >= LABELS_APART
