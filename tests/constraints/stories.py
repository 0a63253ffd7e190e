"""The constraints of case studies, lessons, themes and recognition, each with the row that breaks
it."""

from diz_portal.knowledge.models import Recognition, ThemeTag
from projects.models import CaseStudyEvent
from tests.factories.stories import lesson_of, story_of

from .breaking import Case, Rows, another, changed


def stand(rows: Rows) -> None:
    rows.story = story_of(rows.project, rows.ada)
    rows.story_event = CaseStudyEvent.objects.create(
        story=rows.story, step="sent_back", note="Say more", by=rows.ada
    )
    rows.lesson_learned = lesson_of(rows.project, rows.ada)
    rows.theme_tag = ThemeTag.objects.create(theme="skills", kind="project", key="one")
    rows.recognition = Recognition.objects.create(
        title="Of the year",
        given_by="Somebody",
        year=2020,
        source="https://a.example/",
        by=rows.ada,
    )


CASES: dict[str, Case] = {
    "projects_case_study_once": lambda rows: another(rows.story, slug="another"),
    "projects_case_study_state_known": lambda rows: changed(rows.story, state="lost"),
    "projects_case_study_reviewed_by_another": lambda rows: changed(
        rows.story, state="reviewed", reviewed_by=rows.ada
    ),
    "projects_case_study_published_on_a_day": lambda rows: changed(
        rows.story, state="published", reviewed_by=rows.ben
    ),
    "projects_case_study_sent_back_why": lambda rows: changed(rows.story_event, note=""),
    "projects_lesson_learned_once": lambda rows: another(rows.lesson_learned),
    "knowledge_theme_once": lambda rows: another(rows.theme_tag),
    "knowledge_theme_known": lambda rows: changed(rows.theme_tag, theme="nothing"),
    "knowledge_recognition_once": lambda rows: another(rows.recognition, title="OF THE YEAR"),
    "knowledge_recognition_year": lambda rows: changed(rows.recognition, year=0),
    "knowledge_recognition_has_a_source": lambda rows: changed(rows.recognition, source=""),
}
