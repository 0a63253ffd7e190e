"""What is held of how people learn: see `diz_portal.privacy`."""

from diz_portal.privacy import (
    JOINT,
    Footing,
    Purpose,
    Retention,
    declare,
    kept,
    no_personal_data,
    purpose,
)
from diz_portal.privacy.purposes import PARTNERSHIP
from inclusion.cases.personal_data import HANDLER, HELPING
from inclusion.learning.models import (
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

LEARNING = purpose(
    Purpose(
        key="learning",
        title="Progress with lessons",
        plain="If you save your progress, we keep a list of the lessons you have done. You can "
        "delete it yourself.",
        whom="People who learn here and save their progress",
        controller=JOINT,
        footing=Footing.CHOICE,
        main="inclusion.Learner",
        kept="For {period} after you last used it. Then we delete it.",
        recipients="Only the person; a caseworker who sent the link can see which lessons are done",
        order=22,
    )
)
WITH_THE_LEARNER = kept(
    "With the progress it belongs to, or with the person: {period} after the last case was closed "
    "the name is removed, and the figures stay",
    follows="inclusion.Person",
    theirs="For as long as your progress with lessons or, if we helped you, {period} after we "
    "have finished helping you. Then we remove your name and keep only numbers",
)

for model, texts in (
    (LearningPath, "title slug promise"),
    (LearningModule, "title"),
    (Lesson, "title slug words picture video transcript"),
    (QuizQuestion, "words"),
    (QuizAnswer, "words feedback"),
):
    no_personal_data(model, reason="What everyone can read and learn.", texts=texts)
no_personal_data(
    HelpLink, reason="Websites that our lessons link to.", texts="title about url problem"
)
for surveyed, texts in (
    (Benchmark, "name edition question source licence region"),
    (BenchmarkFigure, "region"),
):
    no_personal_data(surveyed, reason="What a survey has published of a region.", texts=texts)
declare(
    LessonVersion,
    what="Versions of lessons",
    personal={
        "written_by": "who wrote it",
        "reviewed_by": "who reviewed it",
    },
    controller=JOINT,
    purpose=PARTNERSHIP,
    not_personal={
        "title words picture video transcript questions": "what everyone can read and learn",
        "note": "what the reviewer asked to change in the text",
    },
    why="To show who wrote and who approved what residents read",
    retention=kept("For as long as the account is open"),
)
declare(
    Learner,
    what="People who learn and save their progress",
    personal={
        "email": "email address, if they gave it",
        "account": "their account, if they were signed in",
        "person": "the person helped, if a caseworker sent the link",
    },
    controller=JOINT,
    purpose=LEARNING,
    why="To let people carry on where they left off",
    retention=Retention(
        days=progress.KEPT.days,
        from_field="used_at",
        kind="learner",
        after="it was last used",
        words="{period} after it was last used, then deleted",
        theirs="{period} after you last used it. Then we delete it",
    ),
)
declare(
    LessonDone,
    what="Lessons that learners have done",
    personal={"lesson": "which lessons they have done"},
    controller=JOINT,
    purpose=LEARNING,
    why="To let people carry on where they left off",
    retention=kept(
        "With the progress: {period} after it was last used",
        follows="inclusion.Learner",
        theirs="{period} after you last used it. Then we delete it",
    ),
)
for asked, texts in ((Framework, "name version source licence"), (Statement, "words")):
    no_personal_data(asked, reason="What everyone is asked about digital skills.", texts=texts)
declare(
    Assessment,
    what="What people said they can do online",
    personal={
        "person": "the person helped",
        "learner": "whose progress it belongs to",
        "by": "who recorded it",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To choose what to learn next, and to show how much someone has learned",
    retention=WITH_THE_LEARNER,
)
declare(
    SkillAnswer,
    what="Answers about digital skills",
    personal={"can_do": "what they can do online"},
    controller=HANDLER,
    purpose=HELPING,
    why="To choose what to learn next, and to show how much someone has learned",
    retention=WITH_THE_LEARNER,
)
declare(
    Confidence,
    what="How confident people feel online",
    personal={"level": "how confident they feel"},
    controller=HANDLER,
    purpose=HELPING,
    why="To choose what to learn next, and to show how much someone has learned",
    retention=WITH_THE_LEARNER,
)
