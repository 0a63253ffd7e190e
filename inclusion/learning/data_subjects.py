"""People who learn and keep their progress."""

from typing import Any

from django.db.models import Q

from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, register
from diz_portal.privacy.mentions import places
from inclusion.learning.models import (
    Assessment,
    Confidence,
    Framework,
    Learner,
    LearningModule,
    LearningPath,
    Lesson,
    LessonDone,
    QuizAnswer,
    QuizQuestion,
    SkillAnswer,
    Statement,
)
from inclusion.learning.services import progress


def learning_parts(learners: Any, assessments: Any) -> tuple[Part, ...]:
    """Progress and what somebody said they can do: of a resident, or of who learns alone."""
    return (
        Part(
            Learner,
            learners,
            ("email", "started_at", "used_at"),
            {"account": "is this person’s", "person": "is this person"},
        ),
        Part(
            LessonDone,
            lambda row: LessonDone.objects.filter(learner__in=learners(row)),
            ("lesson", "done_at"),
        ),
        Part(
            Assessment,
            assessments,
            ("framework", "answered_by", "taken_on", "finished_at"),
            {"person": "is this person", "learner": "is this person"},
        ),
        Part(
            SkillAnswer,
            lambda row: SkillAnswer.objects.filter(assessment__in=assessments(row)),
            ("statement", "can_do"),
        ),
        Part(
            Confidence,
            lambda row: Confidence.objects.filter(assessment__in=assessments(row)),
            ("area", "level"),
        ),
    )


def _learners(wanted: Wanted) -> Any:
    """By the address they gave, or by their account; most are nobody's in particular."""
    known = Learner.objects.exclude(email="", account=None).select_related("account")
    if wanted.email:
        return known.filter(Q(email=wanted.email) | Q(account__email__iexact=wanted.email))
    return wanted.among(known, name="account__name", phone="")


register(
    Kind(
        name="learner",
        what="Progress in learning",
        model=Learner,
        find=_learners,
        bearer=lambda row: Bearer(
            row.account.name if row.account else "",
            row.email or (row.account.email if row.account else ""),
        ),
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=lambda row, by: progress.forget(learner=row),
        mail=lambda row: (progress.prefix(row),),
        parts=[
            *learning_parts(
                lambda row: Learner.objects.filter(pk=row.pk),
                lambda row: Assessment.objects.filter(learner=row),
            )
        ],
    )
)

places.found_by_itself(Learner, "email", kind="learner")
for model in (LearningPath, LearningModule, Lesson, QuizQuestion, QuizAnswer, Framework, Statement):
    places.published(model)
    places.room(model, name="Learning", read=places.staff)
