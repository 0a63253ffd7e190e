"""The constraints of help and learning, each with the row that breaks it."""

from inclusion.models import (
    Assessment,
    Benchmark,
    BenchmarkFigure,
    Confidence,
    EqualityAnswers,
    Framework,
    HelpLink,
    ItemSwitch,
    Learner,
    LessonDone,
    LessonVersion,
    SkillAnswer,
    Statement,
)
from tests.factories.inclusion import HelpPlaceFactory, SocialTariffFactory
from tests.factories.learning import LessonFactory

from .breaking import Case, Rows, another, changed


def stand(rows: Rows) -> None:
    rows.place = HelpPlaceFactory()
    rows.tariff = SocialTariffFactory()
    rows.equality = EqualityAnswers.objects.create(month=rows.today.replace(day=1))
    rows.switch = ItemSwitch.objects.create(item="laptop")

    film = {"video": "https://films.example/", "transcript": "T"}
    rows.lesson = LessonFactory(**film)
    rows.module = rows.lesson.module
    rows.version = LessonVersion.objects.create(
        lesson=rows.lesson, number=1, title="Lesson", words="W", written_by=rows.ada, **film
    )
    rows.help_link = HelpLink.objects.create(
        title="Help", about="It helps.", url="https://help.example/"
    )
    rows.path = rows.module.path
    rows.learner = Learner.objects.create()
    rows.lesson_done = LessonDone.objects.create(learner=rows.learner, lesson=rows.lesson)
    rows.framework = Framework.objects.create(name="Skills", version="1", is_current=True)
    rows.statement = Statement.objects.create(
        framework=rows.framework, area="foundation", level="foundation", number=1, words="I can."
    )
    rows.assessment = Assessment.objects.create(framework=rows.framework, person=rows.resident)
    rows.answer = SkillAnswer.objects.create(
        assessment=rows.assessment, statement=rows.statement, can_do="alone"
    )
    rows.benchmark = Benchmark.objects.create(
        name="Survey", edition="1", question="Q", source="S", licence="L", region="East"
    )
    rows.benchmark_figure = BenchmarkFigure.objects.create(
        benchmark=rows.benchmark, region="East", measured="life", percent=50
    )
    rows.confidence = Confidence.objects.create(assessment=rows.assessment, area="safe", level=3)


CASES: dict[str, Case] = {
    "inclusion_place_in_the_uk": lambda rows: changed(rows.place, latitude=0, longitude=0),
    "inclusion_one_tariff_per_name": lambda rows: another(rows.tariff),
    "inclusion_tariff_costs_something": lambda rows: changed(rows.tariff, pounds_a_month=-1),
    "inclusion_equality_month_only": lambda rows: changed(
        rows.equality, month=rows.equality.month.replace(day=2)
    ),
    "inclusion_switch_item_known": lambda rows: changed(rows.switch, item="?"),
    "inclusion_paused_says_how_long": lambda rows: changed(rows.switch, is_paused=True),
    "inclusion_switch_weeks_sensible": lambda rows: changed(rows.switch, weeks=105),
    "inclusion_path_address_is_free": lambda rows: changed(rows.path, slug="mine"),
    "inclusion_module_area_known": lambda rows: changed(rows.module, area="?"),
    "inclusion_lesson_is_short": lambda rows: changed(rows.lesson, minutes=61),
    "inclusion_lesson_published_has_text": lambda rows: changed(rows.lesson, words=""),
    "inclusion_lesson_video_has_transcript": lambda rows: changed(rows.lesson, transcript=""),
    "inclusion_version_video_has_transcript": lambda rows: changed(
        rows.version, video="http://films.example/"
    ),
    "inclusion_benchmark_edition_once": lambda rows: another(rows.benchmark),
    "inclusion_benchmark_figure_once": lambda rows: another(rows.benchmark_figure),
    "inclusion_benchmark_measure_known": lambda rows: changed(rows.benchmark_figure, measured="?"),
    "inclusion_benchmark_is_a_share": lambda rows: changed(rows.benchmark_figure, percent=101),
    "inclusion_version_number_once": lambda rows: another(
        rows.version, state="published", written_by=None
    ),
    "inclusion_one_version_being_written": lambda rows: another(rows.version, number=2),
    "inclusion_version_state_known": lambda rows: changed(rows.version, state="?"),
    "inclusion_version_reviewed_by_another": lambda rows: changed(
        rows.version, state="published", reviewed_by=rows.ada
    ),
    "inclusion_help_link_is_https": lambda rows: changed(
        rows.help_link, url="http://help.example/"
    ),
    "inclusion_help_link_once": lambda rows: another(rows.help_link),
    "inclusion_help_link_fails_since": lambda rows: changed(rows.help_link, problem="Gone"),
    "inclusion_a_lesson_is_done_once": lambda rows: another(rows.lesson_done),
    "inclusion_framework_version_once": lambda rows: another(rows.framework, is_current=False),
    "inclusion_one_current_framework": lambda rows: another(rows.framework, version="2"),
    "inclusion_statement_number_once": lambda rows: another(rows.statement),
    "inclusion_statement_level_of_area": lambda rows: changed(rows.statement, level="life"),
    "inclusion_assessment_of_somebody": lambda rows: changed(rows.assessment, person=None),
    "inclusion_assessment_observed_by_somebody": lambda rows: changed(
        rows.assessment, answered_by="observed"
    ),
    "inclusion_statement_answered_once": lambda rows: another(rows.answer),
    "inclusion_can_do_known": lambda rows: changed(rows.answer, can_do="?"),
    "inclusion_confidence_of_area_once": lambda rows: another(rows.confidence),
    "inclusion_confidence_from_1_to_5": lambda rows: changed(rows.confidence, level=6),
}
