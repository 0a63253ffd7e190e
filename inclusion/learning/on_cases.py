"""What learning adds to a case: see `inclusion.cases.additions`."""

from django.db.models import QuerySet

from inclusion.cases.additions import Addition, add
from inclusion.cases.models import Case
from inclusion.cases.selectors.residents import everybody
from inclusion.learning.data_subjects import learning_parts
from inclusion.learning.models import Assessment, Learner
from inclusion.learning.selectors import teaching
from inclusion.learning.services import progress


def forget(people: list[int], cases: QuerySet[Case]) -> None:
    for learner in Learner.objects.filter(person__in=people):
        progress.forget(learner=learner)


add(
    Addition(
        room="learning",
        on_page=lambda case: {"learning": teaching.of_case(case)},
        forget=forget,
        parts=learning_parts(
            lambda person: Learner.objects.filter(person__in=everybody(person)),
            lambda person: Assessment.objects.filter(person__in=everybody(person)),
        ),
    )
)
