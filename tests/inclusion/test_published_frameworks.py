"""A framework of digital skills that somebody published, from a file."""

import io

import pytest
from django.core.management import CommandError, call_command

from inclusion.learning.services import frameworks
from inclusion.models import Framework

pytestmark = pytest.mark.django_db
ABOUT = {
    "name": "Essential Digital Skills",
    "edition": "2018",
    "source": "Department for Education",
    "licence": "Open Government Licence v3.0",
}
GOOD = (
    "Area,Level,Statement\n"
    "Foundation,Foundation,turn on a device\n"
    "Being safe and legal online,Life,keep my device up to date\n"
)


@pytest.fixture
def imported(tmp_path):
    def run(text: str, **options) -> str:
        path = tmp_path / "skills.csv"
        path.write_text(text)
        out = io.StringIO()
        call_command("import_skills", path, **(ABOUT | options), stdout=out)
        return out.getvalue()

    return run


def test_a_framework_is_imported_with_source_and_licence_and_not_asked_yet(imported):
    ours = frameworks.install()

    said = imported(GOOD)

    assert "with 2 statements" in said
    framework = Framework.objects.get(version="2018")
    assert (framework.source, framework.licence) == (ABOUT["source"], ABOUT["licence"])
    assert [(one.number, one.area, one.level, one.words) for one in framework.statements.all()] == [
        (1, "foundation", "foundation", "turn on a device"),
        (2, "safe", "life", "keep my device up to date"),
    ]
    assert Framework.objects.get(is_current=True) == ours


def test_imported_again_it_is_there_once_and_can_be_used(imported):
    frameworks.install()
    imported(GOOD)

    assert "Now in use." in imported(GOOD, use=True)

    assert Framework.objects.filter(version="2018").count() == 1
    assert Framework.objects.get(is_current=True).version == "2018"
    with pytest.raises(CommandError, match="with other statements"):
        imported(GOOD.replace("turn on a device", "turn on a phone"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("Area,Level,Statement\n", "no statements"),
        ("Area,Statement\nFoundation,x\n", "Add these columns to the file: level"),
        (GOOD + "Cooking,Life,boil an egg\n", "Row 4: “Cooking” is not an area"),
        (GOOD + "Transacting,Work,pay\n", "Row 4: “Work” is not a level"),
        (GOOD + "Transacting,Foundation,pay\n", "Row 4: use the Foundation level"),
        (GOOD + "Transacting,Life,\n", "Row 4: enter the statement"),
        (GOOD + f"Transacting,Life,{'x' * 201}\n", "Row 4: enter a statement of 200"),
        (GOOD + "Foundation,Foundation,Turn on a DEVICE\n", "Row 4: this statement is in the file"),
    ],
)
def test_a_file_with_an_error_is_refused_whole(imported, text, said):
    with pytest.raises(CommandError) as refused:
        imported(text)

    assert said in str(refused.value)
    assert not Framework.objects.exists()


@pytest.mark.parametrize("name", ["name", "edition", "source", "licence"])
def test_it_needs_a_name_a_version_a_source_and_a_licence(imported, name):
    with pytest.raises(CommandError):
        imported(GOOD, **{name: ""})

    assert not Framework.objects.exists()


def test_a_file_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_skills", tmp_path / "none.csv", **ABOUT)
