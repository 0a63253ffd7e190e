"""Reading the wayleave register: who has waited for whom, and for how long."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.portfolio.models import Project
from projects.rollout.models import Wayleave
from projects.rollout.models.wayleave import WAITING, WayleaveQuerySet


@dataclass(frozen=True)
class Band:
    """A span of days of waiting, both ends included."""

    key: str
    label: str
    least: int
    most: int | None

    def holds(self, today: date) -> Q:
        """Waiting wayleaves of this age; needs `since` (see `register`)."""
        span = Q(since__lte=today - timedelta(days=self.least))
        if self.most is not None:
            span &= Q(since__gte=today - timedelta(days=self.most))
        return span


BANDS = [
    Band("0-30", "Up to 30 days", 0, 30),
    Band("31-60", "31 to 60 days", 31, 60),
    Band("61-90", "61 to 90 days", 61, 90),
    Band("over-90", "Over 90 days", 91, None),
]


def since_when(wayleaves: WayleaveQuerySet) -> WayleaveQuerySet:
    """With the day the waiting began: asked for, or known to be needed."""
    return wayleaves.annotate(since=Coalesce(F("requested_on"), F("opened_on")))


def register(
    project: Project,
    *,
    band: str = "",
    state: str = "",
    district: str = "",
    owner: str = "",
    today: date | None = None,
) -> WayleaveQuerySet:
    """The project's wayleaves, longest waiting first: those that are open, or of another state."""
    today = today or timezone.localdate()
    wayleaves = since_when(of_project(project)).select_related("site__district", "owner")
    match state:
        case "closed":
            wayleaves = wayleaves.exclude(state__in=WAITING)
        case "unanswered":
            wayleaves = wayleaves.unanswered(today)
        case "overtaken":
            wayleaves = wayleaves.overtaken()
        case "":
            wayleaves = wayleaves.open()
        case _:
            wayleaves = wayleaves.filter(state=state)
    if chosen := next((one for one in BANDS if one.key == band), None):
        wayleaves = wayleaves.open().filter(chosen.holds(today))
    if district:
        wayleaves = wayleaves.filter(site__district__slug=district)
    if owner:
        wayleaves = wayleaves.filter(owner__slug=owner)
    return wayleaves.order_by("since", "pk")


def of_project(project: Project) -> WayleaveQuerySet:
    return Wayleave.objects.on_register().filter(site__project=project)


def ageing(project: Project, today: date | None = None) -> dict[str, int]:
    """How many wait in each band; the keys are those of BANDS."""
    today = today or timezone.localdate()
    counts = (
        since_when(of_project(project))
        .open()
        .aggregate(
            **{
                f"b{place}": Count("pk", filter=band.holds(today))
                for place, band in enumerate(BANDS)
            }
        )
    )
    return {band.key: counts[f"b{place}"] for place, band in enumerate(BANDS)}


def owners_of(project: Project) -> list[tuple[str, str]]:
    return list(
        of_project(project)
        .exclude(owner=None)
        .order_by("owner__name")
        .values_list("owner__slug", "owner__name")
        .distinct()
    )
