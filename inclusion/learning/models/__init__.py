from inclusion.learning.models.benchmarks import Benchmark, BenchmarkFigure, Measured
from inclusion.learning.models.learning import (
    LearningModule,
    LearningPath,
    Lesson,
    QuizAnswer,
    QuizQuestion,
    SkillArea,
)
from inclusion.learning.models.links import HelpLink
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
from inclusion.learning.models.versions import VERSION_MOVES, LessonVersion, VersionState

__all__ = [
    "RANK",
    "VERSION_MOVES",
    "AnsweredBy",
    "Assessment",
    "Benchmark",
    "BenchmarkFigure",
    "CanDo",
    "Confidence",
    "Framework",
    "HelpLink",
    "Learner",
    "LearningModule",
    "LearningPath",
    "Lesson",
    "LessonDone",
    "LessonVersion",
    "Measured",
    "QuizAnswer",
    "QuizQuestion",
    "SkillAnswer",
    "SkillArea",
    "SkillLevel",
    "Statement",
    "VersionState",
]
