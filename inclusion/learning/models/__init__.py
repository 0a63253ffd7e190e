from inclusion.learning.models.learning import (
    LearningModule,
    LearningPath,
    Lesson,
    QuizAnswer,
    QuizQuestion,
    SkillArea,
)
from inclusion.learning.models.progress import (
    Learner,
    LessonDone,
)
from inclusion.learning.models.skills import (
    RANK,
    AnsweredBy,
    Assessment,
    CanDo,
    Confidence,
    Framework,
    SkillAnswer,
    SkillLevel,
    Statement,
)

__all__ = [
    "RANK",
    "AnsweredBy",
    "Assessment",
    "CanDo",
    "Confidence",
    "Framework",
    "Learner",
    "LearningModule",
    "LearningPath",
    "Lesson",
    "LessonDone",
    "QuizAnswer",
    "QuizQuestion",
    "SkillAnswer",
    "SkillArea",
    "SkillLevel",
    "Statement",
]
