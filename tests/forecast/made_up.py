"""Made-up histories, and whole rollouts whose truth is known."""

from datetime import date

import numpy as np

from projects.forecast.inputs import CONNECTED, LEFT, OPEN, Inputs, Stays, Waiting, month_of

TODAY = date(2026, 11, 30).toordinal()
RFS = CONNECTED - 1


def stays(*rows, own=True):
    """Rows of stage, days, outcome[, supplier[, day it ended]]; each of a site of its own. Those
    without a day ended today, or have lasted until today."""
    full = [(*row, *(0, TODAY)[len(row) - 3 :]) for row in rows]
    columns = np.array(
        [
            (site, supplier, stage, end - days, end, outcome)
            for site, (stage, days, outcome, supplier, end) in enumerate(full)
        ],
        dtype=np.int64,
    ).reshape(-1, 6)
    return Stays(*columns.T, own=np.full(len(full), own))


def waiting(*rows):
    """Rows of stage, age[, supplier[, district]]."""
    full = np.array([(*row, *(0, 0)[len(row) - 2 :]) for row in rows], dtype=np.int64)
    stage, age, supplier, district = full.T
    return Waiting(stage, age.astype(np.float64), supplier, district)


def inputs(stays_, waiting_, *, connected=(), ends=None, today=TODAY):
    """`connected`: days, or days with a supplier."""
    pairs = [one if isinstance(one, tuple) else (one, 0) for one in connected]
    return Inputs(
        today=today,
        stays=stays_,
        waiting=waiting_,
        connected_on=np.array([on for on, _ in pairs], dtype=np.int64),
        connected_by=np.array([by for _, by in pairs], dtype=np.int64),
        suppliers=int(max(stays_.supplier.max(initial=0), waiting_.supplier.max(initial=0))) + 1,
        districts=int(waiting_.district.max(initial=0)) + 1,
        ends=None if ends is None else today + ends,
    )


# A whole rollout -----------------------------------------------------------------------------

STAGES = np.arange(2, CONNECTED)
MEANS = {2: 60, 3: 35, 4: 25, 5: 25, 6: 30, 7: 60, 8: 60, 9: 25}
# Of a stage that is new on the path.
USUAL_MEAN = 30


def rollout(seed, *, sites=74, spread=0.35, cap=5, leaves=0.03, share=0.45, suppliers=2):
    """A rollout lived to its end: months that are good or bad for all sites of a supplier, a cap on
    its connections in a month, and sites that leave. Told up to the day on which `share` of the
    sites are live, and then the truth: days until the last connection after that day, and how many
    there are."""
    random = np.random.default_rng([seed, 74])
    start = date(2022, 1, 10).toordinal()
    supplier = np.arange(sites) % suppliers
    ahead = 200
    pace = (
        random.gamma(1 / spread, spread, (suppliers, ahead))
        if spread
        else np.ones((suppliers, ahead))
    )
    # Bad months come in rows: each is half the one before.
    for month in range(1, ahead):
        pace[:, month] = 0.5 * pace[:, month - 1] + 0.5 * pace[:, month]
    entered = np.full((sites, CONNECTED + 1), -1, dtype=np.int64)
    left = np.full(sites, -1, dtype=np.int64)
    first = month_of(start)
    days = np.arange(start, start + ahead * 30)
    months = np.array([month_of(int(day)) for day in days]) - first
    ready = []
    for site in range(sites):
        done = np.cumsum(pace[supplier[site], months])
        work = random.uniform(0, 60)
        at = 2
        while at < CONNECTED:
            entered[site, at] = start + int(np.searchsorted(done, work))
            if random.random() < leaves:
                left[site] = start + int(np.searchsorted(done, work + random.gamma(2, 20)))
                break
            work += random.gamma(2, MEANS.get(at, USUAL_MEAN) / 2)
            at += 1
        else:
            ready.append((start + int(np.searchsorted(done, work)), site))
    taken: dict[tuple[int, int], int] = {}
    for day, site in sorted(ready):
        month, on = month_of(day), day
        while cap and taken.get((int(supplier[site]), month), 0) >= cap:
            month += 1
            on = date(month // 12, month % 12 + 1, 1).toordinal() + int(random.integers(0, 28))
        key = (int(supplier[site]), month)
        taken[key] = taken.get(key, 0) + 1
        entered[site, CONNECTED] = on
    live_on = np.sort(entered[entered[:, CONNECTED] > 0, CONNECTED])
    today = int(live_on[int(share * len(live_on))])
    return _told(entered, left, supplier, today), _truth(live_on, today)


def _truth(live_on, today):
    after = live_on[live_on > today]
    return int(after.max() - today), len(after), int((after <= today + 180).sum())


def _told(entered, left, supplier, today):
    rows, stands, connected = [], [], []
    for site in range(len(entered)):
        at = None
        for stage in STAGES:
            begin = entered[site, stage]
            if begin < 0 or begin > today:
                break
            follow = entered[site, stage + 1]
            if 0 <= follow <= today:
                rows.append((site, supplier[site], stage, begin, follow, stage + 1))
                if stage + 1 == CONNECTED:
                    connected.append((int(follow), int(supplier[site])))
                    at = None
                continue
            if 0 <= left[site] <= today:
                rows.append((site, supplier[site], stage, begin, left[site], LEFT))
                at = None
            else:
                rows.append((site, supplier[site], stage, begin, today, OPEN))
                at = (int(stage), int(today - begin), int(supplier[site]), 0)
            break
        else:
            at = None
        if at:
            stands.append(at)
        elif entered[site, 2] > today:
            stands.append((2, 0, int(supplier[site]), 0))
    table = np.array(rows, dtype=np.int64)
    told = Stays(*table.T, own=np.ones(len(table), dtype=np.bool_))
    return inputs(told, waiting(*stands), connected=connected, ends=180, today=today)
