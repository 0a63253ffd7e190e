"""The return of a national fund, filled in: people helped and learners by its groups and focus
areas, with no name, and no number small enough to recognise somebody by."""

from typing import Any

from diz_portal.disclosure import TOTAL, Edition, breakdown, breakdowns
from diz_portal.reports import editions
from diz_portal.reports.declaring import (
    SUPPRESSED,
    Column,
    Figure,
    Figures,
    Kind,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from inclusion import fund_return
from inclusion.cases.models import FundTag, TagKind
from inclusion.fund_return import Counted
from inclusion.outcomes import Period

IN, OUT = "in", "out"
HEADINGS = {TagKind.GROUP: "Group", TagKind.FOCUS: "Focus area"}
NOTES = (
    "Numbers below 5 are hidden. So are others that would reveal them, alone or together with an "
    "earlier report of an overlapping period.",
    "People helped were given a device or data, attended a session or had a need met in the "
    "period. Each is counted once in each group and focus area. Someone may be in several, or in "
    "none, so they do not add up to the total.",
    "Older and young people are counted by their date of birth, on the last day of the period. "
    "Other groups are counted if a caseworker recorded what the person told them: more people may "
    "be in them. Someone whose details have been erased is in no group.",
    "A focus area is counted by the type of need the person was helped with, unless a caseworker "
    "changed it.",
    "Learners did a lesson on the Learn pages in the period. They are counted by the groups and "
    "focus areas of the learning path. We do not know who they are, so some may also be among the "
    "people helped.",
)


@register
class FundReturn(Report):
    name = "fund-return"
    title = "Fund return by group and focus area"
    about = "People helped and learners, by the groups and focus areas of a national fund."
    asks = PeriodQuestion
    order = 46

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        """Of the whole partnership, as the outcomes are."""
        return user.is_authenticated and user.has_perm("inclusion.manage")

    def paper(self, question: Question) -> Paper:
        period = Period(question.answers["starts"], question.answers["ends"])
        last = editions.last(self.name, period.starts, period.ends)
        known = list(FundTag.objects.all())
        helped = _hidden("people", fund_return.people(period, known), known, last)
        learned = _hidden("learners", fund_return.learners(period), known, last)
        funds = list(dict.fromkeys(one.fund for one in known))
        sections = [
            Section(
                "summary",
                "Summary",
                [
                    Figures(
                        "fund",
                        [
                            Figure("people", "People helped", _whole("people", helped)),
                            Figure("learners", "Learners", _whole("learners", learned)),
                        ],
                    )
                ],
            )
        ]
        for number, fund in enumerate(funds, 1):
            tables = [
                _table(
                    f"{kind.value}-{number}",
                    [one for one in known if (one.fund, one.kind) == (fund, kind)],
                    kind,
                    helped,
                    learned,
                )
                for kind in TagKind
            ]
            sections.append(Section(f"fund-{number}", fund, tables))
        return Paper(
            title=self.said(question),
            sections=sections,
            notes=NOTES if known else (NONE, *NOTES),
            counts=helped | learned,
        )


NONE = (
    "No groups or focus areas are recorded yet. The portal administrator can load those of the "
    "Digital Inclusion Innovation Fund with manage.py load_fund_tags."
)


def _key(what: str, tag: FundTag) -> str:
    """The same from edition to edition, whatever is added."""
    return f"{what}/{tag.pk}"


def _hidden(
    what: str, counted: Counted, known: list[FundTag], last: editions.Last
) -> dict[str, Edition]:
    """Each tag divides the same people in two; what one of them must hide, none shows."""
    if not known:
        whole = breakdown({IN: counted.total}, **last.for_table(what))
        return {what: whole}
    tables = {
        _key(what, one): {IN: counted.of[one.pk], OUT: counted.total - counted.of[one.pk]}
        for one in known
    }
    made = breakdowns(*tables.values(), **last.for_tables(*tables))
    return dict(zip(tables, made, strict=True))


def _whole(what: str, hidden: dict[str, Edition]) -> Any:
    return _said(next(iter(hidden.values())).shown(TOTAL))


def _said(number: int | None) -> Any:
    return SUPPRESSED if number is None else number


def _table(
    key: str,
    of_table: list[FundTag],
    kind: TagKind,
    helped: dict[str, Edition],
    learned: dict[str, Edition],
) -> Table:
    rows = [
        (
            one.label,
            one.about,
            _said(helped[_key("people", one)].shown(IN)),
            _said(learned[_key("learners", one)].shown(IN)),
        )
        for one in of_table
    ]
    columns = (
        Column("name", HEADINGS[kind]),
        Column("definition", "Definition"),
        Column("people", "People helped", Kind.WHOLE),
        Column("learners", "Learners on paths tagged with it", Kind.WHOLE),
    )
    title = f"By {HEADINGS[kind].lower()}"
    return Table(key, title, columns, lambda: iter(rows), len(rows), empty="None recorded.")
