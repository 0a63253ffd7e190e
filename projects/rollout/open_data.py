"""What is published of a rollout: sites, stages by month, and changes of scope.

Of published projects alone, and of a site what its public page or `/projects/…/sites.csv` says.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from diz_portal.open_data.declaring import Dataset, Kind, Reading, coded, dataset, text, typed
from diz_portal.places.generalised import degrees
from projects.portfolio.models import Project
from projects.rollout.models import ScopeChange, ScopeEntry, ScopeReason, Site, StageEntry
from projects.rollout.stages import LIVE, Stage

AT_A_TIME = 2000
POINT = "Rounded to about 100 metres."
PROJECT = (
    text("project_code", "Project code", "project.slug", "As in its web address."),
    text("project", "Project", "project.title"),
)
DISTRICT = (
    text("district_code", "District code (GSS)", "district.code"),
    text("district", "District", "district.name"),
)


def published() -> QuerySet[Site]:
    return Site.objects.standing().filter(project__published=True)


@dataset
class Sites(Dataset):
    slug = "sites"
    title = "Sites"
    about = "The buildings that our projects connect, their stage, and their speeds."
    withheld = (
        "Costs, suppliers, order references, landowners, wayleaves and notes. Points are rounded "
        "to about 100 metres, and the routes of cables are not published."
    )
    keywords = ("broadband", "full fibre", "GP surgeries", "rollout")
    order = 10
    key = ("site_code",)
    fields = (
        text("site_code", "Site reference", "reference"),
        text("site", "Site", "name"),
        *PROJECT,
        text("ods_code", "ODS code", about="NHS code of a practice."),
        text("uprn", "UPRN", about="Text, because it may begin with a zero."),
        text("postcode", "Postcode"),
        *DISTRICT,
        typed(Kind.NUMBER, "latitude", "Latitude", lambda one: degrees(one.latitude), POINT),
        typed(Kind.NUMBER, "longitude", "Longitude", lambda one: degrees(one.longitude), POINT),
        *coded("stage", "Stage", Stage),
        typed(Kind.DAY, "stage_since", "Stage since", "stage_on"),
        typed(Kind.YES_NO, "in_scope", "In scope"),
        typed(Kind.YES_NO, "is_live", "Live", about="Connected or later."),
        *(
            typed(Kind.NUMBER, f"{way}_{when}_mbps", f"{words} speed {when}", unit="Mbit/s")
            for when in ("before", "after")
            for way, words in (("download", "Download"), ("upload", "Upload"))
        ),
        typed(Kind.DAY, "measured_before_on", "Date measured (before)"),
        typed(Kind.DAY, "measured_after_on", "Date measured (after)"),
    )

    def rows(self, reading: Reading) -> Iterator[Site]:
        found = published().select_related("project", "district").defer("district__outline")
        return found.order_by("reference").iterator(AT_A_TIME)

    def count(self) -> int:
        return published().count()


@dataclass(frozen=True)
class MonthOfStage:
    project: Project
    month: date
    stage: str
    in_scope: bool
    sites: int

    @property
    def month_code(self) -> str:
        return self.month.isoformat()[:7]


@dataset
class StagesByMonth(Dataset):
    slug = "stages-by-month"
    title = "Stages by month"
    about = "How many sites of each project were at each stage at the end of each month."
    withheld = "Sites of projects that are not published, and sites that were withdrawn."
    keywords = ("broadband", "rollout", "progress")
    order = 20
    key = ("project_code", "month", "stage_code", "in_scope")
    fields = (
        *PROJECT,
        text("month", "Month", "month_code", "For example, 2026-03."),
        typed(
            Kind.DAY,
            "as_at",
            "As at",
            "month",
            "The last day of the month, or today for the current month. As known today.",
        ),
        *coded("stage", "Stage", Stage),
        typed(Kind.YES_NO, "in_scope", "In scope"),
        typed(Kind.YES_NO, "is_live", "Live", lambda one: one.stage in LIVE),
        typed(Kind.WHOLE, "sites", "Sites"),
    )

    def rows(self, reading: Reading) -> Iterator[MonthOfStage]:
        return stages_by_month(reading.as_at)

    def count(self) -> int:
        return sum(1 for _ in stages_by_month(Reading().as_at))


def stages_by_month(today: date) -> Iterator[MonthOfStage]:
    """From the history in three queries, however many months there are."""
    projects = {one.pk: one for one in Project.objects.public().order_by("slug")}
    steps: dict[int, list[tuple[date, int, str | None, int]]] = defaultdict(list)
    entries = StageEntry.objects.uncorrected().filter(
        project__in=projects, site__withdrawn_at=None, entered_on__lte=today
    )
    for project, site, on, stage in entries.order_by("entered_on", "recorded_at", "pk").values_list(
        "project_id", "site_id", "entered_on", "stage"
    ):
        steps[project].append((on, site, stage, 0))
    scope = ScopeEntry.objects.filter(
        project__in=projects, site__withdrawn_at=None, change__happened_on__lte=today
    )
    for project, site, on, step in scope.values_list(
        "project_id", "site_id", "change__happened_on", "step"
    ):
        steps[project].append((on, site, None, step))
    for pk, project in projects.items():
        yield from _months(project, sorted(steps[pk], key=lambda one: one[0]), today)


def _months(
    project: Project, steps: list[tuple[date, int, str | None, int]], today: date
) -> Iterator[MonthOfStage]:
    if not steps:
        return
    at: dict[int, str] = {}
    inside: Counter[int] = Counter()
    month, number = steps[0][0].replace(day=1), 0
    while month <= today:
        end = min(month.replace(day=monthrange(month.year, month.month)[1]), today)
        while number < len(steps) and steps[number][0] <= end:
            _, site, stage, step = steps[number]
            if stage is not None:
                at[site] = stage
            inside[site] += step
            number += 1
        counted = Counter((stage, inside[site] > 0) for site, stage in at.items())
        for stage in Stage:
            for in_scope in (True, False):
                if sites := counted[stage.value, in_scope]:
                    yield MonthOfStage(project, end, stage.value, in_scope, sites)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


@dataclass(frozen=True)
class ScopeLine:
    project: Project
    number: int
    change: ScopeChange
    entry: ScopeEntry | None

    @property
    def site(self) -> Site | None:
        """None for one whose record was withdrawn."""
        site = self.entry.site if self.entry else None
        return site if site and site.withdrawn_at is None else None


@dataset
class ScopeLedger(Dataset):
    slug = "scope-changes"
    title = "Scope change log"
    about = "Every approved scope change of a project: which sites, when and why."
    withheld = "Who approved a change, notes, and the change in value."
    keywords = ("broadband", "rollout", "change control")
    order = 30
    key = ()
    fields = (
        *PROJECT,
        typed(Kind.WHOLE, "change_number", "Number of the change", "number"),
        typed(Kind.DAY, "decided_on", "Decision date", "change.happened_on"),
        *coded("reason", "Reason", ScopeReason, "change.reason"),
        typed(
            Kind.WHOLE,
            "step",
            "Added or removed",
            lambda one: one.entry.step if one.entry else None,
            "1 is added to scope, −1 is removed. Empty for a change without sites.",
        ),
        text("site_code", "Site reference", lambda one: one.site.reference if one.site else None),
        text("site", "Site", lambda one: one.site.name if one.site else None),
        text("ods_code", "ODS code", lambda one: one.site.ods_code if one.site else None),
    )

    def rows(self, reading: Reading) -> Iterator[ScopeLine]:
        changes = (
            ScopeChange.objects.filter(project__published=True)
            .select_related("project")
            .order_by("project__slug", "pk")
        )
        entries: dict[int, list[ScopeEntry]] = defaultdict(list)
        found = ScopeEntry.objects.filter(change__project__published=True)
        for entry in found.select_related("site").order_by("pk").iterator(AT_A_TIME):
            entries[entry.change_id].append(entry)
        numbers: Counter[int] = Counter()
        for change in changes:
            numbers[change.project_id] += 1
            lines: list[ScopeEntry | None] = [*entries[change.pk]]
            for one in lines or [None]:
                yield ScopeLine(change.project, numbers[change.project_id], change, one)

    def count(self) -> int:
        lines = ScopeEntry.objects.filter(change__project__published=True).count()
        alone = ScopeChange.objects.filter(project__published=True, entries=None).count()
        return lines + alone
