"""Sites from a table: new, changed field by field, unchanged; applied, and taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from projects.imports.kinds import Sites
from projects.imports.services import upload
from projects.models import (
    ImportBatch,
    ImportMapping,
    ScopeChange,
    ScopeEntry,
    Site,
)
from projects.rollout.stages import Stage
from tests.factories.partners import contributor_of, manager
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory, enter

from .import_files import csv_file, site_row, workbook

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def district():
    return DistrictFactory(code="E07000073", name="Harlow")


@pytest.fixture
def project(district):
    return ProjectFactory()


@pytest.fixture
def checked(project):
    def check(*rows, file=None, supplier="", header=None) -> ImportBatch:
        batch = upload(
            project=project,
            kind="sites",
            file=file or csv_file(rows, header),
            supplier=supplier,
            by=None,
        )
        return imports.check_now(batch)

    return check


@pytest.fixture
def applied(checked):
    def bring_in(*rows, by=None, **options) -> ImportBatch:
        batch = checked(*rows, **options)
        return imports.apply_now(batch, approved_by=by or manager())

    return bring_in


def counts(batch) -> tuple[int, int, int, int]:
    return tuple(batch.summary[name] for name in ("create", "change", "unchanged", "error"))


def undone(batch, by=None) -> ImportBatch:
    imports.undo(batch=batch, by=by or manager())
    jobs.run("projects.ImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


# Coming in ------------------------------------------------------------------------------------


def test_applies_new_sites_with_every_field(applied, project, district):
    applied(
        site_row(
            uprn="0100023336956",
            address="1 High Street",
            latitude="51.7712",
            longitude="0.0934",
            supplier="Fibre Ltd",
            order_ref="=1+1",
            stage="In service",
            stage_date="03/02/2026",
            download_before_mbps="76.25",
            upload_after_mbps="900",
            cost_estimate="£12,500",
            notes="Two lines,\nin one cell",
        )
    )

    site = Site.objects.get()
    assert (site.ods_code, site.uprn, site.name) == ("E82001", "100023336956", "Elm Surgery")
    assert (site.district, site.postcode) == (district, "CM20 1AA")
    assert (site.latitude, site.longitude) == (51.7712, 0.0934)
    assert (site.supplier, site.order_ref) == ("Fibre Ltd", "=1+1")
    assert (site.download_before_mbps, site.upload_after_mbps) == (Decimal("76.3"), Decimal(900))
    assert site.cost_estimate == Decimal(12500)
    assert site.notes == "Two lines,\nin one cell"
    entry = site.entries.get()
    assert site.current_entry == entry
    assert (site.stage, site.stage_on) == (Stage.IN_SERVICE, date(2026, 2, 3))
    assert (entry.stage, entry.entered_on) == (Stage.IN_SERVICE, date(2026, 2, 3))
    assert len(site.reference) == 10


def test_a_forecast_is_expected_and_leaves_what_was_planned(applied):
    first = site_row(**{"Planned live date": "01/03/2026", "Forecast live date": "01/03/2026"})
    later = site_row(**{"Forecast live date": "01/09/2026"})

    for row in (first, later):
        applied(row, header=list(row))

    site = Site.objects.get()
    assert (site.planned_live_on, site.expected_live_on) == (date(2026, 3, 1), date(2026, 9, 1))


def test_dates_a_first_stage_by_the_day_it_is_applied(applied):
    applied(site_row())

    site = Site.objects.get()
    assert (site.stage, site.stage_on) == (Stage.CANDIDATE, TODAY())


def test_writes_the_scope_of_new_sites_as_the_baseline(applied):
    boss = manager()
    applied(
        site_row(stage="Civils"),
        site_row(ods_code="E82002", stage="Eligible"),
        site_row(ods_code="E82003", stage="On hold"),
        by=boss,
    )

    change = ScopeChange.objects.get()
    assert (change.reason, change.approved_by) == ("baseline", boss)
    assert [entry.site.ods_code for entry in change.entries.all()] == ["E82001"]
    assert list(Site.objects.filter(in_scope=True).values_list("ods_code", flat=True)) == ["E82001"]


def test_takes_the_district_and_the_place_from_the_postcode(applied, district):
    uttlesford = DistrictFactory(code="E07000077", name="Uttlesford")
    PostcodeFactory(code="CB101AA", district=uttlesford, latitude=52.02, longitude=0.24)

    applied(site_row(postcode="cb10 1aa", district="Harlow"))

    site = Site.objects.get()
    assert (site.district, site.postcode) == (uttlesford, "CB10 1AA")
    assert (site.latitude, site.longitude) == (52.02, 0.24)


def test_a_postcode_missing_in_the_directory_stays_where_it_is_known(checked, applied, district):
    applied(site_row(postcode="CM20 9ZZ", district="Harlow"))
    PostcodeFactory(code="CM201AA", district=district)

    again = checked(site_row(postcode="cm209zz", name="Elm Tree Surgery"))
    moved = checked(site_row(postcode="CM20 8ZZ"))

    assert counts(again) == (0, 1, 0, 0)
    assert counts(moved) == (0, 0, 0, 1)


def test_finds_a_district_by_its_code_or_its_council(applied, district):
    applied(
        site_row(district="E07000073"),
        site_row(ods_code="E82002", district="harlow district council"),
    )

    assert Site.objects.filter(district=district).count() == 2


def test_importing_the_same_file_again_changes_nothing(applied, checked):
    rows = [site_row(stage="Civils", stage_date="2026-02-03", latitude="51.7", longitude="0.1")]
    applied(*rows)

    again = checked(*rows)

    assert counts(again) == (0, 0, 1, 0)
    with pytest.raises(imports.NotNow, match="nothing to apply"):
        imports.apply(batch=again, by=manager())


@pytest.mark.parametrize("page", ["projects_workspace:sites_csv", "projects:sites_csv"])
def test_what_goes_out_comes_back_in_unchanged(client, applied, checked, project, page):
    """Whatever the names and notes begin with, as a file for Excel or as public data."""
    odd = ["=1+1", "'=1", "''@x", "-5", "+44", "'Twas", '="7"', "＝1", "Zoë’s “Café”, É…", "1E5"]
    applied(
        *(
            site_row(
                ods_code=f"E8200{at}",
                name="x",
                uprn=f"10002333695{at}",
                latitude="51.771234",
                longitude="-0.093456",
                stage="Civils",
                stage_date="03/04/2026",
                download_before_mbps="76.3",
                cost_estimate="1,250.50",
            )
            for at in range(len(odd))
        )
    )
    for site, name in zip(Site.objects.order_by("pk"), odd, strict=True):
        site.name, site.notes, site.supplier = name, f"{name}\r\ntwice", name
        site.save()
    client.force_login(manager())
    response = client.get(reverse(page, args=[project.slug]))
    content = b"".join(response.streaming_content)

    batch = checked(file=SimpleUploadedFile("sites.csv", content))

    assert counts(batch) == (0, 0, len(odd), 0)
    assert content.startswith(b"\xef\xbb\xbf") == page.startswith("projects_workspace")


def test_shows_changes_field_by_field_and_leaves_the_rest(applied, checked, project):
    applied(
        site_row(supplier="Old Ltd", notes="Keep me", stage="Surveyed", stage_date="2026-01-05")
    )

    batch = checked(
        site_row(
            name="Elm Tree Surgery", supplier="New Ltd", stage="Civils", stage_date="2026-03-01"
        )
    )

    assert counts(batch) == (0, 1, 0, 0)
    assert batch.rows.get().values == {
        "name": ["Elm Surgery", "Elm Tree Surgery"],
        "supplier": ["Old Ltd", "New Ltd"],
        "stage": ["surveyed", "civils"],
        "stage_on": ["2026-01-05", "2026-03-01"],
    }
    imports.apply_now(batch, approved_by=None)
    site = Site.objects.get()
    assert (site.name, site.supplier, site.notes) == ("Elm Tree Surgery", "New Ltd", "Keep me")
    assert (site.stage, site.stage_on, site.version) == (Stage.CIVILS, date(2026, 3, 1), 2)
    assert site.entries.count() == 2


def test_recognises_a_site_by_its_uprn(checked, project, district):
    SiteFactory(project=project, district=district, ods_code=None, uprn="100023336956")

    batch = checked(site_row(uprn="100023336956"))

    assert batch.rows.get().values["ods_code"] == [None, "E82001"]


def test_does_not_take_another_practice_in_the_same_building_for_this_one(
    checked, project, district
):
    SiteFactory(project=project, district=district, ods_code="E82009", uprn="100023336956")

    batch = checked(site_row(uprn="100023336956"))

    assert "2 practices share a building" in batch.rows.get().errors[0]["message"]


def test_refuses_a_move_older_than_the_stage_the_site_is_at(applied, checked):
    applied(site_row(stage="Civils", stage_date="2026-02-03"))

    batch = checked(site_row(stage="Connected", stage_date="2026-01-01"))

    assert batch.rows.get().errors[0]["message"] == (
        "The site has been at “Civils under way” since 3 February 2026. Enter a date for "
        "“Connected” that is not before that"
    )


def test_refuses_a_move_that_is_not_legal(applied, checked):
    applied(site_row(stage="Accepted", stage_date="2026-02-03"))

    batch = checked(site_row(stage="On hold", stage_date="2026-03-03"))

    assert (
        batch.rows.get().errors[0]["message"]
        == "You cannot change the stage from “Accepted” to “On hold”. Check the stage"
    )


def test_leaves_descoping_to_the_page_that_asks_for_a_reason(applied, checked):
    applied(site_row(stage="Civils", stage_date="2026-02-03"))

    batch = checked(site_row(stage="Descoped", stage_date="2026-03-03"))

    assert "you need to select a reason" in batch.rows.get().errors[0]["message"]


def test_takes_a_merged_site_out_of_the_scope(applied):
    applied(site_row(stage="Civils", stage_date="2026-02-03"))

    applied(site_row(stage="Merged", stage_date="2026-03-03"))

    site = Site.objects.get()
    assert (site.stage, site.in_scope) == (Stage.MERGED, False)
    assert ScopeChange.objects.filter(reason="merged").count() == 1


def test_reads_formulas_as_their_values_and_numbers_as_text(applied):
    applied(
        file=workbook(
            {
                "Sites": [
                    ["Practice code", "UPRN", "Practice name", "LA", "Status", "Status date"],
                    ["E82001", 100023336956, "Elm Surgery", "Harlow", "Civils", date(2026, 2, 3)],
                ]
            }
        )
    )

    site = Site.objects.get()
    assert (site.uprn, site.stage, site.stage_on) == ("100023336956", "civils", date(2026, 2, 3))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "options",
    [{"delimiter": ","}, {"delimiter": ";"}, {"delimiter": "\t", "lineterminator": "\r"}],
    ids=["comma", "semicolon", "tab and CR"],
)
def test_reads_csv_however_it_was_saved(applied, encoding, options):
    file = csv_file([site_row(name="Café “Élan”, Harlow", notes="é")], encoding=encoding, **options)

    applied(file=file)

    assert Site.objects.get().name == "Café “Élan”, Harlow"


def test_keeps_the_place_of_a_title_above_the_headings(applied):
    content = "Fibre Ltd status report;;\n;;\nODS;Name;District\nE82001;Elm;Harlow\n"
    file = csv_file([], ["x"])
    file.file.seek(0)
    file.file.truncate()
    file.file.write(content.encode())
    file.size = len(content)

    applied(file=file)

    assert Site.objects.get().name == "Elm"


# Not overwriting anybody --------------------------------------------------------------------------


def test_refuses_to_apply_when_a_site_changed_since_the_preview(applied, checked, project):
    applied(site_row(supplier="Old Ltd"))
    batch = checked(site_row(supplier="New Ltd"))
    Site.objects.update(supplier="Third Ltd")

    with pytest.raises(imports.NotNow, match="because Elm Surgery changed after this preview"):
        imports.apply_now(batch, approved_by=None)

    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    assert Site.objects.get().supplier == "Third Ltd"


def test_refuses_to_apply_when_a_site_moved_since_the_preview(applied, checked):
    applied(site_row(stage="Civils", stage_date="2026-02-03"))
    batch = checked(site_row(stage="Connected", stage_date="2026-03-01"))
    enter(Site.objects.get(), Stage.RFS, date(2026, 2, 20))

    with pytest.raises(imports.NotNow, match="changed after this preview"):
        imports.apply_now(batch, approved_by=None)


def test_refuses_to_apply_when_somebody_added_the_site_since(checked, project, district):
    batch = checked(site_row())
    SiteFactory(project=project, district=district, name="Elm", ods_code="E82001")

    with pytest.raises(imports.NotNow, match="someone else added Elm"):
        imports.apply_now(batch, approved_by=None)


def test_asks_for_somebody_who_may_change_the_scope(checked, project):
    batch = checked(site_row(stage="Civils", stage_date="2026-02-03"))
    contributor = contributor_of(project.lead)

    with pytest.raises(imports.NotNow, match="changes which sites are in scope"):
        imports.apply(batch=batch, by=contributor)

    imports.apply(batch=checked(site_row(ods_code="E82009")), by=contributor)


# Taking it back ---------------------------------------------------------------------------------


def test_undo_withdraws_what_was_new_and_frees_its_codes(applied):
    batch = applied(site_row(stage="Civils", stage_date="2026-02-03"))

    assert undone(batch).state == ImportState.UNDONE

    assert not Site.objects.standing().exists()
    assert sum(ScopeEntry.objects.values_list("step", flat=True)) == 0
    assert ScopeChange.objects.filter(reason="correction").count() == 1
    applied(site_row(stage="Civils", stage_date="2026-02-03"))
    assert Site.objects.standing().count() == 1


def test_undo_restores_fields_and_corrects_stages(applied):
    applied(site_row(supplier="Old Ltd", stage="Surveyed", stage_date="2026-01-05"))
    before = Site.objects.values("name", "supplier", "stage", "stage_on", "in_scope").get()
    batch = applied(site_row(supplier="New Ltd", stage="Merged", stage_date="2026-03-01"))

    assert undone(batch).state == ImportState.UNDONE

    assert Site.objects.values("name", "supplier", "stage", "stage_on", "in_scope").get() == before
    assert Site.objects.get().entries.count() == 3


@pytest.mark.parametrize(
    "touch",
    [
        lambda site: Site.objects.update(notes="Mine"),
        lambda site: enter(site, Stage.RFS, TODAY()),
        lambda site: WayleaveFactory(site=site),
    ],
    ids=["a field", "a stage", "a wayleave"],
)
def test_undo_refuses_once_somebody_worked_on_a_site(applied, touch):
    batch = applied(site_row(stage="Civils", stage_date="2026-02-03"))
    touch(Site.objects.get())

    batch = undone(batch)

    assert batch.state == ImportState.APPLIED
    assert batch.problem.startswith(
        "The import cannot be undone, because someone changed Elm Surgery after it."
    )
    assert Site.objects.standing().count() == 1


# Jobs --------------------------------------------------------------------------------------------


def test_applies_once_however_often_it_is_rung(checked):
    batch = checked(site_row())
    imports.apply(batch=batch, by=manager())

    jobs.run("projects.ImportBatch", batch.pk)
    jobs.run("projects.ImportBatch", batch.pk)

    assert Site.objects.count() == 1


def test_sweep_finishes_what_a_killed_worker_left(checked):
    batch = checked(site_row())
    imports.apply(batch=batch, by=manager())
    ImportBatch.objects.update(attempts=1, lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.sweep() == 1

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert Site.objects.count() == 1


def test_sweep_leaves_alone_what_a_worker_is_doing(checked):
    batch = checked(site_row())
    imports.apply(batch=batch, by=manager())
    ImportBatch.objects.update(attempts=1, lease_until=timezone.now() + timedelta(minutes=1))

    assert jobs.sweep() == 0


def test_a_worker_that_comes_back_late_writes_nothing(checked):
    batch = checked(site_row())
    imports.apply(batch=batch, by=manager())
    ImportBatch.objects.update(attempts=1, lease_until=timezone.now() + timedelta(minutes=1))
    late = ImportBatch.objects.get()
    ImportBatch.objects.update(attempts=2)

    imports.jobs.work(late)

    assert not Site.objects.exists()


def test_gives_up_after_three_attempts_and_says_so(checked, monkeypatch):
    batch = checked(site_row())
    imports.apply(batch=batch, by=manager())

    def breaks(*args, **kwargs):
        raise RuntimeError("a bug")

    monkeypatch.setattr(Sites, "apply", breaks)
    for _ in range(3):
        jobs.sweep()

    batch.refresh_from_db()
    assert (batch.state, batch.applied_by) == (ImportState.CHECKED, None)
    assert "Something went wrong and no changes were made" in batch.problem


# Remembered ---------------------------------------------------------------------------------------


def test_remembers_headings_and_stage_words_by_supplier(project):
    boss = manager()
    header = ["Ref", "Called", "Where", "RAG"]
    rows = [{"Ref": "E82001", "Called": "Elm", "Where": "Harlow", "RAG": "Lit"}]
    first = upload(
        project=project, kind="sites", file=csv_file(rows, header), supplier="Fibre Ltd", by=boss
    )
    assert first.state == ImportState.UPLOADED
    imports.match(
        batch=first,
        headings={"Ref": "ods_code", "Called": "name", "Where": "district", "RAG": "stage"},
        words={},
        by=boss,
    )
    jobs.run("projects.ImportBatch", first.pk)
    first.refresh_from_db()
    assert (first.state, first.found["words"]) == (ImportState.UPLOADED, ["Lit"])
    imports.match(batch=first, headings=first.headings, words={"lit": "connected"}, by=boss)
    jobs.run("projects.ImportBatch", first.pk)

    second = upload(
        project=project, kind="sites", file=csv_file(rows, header), supplier="fibre ltd", by=boss
    )

    assert second.state == ImportState.CHECKING
    jobs.run("projects.ImportBatch", second.pk)
    assert second.rows.get().values["stage"] == "connected"
    assert ImportMapping.objects.get().supplier == "Fibre Ltd"


def test_refuses_two_columns_for_one_field(project):
    batch = upload(
        project=project,
        kind="sites",
        file=csv_file([{"A": "E82001", "B": "Elm", "C": "Oak"}], ["A", "B", "C"]),
        by=manager(),
    )

    with pytest.raises(imports.NotNow, match="2 columns are matched to Name"):
        imports.match(
            batch=batch,
            headings={"A": "ods_code", "B": "name", "C": "name"},
            words={},
            by=manager(),
        )


def test_discard_leaves_nothing_behind(checked, django_capture_on_commit_callbacks):
    batch = checked(site_row())
    storage, name = batch.file.storage, batch.file.name
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        imports.discard(batch=batch, by=manager())

    assert not storage.exists(name)
    assert not ImportBatch.objects.exists()


def test_discard_old_throws_away_what_was_never_applied(
    checked, django_capture_on_commit_callbacks
):
    applied, old, young = (checked(site_row(ods_code=code)) for code in ("Y001", "Y002", "Y003"))
    imports.apply(batch=applied, by=manager())
    jobs.run("projects.ImportBatch", applied.pk)
    long_ago = timezone.now() - timedelta(days=91)
    ImportBatch.objects.exclude(pk=young.pk).update(uploaded_at=long_ago)
    storage, name = old.file.storage, old.file.name

    assert imports.discard_old(ImportBatch, days=90, dry_run=True) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert imports.discard_old(ImportBatch, days=90) == 1

    assert not storage.exists(name)
    assert set(ImportBatch.objects.all()) == {applied, young}


def test_audit_names_who_applied(checked):
    batch = checked(site_row())
    boss = manager()
    imports.apply(batch=batch, by=boss)
    jobs.run("projects.ImportBatch", batch.pk)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata->>'user' FROM projects_siteaudit a "
            "JOIN pghistory_context c ON c.id = a.pgh_context_id"
        )
        assert cursor.fetchall() == [(str(boss.pk),)]


def test_a_suppliers_file_accepts_no_site(project, checked):
    site = SiteFactory(project=project, stage=Stage.IN_SERVICE)
    supplier, boss = contributor_of(project.lead), manager()

    batch = checked(
        site_row(ods_code=site.ods_code, stage="Accepted", stage_date=TODAY().isoformat())
    )
    said = Sites().why_not(batch, supplier)

    assert "add each signed acceptance" in said
    assert Sites().why_not(batch, boss) == ""
