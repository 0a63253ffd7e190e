"""Many sites, each with a move of its own: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.portfolio.models import Project
from projects.rollout.models import Site, StageEntry
from projects.rollout.services.moving import Move, enter


@dataclass(frozen=True)
class Asked:
    """One of them: the site, its current entry as the asker saw it, and where to."""

    reference: str
    version: str
    move: Move


@dataclass(frozen=True)
class RowRefused:
    """Which row cannot be carried out, which answer stands in the way, and why."""

    row: int
    answer: str
    message: str
    # The site moved after it was read: how it is now.
    site: Site | None = None


class RowsRefused(Refusal):
    def __init__(self, rows: Sequence[RowRefused]):
        self.rows = list(rows)
        number = len(self.rows)
        super().__init__(
            "No sites were updated, because 1 of the moves cannot be made"
            if number == 1
            else f"No sites were updated, because {number} of the moves cannot be made"
        )


@transaction.atomic
def move_each(*, project: Project, asked: Sequence[Asked], by: User) -> list[StageEntry]:
    """Carry out all of the moves, or none and say of each row what stands in its way."""
    sites = {
        site.reference: site
        for site in Site.objects.standing()
        .filter(project=project, reference__in=[one.reference for one in asked])
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    # One lookup of the person's permissions for them all.
    for site in sites.values():
        site.project = project
    refused: list[RowRefused] = []
    moves: list[tuple[Site, Move]] = []
    seen: set[str] = set()
    for row, one in enumerate(asked, start=1):
        found = sites.get(one.reference)
        if one.reference in seen:
            refused.append(RowRefused(row, "site", "Remove this row: the site is in another row"))
        elif found is None:
            refused.append(RowRefused(row, "site", "Check the reference: no such site here"))
        elif found.stamp != one.version:
            words = f"{found.name} has changed since. Check it, then send its new version"
            refused.append(RowRefused(row, "version", words, found))
        else:
            answer, why = one.move.refused(found, by)
            if why:
                refused.append(RowRefused(row, answer, why))
            else:
                moves.append((found, one.move))
        seen.add(one.reference)
    if refused:
        raise RowsRefused(refused)
    return enter(project, moves, by)
