"""Milestones and risks through the same preview."""

from datetime import date

import pytest

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from diz_portal.tables.asides import A_TITLE
from projects.imports.services import upload
from projects.models import Milestone, Risk
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.projects import ProjectFactory

from .import_files import csv_file

pytestmark = pytest.mark.django_db
MILESTONES = ["title", "owner", "baseline_on", "forecast_on", "actual_on", "note"]
RISKS = ["title", "owner", "impact", "likelihood", "proximity", "next review", "mitigation"]


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def checked(project):
    def check(kind, header, *rows):
        file = csv_file([dict(zip(header, row, strict=False)) for row in rows], header)
        batch = upload(project=project, kind=kind, file=file, by=manager())
        jobs.run("projects.ImportBatch", batch.pk)
        batch.refresh_from_db()
        return batch

    return check


@pytest.fixture
def applied(checked):
    def bring_in(*arguments):
        batch = checked(*arguments)
        imports.apply(batch=batch, by=manager())
        jobs.run("projects.ImportBatch", batch.pk)
        batch.refresh_from_db()
        assert batch.state == ImportState.APPLIED
        return batch

    return bring_in


def messages(batch) -> list[str]:
    return [error["message"] for row in batch.rows.all() for error in row.errors]


def test_adds_milestones_with_their_baseline(applied, project):
    owner = OrganisationFactory(name="Fibre Ltd")

    applied("milestones", MILESTONES, ["Survey all sites", "fibre ltd", "31/03/2026"])

    milestone = Milestone.objects.get()
    assert (milestone.project, milestone.owner) == (project, owner)
    assert milestone.baseline_on == milestone.forecast_on == date(2026, 3, 31)


def test_never_moves_the_baseline_of_a_milestone_that_is_there(applied, checked):
    applied("milestones", MILESTONES, ["Survey", "", "31/03/2026"])

    batch = checked("milestones", MILESTONES, ["Survey", "", "30/04/2026", "30/04/2026"])

    assert messages(batch) == [
        "The baseline of this milestone is 31 March 2026. You cannot change a baseline by "
        "import. Change it on the milestone’s page, or leave this cell blank"
    ]


def test_changes_a_forecast_and_undoes_it(applied):
    applied("milestones", MILESTONES, ["Survey", "", "31/03/2026"])
    batch = applied("milestones", MILESTONES, ["Survey", "", "", "30/04/2026", "", "Rain"])
    assert Milestone.objects.get().forecast_on == date(2026, 4, 30)

    imports.undo(batch=batch, by=manager())
    jobs.run("projects.ImportBatch", batch.pk)

    milestone = Milestone.objects.get()
    assert (milestone.forecast_on, milestone.note) == (date(2026, 3, 31), "")


def test_undo_removes_what_was_new_unless_somebody_changed_it(applied):
    batch = applied("milestones", MILESTONES, ["A", "", "31/03/2026"])
    Milestone.objects.update(note="Mine")

    imports.undo(batch=batch, by=manager())
    jobs.run("projects.ImportBatch", batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Milestone.objects.count()) == (ImportState.APPLIED, 1)

    Milestone.objects.update(note="")
    imports.undo(batch=batch, by=manager())
    jobs.run("projects.ImportBatch", batch.pk)
    assert not Milestone.objects.exists()


def test_says_what_is_wrong_with_a_milestone(checked):
    batch = checked(
        "milestones",
        MILESTONES,
        ["A", "Nobody Ltd", "31/03/2026"],
        ["B"],
        ["", "", "31/03/2026"],
        ["C", "", "31/03/2026", "", "01/01/2099"],
        ["c", "", "31/03/2026"],
    )

    assert messages(batch) == [
        "No active partner is called “Nobody Ltd”. Enter its name as shown under Partners",
        "Enter this for a new milestone: Baseline date",
        A_TITLE,
        "Enter a title",
        "Actual date is in the future. Put it in the forecast column",
        "Rows 5 and 6 have the same title. Leave one out",
    ]


def test_adds_risks_with_scores(applied, project):
    applied("risks", RISKS, ["Wayleaves slip", "", "4 high", "3", "Close", "2026-12-01", "Chase"])

    risk = Risk.objects.get()
    assert (risk.impact_before, risk.likelihood_before, risk.impact_after) == (4, 3, 4)
    assert (risk.proximity, risk.next_review_on) == ("close", date(2026, 12, 1))
    assert (risk.project, risk.mitigation, risk.state) == (project, "Chase", "open")


def test_says_what_is_wrong_with_a_risk(checked):
    batch = checked("risks", RISKS, ["A", "", "6", "3", "Soon"], ["B", "", "3"])

    assert messages(batch) == [
        "“6” is not a score. Enter 1 (very low) to 5 (very high)",
        "“Soon” is not a proximity. Enter one of these: imminent, close, approaching, distant, "
        "remote",
        "Enter this for a new risk: Inherent likelihood (1 to 5)",
    ]


@pytest.mark.parametrize("written", ["3-4", "2 or 3", "4/5", "5 - 25", "1 to 5", "4%"])
def test_a_score_that_can_be_read_two_ways_is_no_score(checked, written):
    assert messages(checked("risks", RISKS, ["A", "", written, "3"])) == [
        f"“{written}” is not a score. Enter 1 (very low) to 5 (very high)"
    ]


@pytest.mark.parametrize("written", ["'4", '="4"', "4.0", "4 - high", "4 (high)"])
def test_a_score_that_can_be_read_one_way_is_read(applied, written):
    applied("risks", RISKS, ["A", "", written, "3"])

    assert Risk.objects.get().impact_before == 4


def test_a_title_is_one_however_its_spaces_are_written(applied, checked):
    OrganisationFactory(name="Fibre Ltd")
    applied("milestones", MILESTONES, ["Survey all sites", "Fibre  Ltd", "31/03/2026"])

    again = checked("milestones", MILESTONES, ["survey  all\u200b sites", "", "31/03/2026"])

    assert (again.summary["unchanged"], again.summary["create"]) == (1, 0)
    twice = checked("milestones", MILESTONES, ["A  b", "", "31/03/2026"], ["a B", "", "31/03/2026"])
    assert messages(twice) == ["Rows 2 and 3 have the same title. Leave one out"]


def test_refuses_to_apply_when_a_record_changed_since(applied, checked):
    applied("risks", RISKS, ["A", "", "4", "3"])
    batch = checked("risks", RISKS, ["A", "", "5", "3"])
    Risk.objects.update(impact_before=2)

    imports.apply(batch=batch, by=manager())
    jobs.run("projects.ImportBatch", batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    assert "changed after this preview" in batch.problem
