"""Asking what somebody can do online, area by area, and keeping what they answer."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases.models import Case, CaseEventKind, Need
from inclusion.cases.services import casebook
from inclusion.learning.models import (
    AnsweredBy,
    Assessment,
    Confidence,
    Framework,
    Learner,
    SkillAnswer,
    Statement,
)
from inclusion.learning.services import sessions


class NothingToAsk(Refusal):
    message = "There is no skills check yet. Ask a programme manager to set one up"


class FinishedAlready(Refusal):
    message = "You have already finished this check. Start a new one"


def _current() -> Framework:
    framework = Framework.objects.filter(is_current=True).first()
    if framework is None:
        raise NothingToAsk
    return framework


@transaction.atomic
def begin_own(*, learner: Learner) -> Assessment:
    """Somebody looks at what they can do; one that they left half-way is gone on with."""
    framework = _current()
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    begun = learner.assessments.begun().filter(framework=framework).first()
    return begun or Assessment.objects.create(
        framework=framework, learner=learner, person_id=learner.person_id
    )


@transaction.atomic
def begin_with(*, need: Need, answered_by: str, by: User) -> Assessment:
    """A caseworker goes through it with the person, or writes down what they saw."""
    framework = _current()
    case = casebook.lock_open(need.case)
    need.case = case
    begun = need.assessments.begun().filter(framework=framework, answered_by=answered_by).first()
    if begun:
        return begun
    sessions.approve(need, by)
    return Assessment.objects.create(
        framework=framework,
        person_id=case.person_id,
        need=need,
        answered_by=AnsweredBy(answered_by),
        by=by,
    )


@transaction.atomic
def answer(
    *,
    assessment: Assessment,
    answers: Mapping[int, str],
    area: str,
    confidence: int | None = None,
    by: User | None = None,
) -> Assessment:
    """Keep the answers of one area, by the keys of its statements; with the last one it is
    finished, and stays as it is."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.finished_at:
        raise FinishedAlready
    asked = set(
        Statement.objects.filter(framework=assessment.framework_id, area=area).values_list(
            "pk", flat=True
        )
    )
    if set(answers) != asked:
        raise Refusal("Select an answer for each one")
    for statement, can_do in answers.items():
        SkillAnswer.objects.update_or_create(
            assessment=assessment, statement_id=statement, defaults={"can_do": can_do}
        )
    if confidence:
        Confidence.objects.update_or_create(
            assessment=assessment, area=area, defaults={"level": confidence}
        )
    if not missing_areas(assessment):
        _finish(assessment, by)
    return assessment


def missing_areas(assessment: Assessment) -> list[str]:
    """The areas that are not answered yet, in order."""
    answered = assessment.answers.values("statement")
    left = (
        Statement.objects.filter(framework=assessment.framework_id)
        .exclude(pk__in=answered)
        .order_by("number")
        .values_list("area", flat=True)
    )
    return list(dict.fromkeys(left))


def _finish(assessment: Assessment, by: User | None) -> None:
    assessment.finished_at = timezone.now()
    assessment.taken_on = timezone.localdate()
    assessment.save(update_fields=["finished_at", "taken_on"])
    if assessment.need_id:
        need = Need.objects.select_related("case").get(pk=assessment.need_id)
        case: Case = need.case
        casebook.record(
            case,
            CaseEventKind.NEED,
            by=by,
            need=need,
            summary=f"Skills check done: {assessment.get_answered_by_display().lower()}",
        )
