"""118 invented surgeries: 113 announced, 74 after the re-baseline, five never in scope."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from diz_portal.places.models import District
from projects.example.change import re_baselined
from projects.example.places import TOWNS, UNUSED_ENDINGS, surgery_name
from projects.portfolio.models import Project
from projects.rollout.models import (
    ScopeChange,
    ScopeEntry,
    ScopeReason,
    Site,
    StageEntry,
    Wayleave,
    WayleaveEvent,
    WayleaveState,
)
from projects.rollout.models.wayleave import WayleaveKind
from projects.rollout.stages import PATH, Stage

# Where the 74 stand today; the figures of the public record are 113, 74 and the two sums.
TODAY = {
    Stage.ACCEPTED: 20,
    Stage.IN_SERVICE: 24,
    Stage.CONNECTED: 8,
    Stage.RFS: 4,
    Stage.CIVILS: 4,
    Stage.WAYLEAVE: 6,
    Stage.DESIGNED: 2,
    Stage.SURVEYED: 2,
    Stage.ORDERED: 1,
    Stage.ASSURED: 1,
    Stage.ON_HOLD: 2,
}
ON_HOLD = [
    "The building is being refurbished until spring.",
    "Waiting for a power supply to the comms room.",
]
LEFT = [
    (
        ScopeReason.ALREADY_GIGABIT,
        Stage.ALREADY_GIGABIT,
        14,
        -150_000,
        "Commercial gigabit connection became available.",
    ),
    (ScopeReason.TOO_COSTLY, Stage.DESCOPED, 11, -165_000, "Above the cost limit per site."),
    (ScopeReason.MERGED, Stage.MERGED, 6, -45_000, "Closed or merged into another practice."),
    (ScopeReason.WITHDREW, Stage.DESCOPED, 5, -30_000, "The site withdrew."),
    (ScopeReason.NOT_ELIGIBLE, Stage.DESCOPED, 3, -10_000, "Not eligible under subsidy rules."),
]
NEVER_IN = [Stage.CANDIDATE, Stage.CANDIDATE, Stage.CANDIDATE, Stage.ELIGIBLE, Stage.ELIGIBLE]
ANNOUNCED = Decimal(2_100_000)
BEFORE_DAYS = 730  # the baseline was approved so many days ago
REBASELINED_DAYS = 520


def load(today: date, *, project: Project, manager, mover) -> str:
    chance = random.Random(74_113)  # noqa: S311  the same example every time
    stands = [stage for stage, count in TODAY.items() for _ in range(count)]
    chance.shuffle(stands)
    leaves = [entry for entry in LEFT for _ in range(entry[2])]
    count = len(stands) + len(leaves) + len(NEVER_IN)
    sites = _sites(today, project, chance, count)
    kept = sites[: len(stands)]
    gone = sites[len(stands) : len(stands) + len(leaves)]
    never = sites[len(stands) + len(leaves) :]

    entries: list[StageEntry] = []

    def enter(site, stage, on, by, *, reason="", evidence=""):
        entries.append(
            StageEntry(
                project=project,
                site=site,
                stage=stage,
                entered_on=on,
                recorded_at=_afternoon(on),
                by=by,
                reason=reason,
                evidence=evidence,
            )
        )

    baseline_on = today - timedelta(days=BEFORE_DAYS)
    for site in sites:
        enter(site, Stage.CANDIDATE, baseline_on - timedelta(days=40), manager)
    for site in [*kept, *gone]:
        enter(site, Stage.ELIGIBLE, baseline_on - timedelta(days=15), manager)
        enter(site, Stage.IN_SCOPE, baseline_on, manager)
    for site, stage in zip(never, NEVER_IN, strict=True):
        if stage == Stage.ELIGIBLE:
            enter(site, stage, today - timedelta(days=30), manager)

    left_on = today - timedelta(days=REBASELINED_DAYS)
    for site, (_, stage, _, _, words) in zip(gone, leaves, strict=True):
        enter(site, stage, left_on, manager, reason=words)
    holds = iter(ON_HOLD)
    for site, stage in zip(kept, stands, strict=True):
        for step, on in _journey(stage, baseline_on, today, chance):
            enter(site, step, on, mover, evidence=EVIDENCE.get(step, ""))
        if stage == Stage.ON_HOLD:
            enter(
                site,
                stage,
                today - timedelta(days=52),
                mover,
                reason=next(holds),
            )
    StageEntry.objects.bulk_create(entries)
    _scope(
        project,
        (manager, mover),
        baseline_on,
        left_on,
        [*kept, *gone],
        list(zip(gone, leaves, strict=True)),
    )
    _speeds(today, kept, stands, chance)
    _grant(kept, list(zip(gone, leaves, strict=True)))
    _wayleaves(today, kept, stands, mover)
    return f"{len(sites)} surgeries with {len(entries)} stage entries"


EVIDENCE = {
    Stage.ASSURED: "Funder checkpoint passed.",
    Stage.ORDERED: "Order acknowledged by the supplier.",
    Stage.SURVEYED: "Survey report received.",
    Stage.CONNECTED: "Light and speed test on site.",
    Stage.IN_SERVICE: "Practice manager confirmed by email.",
    Stage.ACCEPTED: "Acceptance form signed.",
}


# About how many days it took to come to a stage from the one before.
LEADS_UP = {
    Stage.ORDERED: 15,
    Stage.SURVEYED: 18,
    Stage.DESIGNED: 18,
    Stage.WAYLEAVE: 10,
    Stage.CIVILS: 34,
    Stage.RFS: 24,
    Stage.CONNECTED: 12,
    Stage.IN_SERVICE: 9,
    Stage.ACCEPTED: 21,
}
# To a stage that is new on the path.
USUALLY_LEADS_UP = 18


def _afternoon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(15, 0)))


def _sites(today, project, chance, count) -> list[Site]:
    districts = {district.code: district for district in District.objects.all()}
    supplier = project.partners.filter(sector="private").first()
    sites = []
    for number in range(count):
        town = TOWNS[number % len(TOWNS)]
        cost = Decimal(chance.randrange(14_000, 32_000, 250))
        sites.append(
            Site(
                project=project,
                name=surgery_name(number),
                ods_code=f"X{74_001 + number}",
                address=f"{chance.randrange(2, 90)} High Street, {town.name}",
                postcode=f"{town.outward} {number % 9 + 1}"
                f"{UNUSED_ENDINGS[number // len(TOWNS) % len(UNUSED_ENDINGS)]}",
                district=districts[town.district],
                latitude=round(town.latitude + chance.uniform(-0.014, 0.014), 5),
                longitude=round(town.longitude + chance.uniform(-0.02, 0.02), 5),
                supplier=supplier.name if supplier else "",
                order_ref=f"LFFN-{number + 1:04}",
                planned_live_on=today - timedelta(days=430 - (number % 74) * 7),
                cost_estimate=cost,
                created_at=_afternoon(today - timedelta(days=BEFORE_DAYS + 40)),
            )
        )
    return Site.objects.bulk_create(sites)


def _journey(stage, baseline_on, today, chance) -> list[tuple[Stage, date]]:
    """Stages after the baseline up to where the site stands, with dates that only go forward.

    The last stage was reached 1 to 40 days ago for most, longer for the few that are overdue.
    """
    end = PATH.index(Stage.DESIGNED if stage == Stage.ON_HOLD else stage)
    steps = PATH[PATH.index(Stage.ASSURED) : end + 1]
    if Stage.WAYLEAVE in steps and stage != Stage.WAYLEAVE and chance.random() < 0.55:
        steps = [step for step in steps if step != Stage.WAYLEAVE]
    finished = stage in (Stage.ACCEPTED, Stage.IN_SERVICE, Stage.CONNECTED)
    ago = chance.randrange(3, 380) if finished else chance.choice([6, 12, 19, 26, 38, 74, 110])
    if stage == Stage.CONNECTED:
        ago = chance.randrange(4, 40)
    if stage == Stage.ON_HOLD:
        ago = 75
    earliest = baseline_on + timedelta(days=chance.randrange(150, 240))
    last = max(today - timedelta(days=ago), earliest + timedelta(days=12 * len(steps)))
    last = min(last, today - timedelta(days=2))
    gaps = [LEADS_UP.get(step, USUALLY_LEADS_UP) * chance.uniform(0.4, 1.8) for step in steps[1:]]
    # Never before the site could have begun: what takes longer than there was is drawn together.
    fits = min(1.0, (last - earliest).days / max(sum(gaps), 1))
    dates = [last]
    for gap in reversed(gaps):
        dates.append(dates[-1] - timedelta(days=round(gap * fits)))
    return list(zip(steps, reversed(dates), strict=True))


def _scope(project, people, baseline_on, left_on, everybody, gone):
    manager, asker = people
    announced = ScopeChange.objects.create(
        project=project,
        happened_on=baseline_on,
        reason=ScopeReason.BASELINE,
        note="Announced: 113 surgeries, £2.1m.",
        value_change=ANNOUNCED,
        approved_by=manager,
        recorded_at=_afternoon(baseline_on),
    )
    lines = [ScopeEntry(project=project, change=announced, site=site, step=1) for site in everybody]
    whole = sum((Decimal(value) for *_, value, _ in LEFT), Decimal(0))
    request = re_baselined(project, manager, asker, left_on, [site for site, _ in gone], whole)
    for reason, _, _, value, words in LEFT:
        change = ScopeChange.objects.create(
            project=project,
            happened_on=left_on,
            reason=reason,
            note=words,
            value_change=Decimal(value),
            approved_by=manager,
            change_request=request,
            recorded_at=_afternoon(left_on),
        )
        lines += [
            ScopeEntry(project=project, change=change, site=site, step=-1)
            for site, entry in gone
            if entry[0] == reason
        ]
    # Two statements: the database refuses a line that leaves before it has entered.
    ScopeEntry.objects.bulk_create(lines[: len(everybody)])
    ScopeEntry.objects.bulk_create(lines[len(everybody) :])


def _speeds(today, kept, stands, chance):
    live = {Stage.ACCEPTED, Stage.IN_SERVICE, Stage.CONNECTED}
    for site, stage in zip(kept, stands, strict=True):
        site.download_before_mbps = Decimal(chance.randrange(80, 620)) / 10
        site.upload_before_mbps = site.download_before_mbps / 8
        site.measured_before_on = today - timedelta(days=BEFORE_DAYS - 20)
        site.method_before = "Speed test on site"
        if stage in live:
            site.download_after_mbps = Decimal(chance.choice([912, 934, 941, 946, 957]))
            site.upload_after_mbps = Decimal(chance.choice([905, 921, 938]))
            site.measured_after_on = today - timedelta(days=chance.randrange(3, 40))
            site.method_after = "Speed test on site"
            site.cost_actual = site.cost_estimate
    Site.objects.bulk_update(
        kept,
        [
            "download_before_mbps",
            "upload_before_mbps",
            "measured_before_on",
            "method_before",
            "download_after_mbps",
            "upload_after_mbps",
            "measured_after_on",
            "method_after",
            "cost_actual",
        ],
    )


def _grant(kept, gone):
    """The grant of those in scope by their cost, and of those that left by what left with them: so
    the shares add up to what was announced, and to what is left of it."""
    for site, (_, _, number, value, _) in gone:
        site.grant_share = Decimal(-value) / number
    left = ANNOUNCED + sum(value for _, _, _, value, _ in LEFT)
    costs = sum(site.cost_estimate for site in kept)
    for site in kept:
        site.grant_share = (left * site.cost_estimate / costs).quantize(Decimal(1))
    kept[-1].grant_share += left - sum(site.grant_share for site in kept)
    Site.objects.bulk_update([*kept, *(site for site, _ in gone)], ["grant_share"])


def _wayleaves(today, kept, stands, mover):
    waiting = [site for site, stage in zip(kept, stands, strict=True) if stage == Stage.WAYLEAVE]
    built = [site for site, stage in zip(kept, stands, strict=True) if stage == Stage.ACCEPTED]
    ages = [104, 81, 66, 41, 23, 9]
    states = [
        WayleaveState.ENGAGED,
        WayleaveState.REQUESTED,
        WayleaveState.ENGAGED,
        WayleaveState.REQUESTED,
        WayleaveState.REQUESTED,
        WayleaveState.REQUIRED,
    ]
    owner = mover.memberships.filter(ended_on=None).first().organisation
    rows = [
        Wayleave(
            site=site,
            grantor=f"{site.name.split()[0]} Property Holdings",
            kind=WayleaveKind.FULL,
            state=state,
            opened_on=today - timedelta(days=age + 7),
            requested_on=None if state == WayleaveState.REQUIRED else today - timedelta(days=age),
            next_action="Call the owner's agent",
            owner=owner,
        )
        for site, age, state in zip(waiting, ages, states, strict=True)
    ]
    rows += [
        Wayleave(
            site=site,
            grantor=f"{site.name.split()[0]} Estates",
            kind=WayleaveKind.FULL,
            state=WayleaveState.GRANTED,
            opened_on=today - timedelta(days=450),
            requested_on=today - timedelta(days=440),
            granted_on=today - timedelta(days=385),
            expires_on=today + timedelta(days=3650),
            owner=owner,
        )
        for site in built[:6]
    ]
    rows = Wayleave.objects.bulk_create(rows)
    WayleaveEvent.objects.bulk_create(
        WayleaveEvent(
            wayleave=row,
            state=row.state,
            happened_on=row.granted_on or row.requested_on or row.opened_on,
            by=mover,
            recorded_at=_afternoon(row.granted_on or row.requested_on or row.opened_on),
        )
        for row in rows
    )
