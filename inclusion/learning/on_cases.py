"""What learning adds to a case: see `inclusion.cases.additions`."""

from django.db.models import QuerySet
from django.urls import reverse

from inclusion.cases.additions import Addition, Door, add
from inclusion.cases.models import Case, Need, NeedKind, NeedState
from inclusion.cases.selectors.residents import everybody
from inclusion.learning.data_subjects import learning_parts
from inclusion.learning.models import Assessment, Learner
from inclusion.learning.selectors import teaching
from inclusion.learning.services import progress


def forget(people: list[int], cases: QuerySet[Case]) -> None:
    for learner in Learner.objects.filter(person__in=people):
        progress.forget(learner=learner)


def door(need: Need) -> Door | None:
    if need.kind != NeedKind.SKILLS or need.state != NeedState.APPROVED:
        return None
    return Door("Book a session", reverse("inclusion_workspace:session_add", args=[need.reference]))


add(
    Addition(
        room="learning",
        door=door,
        on_page=lambda case: {"learning": teaching.of_case(case)},
        forget=forget,
        parts=learning_parts(
            lambda person: Learner.objects.filter(person__in=everybody(person)),
            lambda person: Assessment.objects.filter(person__in=everybody(person)),
        ),
    )
)
