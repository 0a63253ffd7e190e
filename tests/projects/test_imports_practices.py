"""The NHS list of practices as published, through the page and through the command."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.places.models import Postcode
from diz_portal.places.postcodes import import_postcodes
from projects.imports.services import upload
from projects.imports.values import sentence_name
from projects.models import ImportBatch, ImportSource, Site, StageEntry
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.factories.projects import ProjectFactory
from tests.places.test_postcodes import OURS

from .import_files import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    PostcodeFactory(code="CM201AA", district=harlow)
    return ProjectFactory()


def practice(code="E82001", name="ELM SURGERY", postcode="CM20 1AA", status="A", setting="4"):
    cells = [""] * 27
    cells[0], cells[1], cells[4], cells[9] = code, name, "THE RED HOUSE", postcode
    cells[12], cells[25] = status, setting
    return cells


def listing(*practices):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(practices)
    return SimpleUploadedFile("epraccur.csv", out.getvalue().encode())


def bring_in(project, *practices):
    batch = upload(project=project, kind="sites", file=listing(*practices), by=None)
    imports.check_now(batch)
    if batch.can_be_applied:
        imports.apply_now(batch, approved_by=None)
    return batch


def test_makes_active_practices_of_our_districts_candidates(project):
    batch = bring_in(
        project,
        practice(),
        practice("E82002", status="C"),
        practice("E82003", setting="0"),
        practice("E82004", postcode="SW1A 1AA"),
        practice("E82005", postcode=""),
    )

    site = Site.objects.get()
    assert batch.source == ImportSource.EPRACCUR
    assert (site.ods_code, site.name, site.address) == ("E82001", "Elm Surgery", "The Red House")
    assert (site.district.name, site.stage, site.stage_on, site.in_scope) == (
        "Harlow",
        "candidate",
        timezone.localdate(),
        False,
    )
    assert batch.summary["error"] == 0
    assert batch.summary["skipped"] == {
        "not active (closed, dormant or proposed)": 1,
        "not a GP practice (different prescribing setting)": 1,
        "outside our area": 1,
        "no postcode": 1,
    }


def test_the_list_saved_as_a_workbook_ends_before_its_blank_last_column(project):
    book = openpyxl.Workbook()
    for cells in (practice(), practice("E82002", "OAK SURGERY", status="C")):
        book.active.append([cell or None for cell in cells])
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("epraccur.xlsx", out.getvalue())

    batch = upload(project=project, kind="sites", file=file, by=None)
    imports.check_now(batch)

    assert (batch.summary["create"], batch.summary["error"]) == (1, 0)


def test_importing_the_list_again_adds_no_entry(project):
    bring_in(project, practice())

    again = bring_in(project, practice())

    assert (again.summary["unchanged"], again.summary["change"]) == (1, 0)
    assert StageEntry.objects.count() == 1


def test_keeps_the_site_of_a_practice_now_inactive_and_marks_it(project):
    bring_in(project, practice())

    bring_in(project, practice(status="C"))
    site = Site.objects.get()
    assert (site.source_inactive_on, site.stage) == (timezone.localdate(), "candidate")
    assert bring_in(project, practice(status="C")).summary["unchanged"] == 1

    bring_in(project, practice())
    assert Site.objects.get().source_inactive_on is None


def test_keeps_a_name_put_right_by_hand(project):
    bring_in(project, practice(name="DR O'NEILL & PARTNERS"))
    Site.objects.update(name="Dr O'Neill & Partners", version=2)

    again = bring_in(project, practice(name="DR O'NEILL & PARTNERS"))

    assert again.summary["unchanged"] == 1


def test_is_refused_when_no_postcodes_are_loaded(project):
    Postcode.objects.all().delete()

    with pytest.raises(imports.NotNow, match="No postcodes are loaded"):
        bring_in(project, practice())

    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("THE LIMES SURGERY", "The Limes Surgery"),
        ("LITTLE HADHAM BRANCH OF THE NHS CENTRE", "Little Hadham Branch of the NHS Centre"),
        ("ST ANN'S GP PRACTICE", "St Ann's GP Practice"),
        ("DR O'NEILL & PARTNERS (BR)", "Dr O'Neill & Partners (BR)"),
        ("STANSTED-MOUNTFITCHET 2ND SURGERY", "Stansted-Mountfitchet 2nd Surgery"),
        ("12A HIGH STREET", "12A High Street"),
        ("Already written", "Already written"),
    ],
)
def test_writes_shouted_names_as_people_do(shouted, written):
    assert sentence_name(shouted) == written


# The real list, where it is beside the repository -------------------------------------------


@pytest.fixture
def real():
    """The real list with the real postcodes; none of both where they are not."""
    files = shared("gp_practices/epraccur_2024-05_area_outcodes.csv")
    directories = shared("postcodes/onspd_2025nov_ehdiz5.csv")
    for code, name in OURS.items():
        DistrictFactory(code=code, name=name)
    for directory in directories:
        import_postcodes(directory)
    return files if directories else []


def expected(path) -> dict[str, str]:
    """ODS code → district, worked out from the two files and nothing else."""
    (directory,) = shared("postcodes/onspd_2025nov_ehdiz5.csv")
    with directory.open(encoding="utf-8-sig", newline="") as file:
        where = {row["pcds"]: row["lad25nm"] for row in csv.DictReader(file)}
    with path.open(newline="") as file:
        return {
            row[0]: where[row[9]]
            for row in csv.reader(file)
            if row[12] == "A" and row[25] == "4" and row[9] in where
        }


def found() -> dict[str, str]:
    return dict(Site.objects.values_list("ods_code", "district__name"))


def test_real_list_comes_in_through_the_command(real, capsys):
    for path in real:
        project = ProjectFactory()

        call_command("import_sites", project.slug, str(path), "--dry-run")
        assert not Site.objects.exists()
        call_command("import_sites", project.slug, str(path))

        assert found() == expected(path)
        assert set(found().values()) == set(OURS.values())
        assert f"New: {len(expected(path))}" in capsys.readouterr().out


def test_real_list_comes_in_through_the_page(real, client):
    for path in real:
        project = ProjectFactory()
        client.force_login(manager())
        address = reverse("projects_workspace:import_new", args=[project.slug])

        client.post(
            address, {"kind": "sites", "file": SimpleUploadedFile(path.name, path.read_bytes())}
        )
        batch = ImportBatch.objects.get()
        jobs.run("projects.ImportBatch", batch.pk)
        page = client.get(
            reverse("projects_workspace:import", args=[project.slug, batch.reference])
        )
        assert "Apply import" in page.content.decode()
        client.post(
            reverse("projects_workspace:import_apply", args=[project.slug, batch.reference])
        )
        jobs.run("projects.ImportBatch", batch.pk)

        assert found() == expected(path)


# The command ----------------------------------------------------------------------------------


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("import_sites", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_command_writes_nothing_on_errors_or_in_a_dry_run(project, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("ods_code,name,district\nE82001,Elm,Harlow\nE82002,Oak,Atlantis\n")

    with pytest.raises(CommandError, match="No changes were made"):
        run(project.slug, str(path))
    path.write_text("ods_code,name,district\nE82001,Elm,Harlow\n")
    assert "New: 1" in run(project.slug, str(path), "--dry-run")

    assert not Site.objects.exists()
    assert not ImportBatch.objects.exists()


def test_command_keeps_a_batch_that_can_be_undone(project, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("ods_code,name,district,stage\nE82001,Elm,Harlow,Civils\n")
    boss = manager()

    run(project.slug, str(path), "--by", boss.email)

    batch = ImportBatch.objects.get()
    assert Site.objects.get().created_by_batch == batch
    assert batch.scope_changes.get().approved_by == boss
    imports.undo(batch=batch, by=boss)
    jobs.run("projects.ImportBatch", batch.pk)
    assert not Site.objects.standing().exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere", "x.csv"], "There is no project “nowhere”"),
        (["{slug}", "/no/such/file.csv"], "cannot be read: no such file"),
        (["{slug}", "{file}", "--by", "x@y.example"], "There is no account for x@y.example"),
        (["{slug}", "{file}"], "Name the approver with --by EMAIL"),
    ],
)
def test_command_says_what_is_wrong_in_a_sentence(project, tmp_path, arguments, sentence):
    path = tmp_path / "sites.csv"
    path.write_text("ods_code,name,district,stage\nE82001,Elm,Harlow,Civils\n")

    with pytest.raises(CommandError, match=sentence):
        run(*(word.format(slug=project.slug, file=path) for word in arguments))

    assert not Site.objects.exists()
