"""`run_report`: the same file as the page's, in the foreground."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(try_out, partnership, tmp_path):
    def call(*args, **options):
        said = StringIO()
        options = {"out": str(tmp_path / "report.csv"), "kind": "csv"} | options
        call_command("run_report", *args, stdout=said, **options)
        return said.getvalue()

    return call


def test_it_writes_the_file_whole(run, tmp_path):
    assert "Wrote A report to try" in run("try-out")
    assert "Foxglove" in (tmp_path / "report.csv").read_text()
    assert [one.name for one in tmp_path.iterdir()] == ["report.csv"]


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("nothing", {}, "There is no report called “nothing”. Use one of these: "),
        ("try-out", {"kind": "zip"}, "A report to try has no CSV files in a ZIP format"),
        ("try-out", {"as_at": "2026-13-01"}, "“2026-13-01” is not a date. Enter it as 2026-03-31"),
        ("try-out", {"out": "/nowhere/at/all.csv"}, "could not be written: No such file"),
        ("rollout-status", {}, "Project: Select a project"),
    ],
)
def test_what_is_wrong_is_one_sentence(run, name, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(name, **options)


def test_the_list_names_every_report(run):
    assert "rollout-status: " in run(list=True)
