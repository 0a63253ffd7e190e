"""People who learn and keep their progress."""

from typing import Any

from django.db.models import Q

from diz_portal.accounts import visits
from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import (
    Bearer,
    Kind,
    Part,
    Shown,
    Wanted,
    known,
    own,
    register,
)
from diz_portal.privacy.mentions import places
from inclusion.learning.models import (
    AnsweredBy,
    Assessment,
    Benchmark,
    BenchmarkFigure,
    Confidence,
    Framework,
    HelpLink,
    Learner,
    LearningModule,
    LearningPath,
    Lesson,
    LessonDone,
    LessonVersion,
    QuizAnswer,
    QuizQuestion,
    SkillAnswer,
    Statement,
)
from inclusion.learning.services import progress


def _who_answered(assessment: Assessment) -> str:
    return (
        "You"
        if assessment.answered_by == AnsweredBy.SELF
        else "A member of staff, from what they saw"
    )


def _came_from(learner: Learner) -> str:
    return "From what you did in the lessons, and what you gave us to save your progress."


def learning_parts(learners: Any, assessments: Any) -> tuple[Part, ...]:
    """Progress and what somebody said they can do: of a resident, or of who learns alone."""
    return (
        Part(
            Learner,
            learners,
            {"email": own("Email address"), "started_at": "Started", "used_at": "Last used"},
            {"account": "is this person’s", "person": "is this person"},
            subject="Your progress in learning",
        ),
        Part(
            LessonDone,
            lambda row: LessonDone.objects.filter(learner__in=learners(row)),
            {
                "lesson": known("Lesson", lambda one: one.lesson.title),
                "done_at": "Done",
            },
            subject="Lessons you have done",
            more={"Topic": known("Topic", lambda one: one.lesson.module.path.title)},
        ),
        Part(
            Assessment,
            assessments,
            {
                "taken_on": "Day",
                "answered_by": known("Who answered", _who_answered),
                "finished_at": "Finished",
                "framework": "Framework",
            },
            {"person": "is this person", "learner": "is this person"},
            subject="Your skills checks",
        ),
        Part(
            SkillAnswer,
            lambda row: SkillAnswer.objects.filter(assessment__in=assessments(row)),
            {
                "assessment": Shown("Day", lambda one: one.assessment.taken_on),
                "statement": known("Skill", lambda one: one.statement.words),
                "can_do": "Your answer",
            },
            subject="What you said you can do online",
        ),
        Part(
            Confidence,
            lambda row: Confidence.objects.filter(assessment__in=assessments(row)),
            {
                "assessment": Shown("Day", lambda one: one.assessment.taken_on),
                "area": "Area",
                "level": "How confident you feel, from 1 to 5",
            },
            subject="How confident you said you feel online",
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
        source=_came_from,
        parts=[
            *learning_parts(
                lambda row: Learner.objects.filter(pk=row.pk),
                lambda row: Assessment.objects.filter(learner=row),
            )
        ],
    )
)

places.found_by_itself(Learner, "email", kind="learner")
for model in (
    LearningPath,
    LearningModule,
    Lesson,
    QuizQuestion,
    QuizAnswer,
    Framework,
    Statement,
    HelpLink,
    Benchmark,
    BenchmarkFigure,
):
    places.published(model)
    places.room(model, name="Learning", read=places.staff)
places.room(LessonVersion, name="Learning", read=places.staff)
places.yields(LessonVersion, "published_stays")

visits.mark("learner")
