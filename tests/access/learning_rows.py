"""Many rows of everything that has to do with learning."""

from datetime import timedelta

from django.utils import timezone

from inclusion.learning.services import frameworks
from inclusion.models import (
    Appointment,
    Assessment,
    Benchmark,
    Framework,
    FundTag,
    HelpLink,
    Learner,
    LearningModule,
    LearningPath,
    Lesson,
    LessonDone,
    LessonVersion,
    SkillAnswer,
)
from tests.factories.inclusion import NeedFactory
from tests.factories.learning import a_lesson, a_path, asked


class LearningRows:
    """See `rows.Rows`, of which this is a part."""

    def begin_learning(self) -> None:
        self.learning_path = a_path(slug="first-path")
        self.lesson = a_lesson(self.learning_path, slug="first-lesson")
        asked(self.lesson)
        self.learner = Learner.objects.create(person=self.case.person)
        self.framework = frameworks.install()
        self.skills_need = NeedFactory(case=self.case, kind="skills")

    def learning_paths(self, numbers) -> None:
        paths = LearningPath.objects.bulk_create(
            LearningPath(title=f"Path {n}", slug=f"row-{n}", promise="P", is_published=True)
            for n in numbers
        )
        modules = LearningModule.objects.bulk_create(
            LearningModule(path=one, title="Part") for one in paths
        )
        self._lessons(zip(modules, (f"of-row-{n}" for n in numbers), strict=True))

    def _lessons(self, pairs) -> list[Lesson]:
        return Lesson.objects.bulk_create(
            Lesson(module=module, title="Lesson", slug=slug, words="W", is_published=True)
            for module, slug in pairs
        )

    def lessons(self, numbers) -> None:
        made = self._lessons((self.lesson.module, f"row-{n}") for n in numbers)
        LessonDone.objects.bulk_create(LessonDone(learner=self.learner, lesson=one) for one in made)

    def quiz_questions(self, numbers) -> None:
        for n in numbers:
            asked(self.lesson, f"Question {n}?")

    def help_links(self, numbers) -> None:
        HelpLink.objects.bulk_create(
            HelpLink(title="Help", about="It helps.", url=f"https://help.example/{n}")
            for n in numbers
        )

    def lesson_versions(self, numbers) -> None:
        LessonVersion.objects.bulk_create(
            LessonVersion(
                lesson=self.lesson,
                number=n + 1,
                title="Lesson",
                words="W",
                state="published",
                written_by=self.caseworker,
                reviewed_by=self.manager,
            )
            for n in numbers
        )

    def lesson_reviews(self, numbers) -> None:
        made = self._lessons((self.lesson.module, f"reviewed-{n}") for n in numbers)
        LessonVersion.objects.bulk_create(
            LessonVersion(
                lesson=one,
                number=1,
                title="Lesson",
                words="W",
                state="review",
                written_by=self.caseworker,
            )
            for one in made
        )

    def frameworks(self, numbers) -> None:
        Framework.objects.bulk_create(
            Framework(name="Old", version=str(n), source="S", licence="L") for n in numbers
        )

    def benchmarks(self, numbers) -> None:
        Benchmark.objects.bulk_create(
            Benchmark(
                name="Survey", edition=str(n), question="Q", source="S", licence="L", region="R"
            )
            for n in numbers
        )

    def fund_tags(self, numbers) -> None:
        FundTag.objects.bulk_create(
            FundTag(fund="Fund", kind="group", slug=f"row-{n}", label=f"Group {n}", source="S")
            for n in numbers
        )

    def learners(self, numbers) -> None:
        made = Learner.objects.bulk_create(Learner() for _ in numbers)
        LessonDone.objects.bulk_create(LessonDone(learner=one, lesson=self.lesson) for one in made)

    def sessions(self, numbers) -> None:
        now = timezone.now()
        Appointment.objects.bulk_create(
            Appointment(
                case=self.case,
                need=self.skills_need,
                starts_at=now - timedelta(hours=n + 1),
                ends_at=now - timedelta(hours=n + 0.5),
                way="phone",
                place=f"Room {n}",
                practised="Email",
                whose=self.caseworker,
            )
            for n in numbers
        )

    def skills(self, numbers) -> None:
        self._assess(self._people(numbers))

    def skills_of_one(self, numbers) -> None:
        self._assess([self.case.person for _ in numbers])

    def _assess(self, people) -> None:
        """Each twice."""
        made = Assessment.objects.bulk_create(
            Assessment(framework=self.framework, person=one, finished_at=timezone.now())
            for one in people
            for _ in range(2)
        )
        statement = self.framework.statements.first()
        SkillAnswer.objects.bulk_create(
            SkillAnswer(assessment=one, statement=statement, can_do="alone") for one in made
        )
