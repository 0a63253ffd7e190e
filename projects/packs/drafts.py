"""The first draft of what has changed: sentences by rules, each with its rows, and nothing that is
not recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from diz_portal import changes
from diz_portal.reports.declaring import Linked
from projects.packs.models import Pack, PackSection
from projects.portfolio.models import Project

# Where no pack was issued before.
FIRST_PERIOD = timedelta(days=91)
LONGEST = 600
RESTATED = "restated-"
MONEY = "Money"  # the room of its changes


@dataclass(frozen=True)
class Draft:
    """`rule` names what wrote it, the same in every draft of a pack; `restates` the rule whose
    sentence in the last pack it corrects."""

    rule: str
    text: str
    rows: Sequence[Linked]
    restates: str = ""


# A sentence by rules tells of a section, and is withheld with it: by how its rule is called.
SECTIONS: dict[str, PackSection] = {
    "sites": PackSection.ROLLOUT,
    "wayleaves": PackSection.ROLLOUT,
    "milestones": PackSection.MILESTONES,
    "project": PackSection.MILESTONES,
    "changes": PackSection.MILESTONES,
    "risks": PackSection.RISKS,
    "issues": PackSection.RISKS,
    "returns": PackSection.RETURNS,
    "ratings": PackSection.RETURNS,
    "forecasts": PackSection.FORECAST,
}


# What another section also tells: the forecast begins with the sites that are live and in scope.
WITHHELD_WITH: dict[str, PackSection] = {PackSection.FORECAST: PackSection.ROLLOUT}


def is_of_money(rule: str) -> bool:
    """Whether a sentence by rules says what was awarded, claimed or spent."""
    kind = rule.removeprefix(RESTATED)
    return any(one.name == kind and one.room == MONEY for one in changes.kinds())


def section_of(rule: str) -> str:
    """Empty for a sentence that somebody added, and for what no section is about."""
    return SECTIONS.get(rule.removeprefix(RESTATED).split("-")[0], "")


def begins_after(last: Pack | None, until: date) -> date:
    """The first day of a pack's period: the day after the last one's."""
    if last is None or last.until >= until:
        return until - FIRST_PERIOD
    return last.until + timedelta(days=1)


def written(
    project: Project | None, since: date, until: date, last: Pack | None, reader: Any
) -> list[Draft]:
    """What changed in the period, then what the last pack said of its own that is another by now.
    As `reader` may know it; without one, as the public may."""
    drafted = [
        Draft(one.kind.name, _sentence(one.says), _rows(one.rows))
        for one in changes.sentences(reader, since=since, until=until, project=project)
        # What is of no project, such as who joined, is told of the portfolio alone.
        if project is None or section_of(one.kind.name)
    ]
    if last is None or last.issued_at is None or last.until >= until:
        return drafted
    restated = changes.restated(
        reader,
        since=last.since,
        until=last.until,
        project=project,
        as_known_at=last.issued_at,
    )
    return drafted + [
        Draft(
            f"{RESTATED}{one.kind.name}",
            _sentence(f"In the last pack: {one.says[0].lower()}{one.says[1:]}"),
            _rows([*one.gone, *one.new]),
            restates=one.kind.name,
        )
        for one in restated
        if project is None or section_of(one.kind.name)
    ]


def _sentence(says: str) -> str:
    return f"{says[: LONGEST - 1].rstrip('.')}."


def _rows(rows: Sequence[changes.Change]) -> list[Linked]:
    return [Linked(one.says, one.url) for one in rows]
