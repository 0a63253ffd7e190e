"""What the return of a national fund asks for: how many people were helped and how many learned, by
its groups and focus areas. Numbers of the whole partnership; `fund_return_report` says which of
them may be shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import Coalesce

from inclusion.cases.models import CaseTag, FundTag
from inclusion.cases.selectors import tags
from inclusion.learning.models import LearningPath, LessonDone
from inclusion.outcomes import Period, helped_with


@dataclass(frozen=True)
class Counted:
    """One whole, and how many of it each tag applies to, by its key. Somebody may be in several
    groups, or in none, so that they do not add up."""

    total: int
    of: Counter[int]


@dataclass
class _Case:
    born: date | None
    kinds: set[str] = field(default_factory=set)


def people(period: Period, known: list[FundTag]) -> Counted:
    """People who were helped in the period, each once. A focus area is that of what they were
    helped with; ages are those of the last day."""
    rows = helped_with(period).values_list(
        "case",
        "kind",
        "case__person__date_of_birth",
        Coalesce("case__person__merged_into", "case__person"),
    )
    cases: dict[int, _Case] = {}
    of_person: dict[int, set[int]] = defaultdict(set)
    for case, kind, born, person in rows.order_by().iterator():
        cases.setdefault(case, _Case(born)).kinds.add(kind)
        of_person[person].add(case)
    said: dict[int, dict[int, bool]] = defaultdict(dict)
    answers = CaseTag.objects.filter(case__in=helped_with(period).values("case"))
    for case, tag, applies in answers.values_list("case", "tag", "applies").order_by().iterator():
        said[case][tag] = applies
    counted: Counter[int] = Counter()
    for mine in of_person.values():
        here: set[int] = set()
        for case in mine:
            one = cases[case]
            here |= tags.in_effect(
                known, said.get(case, {}), kinds=one.kinds, born=one.born, on=period.ends
            )
        counted.update(here)
    return Counted(len(of_person), counted)


def learners(period: Period) -> Counted:
    """People who did a lesson here in the period, by the tags of its path. Who they are nobody
    knows, so that one of them may be among the people helped."""
    of_path: dict[int, set[int]] = defaultdict(set)
    pairs = LearningPath.tags.through.objects.values_list("learningpath", "fundtag")
    for path, tag in pairs:
        of_path[path].add(tag)
    done = LessonDone.objects.filter(period.of("done_at__date"))
    of_learner: dict[int, set[int]] = defaultdict(set)
    found = done.values_list("learner", "lesson__module__path").order_by().distinct()
    for learner, path in found.iterator():
        of_learner[learner] |= of_path[path]
    counted: Counter[int] = Counter()
    for here in of_learner.values():
        counted.update(here)
    return Counted(len(of_learner), counted)
