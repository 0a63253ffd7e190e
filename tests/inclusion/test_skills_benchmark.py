"""A survey of the region beside our own skills checks: with its source, and two questions apart."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from inclusion.learning.selectors import benchmarks, distance
from inclusion.learning.services import assessments, frameworks
from inclusion.models import AnsweredBy, Benchmark, BenchmarkFigure
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.learning import answer_all
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db
ABOUT = {
    "name": "Skills survey",
    "edition": "2025",
    "question": "Adults were asked what they could do.",
    "source": "A bank, www.bank.example",
    "licence": "With permission.",
    "region": "East of England",
}
GOOD = (
    "Region,Measure,Percent\n"
    "East of England,Foundation level,81.5\n"
    "East of England,Transacting,90%\n"
    "East of England,Life,87\n"
    "London,Foundation level,85\n"
)


@pytest.fixture
def imported(tmp_path):
    def run(text: str = GOOD, **options) -> str:
        path = tmp_path / "survey.csv"
        path.write_text(text)
        out = io.StringIO()
        call_command("import_skills_benchmark", path, **(ABOUT | options), stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def checked(team, caseworker):
    """So many people, each checked twice: not yet anything, then everything alone."""
    frameworks.install()

    def make(number: int, answered_by: str = AnsweredBy.SELF) -> None:
        for _ in range(number):
            need = NeedFactory(
                case=a_case(handled_by=team.organisation), kind="skills", state="approved"
            )
            for can_do in ("not_yet", "alone"):
                begun = assessments.begin_with(need=need, answered_by=answered_by, by=caseworker)
                answer_all(begun, can_do, by=caseworker)

    return make


def beside(by=None):
    [cohort] = distance.cohorts(by or manager())
    return benchmarks.beside(cohort, benchmarks.survey())


# Importing ---


def test_a_survey_is_imported_with_its_question_and_source(imported):
    said = imported()

    assert "with 4 figures" in said
    assert "East of England" in said
    one = Benchmark.objects.get()
    assert (one.question, one.source, one.licence) == (
        ABOUT["question"],
        ABOUT["source"],
        ABOUT["licence"],
    )
    assert {(row.region, row.measured, str(row.percent)) for row in one.figures.all()} == {
        ("East of England", "foundation", "81.5"),
        ("East of England", "transacting", "90.0"),
        ("East of England", "life", "87.0"),
        ("London", "foundation", "85.0"),
    }


def test_imported_again_it_is_there_once_and_may_show_another_region(imported):
    imported()

    imported(region="london")

    assert [one.region for one in Benchmark.objects.all()] == ["London"]
    assert BenchmarkFigure.objects.count() == 4
    with pytest.raises(CommandError, match="with other figures"):
        imported(GOOD.replace("81.5", "82"))
    assert imported(GOOD.replace("81.5", "82"), edition="2026")
    assert benchmarks.survey().benchmark.edition == "2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("Region,Measure,Percent\n", "no figures"),
        ("Region,Percent\nLondon,5\n", "Add these columns to the file: measure"),
        (GOOD + "London,Cooking,5\n", "Row 6: “Cooking” is not a measure"),
        (GOOD + ",Life,5\n", "Row 6: enter the region"),
        (GOOD + "London,Life,\n", "Row 6: enter the percentage"),
        (GOOD + "London,Life,101\n", "Row 6: "),
        (GOOD + "London,Life,=1+1\n", "Row 6: "),
        (GOOD + "London,Life,many\n", "Row 6: "),
        (GOOD + "LONDON,Foundation,85\n", "2 times"),
        (GOOD.replace("East of England", "Wales"), "no region “East of England”"),
        (
            "Region,Measure,Percent\nEast of England,Life,0.87\n",
            "Enter percentages such as 83",
        ),
    ],
)
def test_a_file_with_an_error_is_refused_whole(imported, text, said):
    with pytest.raises(CommandError) as refused:
        imported(text)

    assert said in str(refused.value)
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("name", ["name", "edition", "question", "source", "licence", "region"])
def test_it_needs_everything_that_says_whose_figures_they_are(imported, name):
    with pytest.raises(CommandError):
        imported(**{name: ""})

    assert not Benchmark.objects.exists()


# Beside our own ---


def test_our_people_stand_beside_the_region(imported, checked):
    imported()
    checked(6)

    found = {row.measured.value: (row.first, row.latest, row.region) for row in beside().rows}

    assert found["foundation"] == ("0%", "100%", "81.5%")
    assert found["life"] == ("0%", "100%", "87%")
    assert found["transacting"] == ("0%", "100%", "90%")
    assert found["safe"] == ("0%", "100%", "No figure")


def test_a_group_that_is_too_small_stands_beside_nothing(imported, checked):
    imported()
    checked(4)

    assert beside() is None


def test_what_staff_saw_is_not_compared_with_what_people_said_in_a_survey(imported, checked):
    imported()
    checked(6, AnsweredBy.OBSERVED)

    assert beside() is None


def test_the_page_says_that_they_are_two_questions_and_whose_figures(client, imported, checked):
    imported()
    checked(6)
    client.force_login(manager())

    page = client.get(reverse("inclusion_workspace:learning")).content.decode()

    assert "2 different questions" in page
    assert "All adults, East of England" in page
    for words in (ABOUT["question"], ABOUT["source"], "2025 edition"):
        assert words in page
    answer = client.get(reverse("inclusion_workspace:learning_csv"))
    rows = b"".join(answer.streaming_content).decode()
    assert "East of England,81.5,Skills survey 2025: A bank" in rows.replace('"', "")


def test_without_a_survey_managers_read_how_to_import_one(client, checked, caseworker):
    checked(6)
    for person, is_told in ((manager(), True), (caseworker, False)):
        client.force_login(person)
        page = client.get(reverse("inclusion_workspace:learning")).content.decode()
        assert ("import_skills_benchmark" in page) is is_told
        assert "All adults" not in page
