"""What delays a rollout, for the people who can act: holds, overdue sites, wayleaves."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Min, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from projects.portfolio.models import Project
from projects.rollout.models import Site, Wayleave
from projects.rollout.selectors import sites
from projects.rollout.stages import FACTS, Stage

SHOWN = 10


@dataclass(frozen=True)
class Wait:
    site: Site
    days: int
    words: str


@dataclass(frozen=True)
class Waits:
    """The longest waits, and how many there are in all."""

    total: int
    longest: tuple[Wait, ...]


class HeldUp:
    """Read from the template, one kind at a time; the cost does not grow with the project."""

    def __init__(self, project: Project):
        self.project = project
        self.today = timezone.localdate()

    def _longest(self, show: str) -> QuerySet[Site]:
        found = self.project.sites.standing().select_related("district")
        return sites.shown(found, show).order_by("stage_on", Lower("name"), "reference")

    @cached_property
    def on_hold(self) -> Waits:
        found = self._longest("blocked")
        return self._waits(
            found.select_related("district", "current_entry"),
            lambda site: site.current_entry.reason if site.current_entry else "",
        )

    @cached_property
    def stuck(self) -> Waits:
        """Overdue at their stage: the number of the list and of the project's page."""
        found = self._longest("stuck")
        return self._waits(found, lambda site: self._norm(site.stage))

    @cached_property
    def wayleaves(self) -> Waits:
        """The sites at that stage, as the headline counts them, each with whom it waits for."""
        waiting = Wayleave.objects.waiting()
        oldest = Min(
            Coalesce("wayleaves__requested_on", "wayleaves__opened_on"),
            filter=Q(wayleaves__in=waiting),
        )
        found = (
            self.project.sites.waiting_for_a_wayleave()
            .annotate(since=Coalesce(oldest, "stage_on"))
            .select_related("district")
            .prefetch_related(Prefetch("wayleaves", waiting, to_attr="open_wayleaves"))
            .order_by("since", "pk")
        )
        return Waits(
            found.count(),
            tuple(
                Wait(site, (self.today - site.since).days, self._landowners(site))
                for site in found[:SHOWN]
            ),
        )

    @staticmethod
    def _landowners(site: Any) -> str:
        return ", ".join(one.grantor for one in site.open_wayleaves) or "No open wayleaves"

    def _waits(self, found, words) -> Waits:
        return Waits(
            found.count(),
            tuple(
                Wait(site, (self.today - site.stage_on).days if site.stage_on else 0, words(site))
                for site in found[:SHOWN]
            ),
        )

    def _norm(self, stage: str) -> str:
        return f"{Stage(stage).label}, usually {FACTS[Stage(stage)].norm_days} days"
