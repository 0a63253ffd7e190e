"""An import does not rewrite history by the way; and what people say of single rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from diz_portal.access import NotNow
from diz_portal.imports import choosing, jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from projects.imports.services import clear_old, upload
from projects.models import ImportBatch, Milestone, Site
from projects.rollout.stages import Stage
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory

from .import_files import csv_bytes, csv_file, site_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    DistrictFactory(code="E07000073", name="Harlow")
    return ProjectFactory()


@pytest.fixture
def boss():
    return manager()


@pytest.fixture
def checked(project):
    def check(*rows, kind="sites", header=None):
        file = csv_file(rows, header)
        return imports.check_now(upload(project=project, kind=kind, file=file, by=None))

    return check


@pytest.fixture
def applied(checked, boss):
    def bring_in(*rows, **options):
        return imports.apply_now(checked(*rows, **options), approved_by=boss)

    return bring_in


def done(batch):
    jobs.run("projects.ImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def undone(batch, by):
    return done(imports.undo(batch=batch, by=by))


def keys(batch, action) -> list[int]:
    return list(batch.rows.filter(action=action).order_by("pk").values_list("pk", flat=True))


CIVILS = {"stage": "Civils", "stage_date": "2026-02-03"}


def test_another_date_for_the_same_stage_waits_until_somebody_says_so(applied):
    applied(site_row(**CIVILS))

    batch = applied(site_row(stage="Civils", stage_date="2026-11-10", notes="From the tracker"))

    site = Site.objects.get()
    assert (site.stage_on, site.notes) == (date(2026, 2, 3), "From the tracker")
    assert site.entries.count() == 1
    counted = {name: batch.summary[name] for name in ("change", "correct", "taken", "unchanged")}
    assert counted == {"change": 1, "correct": 1, "taken": 0, "unchanged": 0}


def test_a_file_of_corrections_alone_changes_nothing_by_itself(checked, applied):
    applied(site_row(**CIVILS))

    batch = checked(site_row(stage="Civils", stage_date="2026-11-10"))

    assert not batch.can_be_applied
    assert batch.why_nothing_changes == (
        "No rows are selected and the rest of the file has no changes, so there is nothing to "
        "apply."
    )


def test_a_ticked_correction_is_a_new_entry_with_its_reason(checked, applied, boss):
    applied(site_row(**CIVILS))
    batch = checked(site_row(stage="Civils", stage_date="2026-02-10", notes="Both"))
    ticked = keys(batch, ImportAction.CORRECT)

    batch = choosing.tick(
        batch=batch, action="correct", rows=ticked, shown=ticked, reason="Typed wrongly", by=boss
    )
    imports.apply(batch=batch, by=boss)
    batch = done(batch)

    site = Site.objects.get()
    new, old = site.entries.order_by("-pk")
    assert (site.stage_on, site.current_entry, site.notes) == (date(2026, 2, 10), new, "Both")
    assert (new.corrects, new.reason, new.by) == (old, "Typed wrongly", boss)
    # And it goes out again as it came in.
    assert undone(batch, boss).state == ImportState.UNDONE
    site.refresh_from_db()
    assert (site.stage_on, site.notes) == (date(2026, 2, 3), "")


def test_a_correction_alone_is_undone_unless_somebody_worked_on_the_site(checked, applied, boss):
    applied(site_row(**CIVILS))
    batch = checked(site_row(stage="Civils", stage_date="2026-02-10"))
    choosing.tick(batch=batch, action="correct", rows=(), reason="Wrong day", by=boss)
    batch.refresh_from_db()
    batch = imports.apply_now(batch, approved_by=boss)
    Site.objects.update(version=9)

    refused = undone(batch, boss)

    assert refused.problem.startswith(
        "The import cannot be undone, because someone changed Elm Surgery"
    )


def test_a_correction_needs_a_reason_and_a_tick_can_be_taken_back(checked, applied, boss):
    applied(site_row(**CIVILS), site_row(ods_code="E82002", **CIVILS))
    later = {"stage": "Civils", "stage_date": "2026-02-10"}
    batch = checked(site_row(**later), site_row(ods_code="E82002", **later))
    both = keys(batch, ImportAction.CORRECT)

    with pytest.raises(NotNow, match="Enter why"):
        choosing.tick(batch=batch, action="correct", rows=both, shown=both, reason=" ", by=boss)
    choosing.tick(batch=batch, action="correct", rows=(), reason="A slip", by=boss)
    batch = choosing.tick(
        batch=batch, action="correct", rows=both[:1], shown=both, reason="A slip", by=boss
    )

    assert batch.summary["taken"] == 1
    # What was said holds when the file is checked again.
    imports.check_again(batch=batch, by=boss)
    batch = done(batch)
    assert list(batch.rows.order_by("pk").values_list("taken", flat=True)) == [True, False]
    assert batch.summary["taken"] == 1


def test_the_day_a_milestone_was_met_is_history_too(applied):
    header = ["title", "baseline_on", "actual_on"]
    row = {"title": "All ordered", "baseline_on": "2026-03-01", "actual_on": "2026-03-09"}
    applied(row, kind="milestones", header=header)

    batch = applied(
        {**row, "actual_on": "2026-04-09"},
        {"title": "All live", "baseline_on": "2026-09-01"},
        kind="milestones",
        header=header,
    )

    assert Milestone.objects.get(title="All ordered").actual_on == date(2026, 3, 9)
    assert batch.summary["correct"] == 1


def test_the_command_leaves_corrections_out_unless_it_is_told_why(
    applied, project, tmp_path, capsys
):
    applied(site_row(**CIVILS))
    path = tmp_path / "tracker.csv"
    path.write_bytes(csv_bytes([site_row(stage="Civils", stage_date="2026-02-10")]))

    call_command("import_sites", project.slug, str(path))
    said = capsys.readouterr().out

    assert (
        "Corrections: 1, left out. To include them, give a reason with --corrections REASON" in said
    )
    assert Site.objects.get().stage_on == date(2026, 2, 3)
    call_command("import_sites", project.slug, str(path), corrections="The diary was wrong")
    entry = Site.objects.get().current_entry
    assert (entry.entered_on, entry.reason) == (date(2026, 2, 10), "The diary was wrong")
    assert "Corrections: 1\n" in capsys.readouterr().out


# Measurements -----------------------------------------------------------------------------------


def test_a_new_speed_does_not_keep_the_day_and_method_of_the_old_one(applied, boss):
    applied(site_row(download_after_mbps="900"))
    Site.objects.update(
        measured_after_on=date(2026, 3, 1), method_after="By hand", method_before="By hand"
    )

    batch = applied(site_row(download_after_mbps="450"))

    site = Site.objects.get()
    assert (site.download_after_mbps, site.measured_after_on) == (Decimal(450), None)
    # Of the speeds before, nothing was said.
    assert (site.method_after, site.method_before) == ("", "By hand")
    undone(batch, boss)
    site.refresh_from_db()
    assert (site.measured_after_on, site.method_after) == (date(2026, 3, 1), "By hand")


def test_a_new_speed_brings_its_own_day_and_method(applied):
    header = ["ods_code", "Upload after", "Date tested", "Test method"]
    applied(site_row(upload_after_mbps="100"))
    Site.objects.update(measured_after_on=date(2026, 3, 1), method_after="By hand")

    applied(
        {
            "ods_code": "E82001",
            "Upload after": "90",
            "Date tested": "4 May 2026",
            "Test method": "Router",
        },
        header=header,
    )

    site = Site.objects.get()
    assert (site.measured_after_on, site.method_after) == (date(2026, 5, 4), "Router")


# Rows left out ----------------------------------------------------------------------------------


def test_one_row_that_is_left_out_no_longer_blocks_the_others(checked, boss):
    batch = checked(site_row(), site_row(ods_code="", name="Late ones: see the other list"))
    assert batch.has_errors

    choosing.leave_out(batch=batch, rows=keys(batch, ImportAction.ERROR), by=boss)
    batch = done(batch)

    assert (batch.summary["out"], batch.summary["error"], batch.can_be_applied) == (1, 0, True)
    assert batch.rows.get(action=ImportAction.OUT).label.startswith("Late ones")
    imports.apply_now(batch, approved_by=boss)
    assert Site.objects.get().name == "Elm Surgery"


def test_leaving_one_of_two_doubles_out_mends_the_other(checked, boss):
    batch = checked(site_row(), site_row(name="Elm Surgery, again"))
    assert batch.summary["error"] == 1

    choosing.leave_out(batch=batch, rows=keys(batch, ImportAction.CREATE), by=boss)
    batch = done(batch)

    assert (batch.summary["create"], batch.summary["error"]) == (1, 0)
    choosing.keep(batch=batch, rows=keys(batch, ImportAction.OUT), by=boss)
    assert done(batch).summary["error"] == 1


def test_an_error_names_the_column_and_the_value(checked):
    batch = checked(site_row(district="Atlantis"))

    (error,) = batch.rows.get().errors
    assert (error["column"], error["at"], error["value"]) == ("district", "F", "Atlantis")


def test_rows_are_chosen_only_while_the_preview_is_looked_at(applied, boss):
    batch = applied(site_row())

    with pytest.raises(
        NotNow, match=r"cannot change these rows because the import’s status is “Applied”\. Reload"
    ):
        choosing.leave_out(batch=batch, rows=keys(batch, ImportAction.CREATE), by=boss)


# The corrected file -------------------------------------------------------------------------------


def test_the_corrected_file_keeps_supplier_and_matching(project, boss):
    header = ["Code", "Surgery name", "Where", "What"]
    row = {"Code": "E82001", "Surgery name": "Elm", "Where": "Harlow", "What": "Digging"}
    first = upload(project=project, kind="sites", file=csv_file([row], header), by=boss)
    matched = {"Code": "ods_code", "Surgery name": "name", "Where": "district", "What": "stage"}
    first = imports.match(
        batch=first, headings=matched, words={"digging": Stage.CIVILS.value}, by=boss
    )

    again = upload(
        project=project,
        kind="sites",
        file=csv_file([row], [one.upper() for one in header]),
        supplier="Fibre Ltd",
        by=boss,
        after=first,
    )

    assert again.state == ImportState.CHECKING
    assert set(again.headings.values()) == set(matched.values())


def test_a_deleted_file_leaves_no_examples(applied):
    batch = applied(site_row())
    assert batch.found["examples"]

    ImportBatch.objects.update(applied_at=timezone.now() - timedelta(days=400))
    clear_old(days=90)

    batch.refresh_from_db()
    assert (batch.file.name, sorted(batch.found)) == ("", ["headings"])
