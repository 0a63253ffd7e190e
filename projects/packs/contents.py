"""All that a pack says, with what is withheld marked but not yet taken out: `editions.paper` makes
an edition of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diz_portal.reports.declaring import Linked
from projects.packs import drafts, figures, rollout_sections, sections
from projects.packs.models import (
    THE_PORTFOLIO,
    Pack,
    PackDecision,
    PackSection,
    PackWithheld,
)
from projects.packs.sections import About
from projects.portfolio.models import Project, ProjectState
from projects.rollout.standing import AsAt

GOES_ON = (ProjectState.PLANNED, ProjectState.RUNNING)
WRITERS: dict[str, Callable[[About], list[Any]]] = {
    PackSection.ROLLOUT: rollout_sections.rollout,
    PackSection.MILESTONES: sections.milestones_and_slippage,
    PackSection.RISKS: sections.top_risks,
    PackSection.RETURNS: sections.returns_from_partners,
    PackSection.FORECAST: rollout_sections.forecast,
}


@dataclass(frozen=True)
class Line:
    """A sentence of what has changed, the rows it stands on, the rule that wrote it, and why it is
    withheld by itself, if it is."""

    text: str
    rows: Sequence[Linked] = ()
    rule: str = ""
    withheld: PackWithheld | None = None


@dataclass(frozen=True)
class Contents:
    """`last` is the issued pack before, which figures are held against; `pack` is None where it is
    all written by rules, for no meeting."""

    project: Project | None
    pack: Pack | None
    last: Pack | None
    since: date
    about: About
    lines: Sequence[Line]
    decisions: Sequence[tuple[PackDecision, PackWithheld | None]] = ()
    withheld: Sequence[PackWithheld] = ()
    restated: Sequence[figures.Restated] = ()
    parts: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def as_at(self) -> AsAt:
        return self.about.as_at

    @property
    def subject(self) -> str:
        return str(self.project) if self.project else THE_PORTFOLIO

    def of_section(self, section: str) -> PackWithheld | None:
        """Withheld by itself, or with the section whose figures it repeats."""
        kept = {one.section: one for one in self.withheld if one.section}
        return kept.get(section) or kept.get(drafts.WITHHELD_WITH.get(section, ""))

    def of_figure(self, key: str) -> PackWithheld | None:
        """Withheld with the section that it is a sum of, or with all key figures."""
        section = figures.SECTIONS[key]
        return self.of_section(PackSection.FIGURES) or (
            self.of_section(section) if section else None
        )

    def figure_is_public(self, key: str) -> bool:
        return self.of_figure(key) is None and (
            self.about.publishes_spend or key not in figures.OF_MONEY
        )

    def tells_public_of(self, line: Line) -> bool:
        """Whether the public edition has the sentence, or says that there is one. Of a section that
        is withheld, and of money that is not published, not even that: it would tell that something
        has changed there."""
        if drafts.is_of_money(line.rule) and not self.about.publishes_spend:
            return False
        section = drafts.section_of(line.rule)
        return not section or self.of_section(section) is None

    @property
    def changes_left_out(self) -> list[str]:
        """In the public edition, whether there are any or not."""
        said = []
        if any(self.of_section(one) for one in drafts.SECTIONS.values()):
            said.append("Changes in a section that is not for publication are left out.")
        if self.project is None and not self.about.publishes_spend:
            said.append("Changes in money are left out, because not all projects publish spend.")
        return said

    def of_line(self, line: Line) -> PackWithheld | None:
        """Withheld by itself, or with the section that it tells of."""
        section = drafts.section_of(line.rule)
        return line.withheld or (self.of_section(section) if section else None)

    @property
    def figures_are_private(self) -> bool:
        """Whether a restated figure would tell what this pack or the last kept from publication."""
        private = (PackSection.FIGURES, PackSection.ROLLOUT)
        return any(self.of_section(section) for section in private) or any(
            one.is_exempt for one in self.restated
        )


def last_issued(project: Project | None, before: date | None = None) -> Pack | None:
    """The newest; of those whose period ended before a day, where one is given."""
    found = Pack.objects.issued().of(project).select_related("board")
    if before is not None:
        found = found.filter(until__lt=before)
    return found.order_by("-issued_at").first()


def private_sections(project: Project | None, before: date | None = None) -> list[PackWithheld]:
    """What the pack before this one withheld, each section once. Of the portfolio also what the
    last pack of each project did: it would tell of that project what its own pack may not."""
    about = [None, *projects_of(None)] if project is None else [project]
    found: dict[str, PackWithheld] = {}
    for one in about:
        for held in still_private(last_issued(one, before)):
            found.setdefault(held.section, held)
    return [held for section, held in found.items() if section]


def still_private(last: Pack | None) -> list[PackWithheld]:
    """What the last pack withheld and nobody has released since."""
    if last is None:
        return []
    found = last.withheld.select_related("sentence").prefetch_related("reviews")
    return [one for one in found if one.private_until is not None]


def private_rules(last: Pack | None) -> dict[str, PackWithheld]:
    """By the rules that wrote them, the sentences that it withheld: what corrects one of these is
    as private."""
    return {
        one.sentence.rule: one for one in still_private(last) if one.sentence and one.sentence.rule
    }


def of_draft(pack: Pack) -> Contents:
    """Of a stored draft, with its figures as they are now."""
    withheld = list(
        pack.withheld.select_related("sentence", "decision", "decided_by").order_by("pk")
    )
    by_sentence = {one.sentence_id: one for one in withheld if one.sentence_id}
    by_decision = {one.decision_id: one for one in withheld if one.decision_id}
    return _whole(
        project=pack.project,
        pack=pack,
        last=last_issued(pack.project),
        since=pack.since,
        until=pack.until,
        lines=[
            Line(
                one.text,
                [Linked(row["title"], row["url"]) for row in one.rows],
                one.rule,
                by_sentence.get(one.pk),
            )
            for one in pack.sentences.filter(is_removed=False)
        ],
        decisions=[(one, by_decision.get(one.pk)) for one in pack.decisions.all()],
        withheld=withheld,
    )


def by_rules(project: Project | None, until: date, reader: Any) -> Contents:
    """What a pack of that day would say that nobody has edited. What the last one withheld for good
    reason, this one withholds too."""
    last = last_issued(project, before=until)
    since = drafts.begins_after(last, until)
    rules = private_rules(last)
    return _whole(
        project=project,
        pack=None,
        last=last,
        since=since,
        until=until,
        lines=[
            Line(one.text, one.rows, one.rule, rules.get(one.restates))
            for one in drafts.written(project, since, until, last, reader)
        ],
        withheld=private_sections(project, before=until),
    )


def projects_of(project: Project | None) -> list[Project]:
    """Of the portfolio, those that are not over."""
    if project is not None:
        return [project]
    return list(Project.objects.filter(state__in=GOES_ON).order_by("title", "pk"))


def _whole(
    *, project: Project | None, until: date, lines: Iterable[Line], **given: Any
) -> Contents:
    projects = projects_of(project)
    about = About(projects, AsAt.on(until), is_portfolio=project is None)
    return Contents(
        project=project,
        about=about,
        lines=list(lines),
        restated=figures.restated(given["last"], projects),
        parts={section: list(write(about)) for section, write in WRITERS.items()},
        **given,
    )
