"""What is held of how people learn: see `diz_portal.privacy`."""

from diz_portal.privacy import JOINT, Retention, declare, kept, no_personal_data
from inclusion.cases.personal_data import HANDLER
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

WITH_THE_LEARNER = (
    "With the progress it belongs to, or with the person: 2 years after the last case was closed "
    "the name is removed, and the figures stay"
)

for model, texts in (
    (LearningPath, "title slug promise"),
    (LearningModule, "title"),
    (Lesson, "title slug words"),
    (QuizQuestion, "words"),
    (QuizAnswer, "words feedback"),
):
    no_personal_data(model, reason="What anybody may read and learn.", texts=texts)
declare(
    Learner,
    what="People who learn and keep their progress",
    personal={
        "email": "email address, if they gave it",
        "account": "their account, if they were signed in",
        "person": "the person helped, if a caseworker sent the link",
    },
    controller=JOINT,
    why="To let somebody carry on where they stopped",
    retention=Retention(
        days=progress.KEPT.days,
        from_field="used_at",
        kind="learner",
        after="it was last used",
        words="13 months after it was last used, then deleted",
    ),
)
declare(
    LessonDone,
    what="Lessons that learners have done",
    personal={"lesson": "which lessons they have done"},
    controller=JOINT,
    why="To let somebody carry on where they stopped",
    retention=kept("With the progress: 13 months after it was last used"),
)
for asked, texts in ((Framework, "name version source licence"), (Statement, "words")):
    no_personal_data(asked, reason="What anybody can be asked about digital skills.", texts=texts)
declare(
    Assessment,
    what="What people said they can do online",
    personal={
        "person": "the person helped",
        "learner": "whose progress it belongs to",
        "by": "who wrote it down",
    },
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
declare(
    SkillAnswer,
    what="Answers about digital skills",
    personal={"can_do": "what they can do online"},
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
declare(
    Confidence,
    what="How sure people feel online",
    personal={"level": "how sure they feel"},
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
