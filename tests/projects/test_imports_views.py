"""Who may import, what the pages cost, and what comes out of them again."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from diz_portal.tables import open_table
from projects.imports.services import upload
from projects.models import ImportBatch, Site
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory

from .import_files import csv_file, shared, site_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    DistrictFactory(code="E07000073", name="Harlow")
    return ProjectFactory(partners=[OrganisationFactory()])


@pytest.fixture
def checked(project):
    def check(*rows):
        batch = upload(project=project, kind="sites", file=csv_file(rows), by=None)
        return imports.check_now(batch)

    return check


def address(batch, name="import"):
    return reverse(f"projects_workspace:{name}", args=[batch.project.slug, batch.reference])


@pytest.mark.parametrize(
    ("person", "list_status", "new_status"),
    [
        (lambda project: manager(), 200, 200),
        (lambda project: lead_of(project.lead), 200, 200),
        (lambda project: contributor_of(project.partners.get()), 200, 200),
        (lambda project: viewer_of(project.lead), 200, 403),
        (lambda project: lead_of(), 404, 404),
    ],
    ids=["manager", "lead", "partner's contributor", "viewer", "somebody else"],
)
def test_opens_to_those_who_work_on_the_project(client, project, person, list_status, new_status):
    client.force_login(person(project))

    for name, status in (("imports", list_status), ("import_new", new_status)):
        response = client.get(reverse(f"projects_workspace:{name}", args=[project.slug]))
        assert response.status_code == status


def test_viewer_sees_a_preview_but_can_do_nothing_with_it(client, project, checked):
    batch = checked(site_row())
    client.force_login(viewer_of(project.lead))

    page = client.get(address(batch))

    assert "Apply import" not in page.content.decode()
    for name in ("apply", "check", "discard", "undo"):
        assert client.post(address(batch, f"import_{name}")).status_code == 403
    assert client.get(address(batch, "import_match")).status_code == 403


def test_a_contributor_is_told_who_has_to_apply_a_change_of_scope(client, project, checked):
    batch = checked(site_row(stage="Civils"))
    client.force_login(contributor_of(project.lead))

    page = client.get(address(batch)).content.decode()

    assert "Apply import" not in page
    assert "This import changes which sites are in scope." in page
    client.post(address(batch, "import_apply"))
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def test_get_changes_nothing(client, project, checked):
    batch = checked(site_row())
    client.force_login(manager())

    for name in ("apply", "check", "discard"):
        assert client.get(address(batch, f"import_{name}")).status_code == 405

    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def cost(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_preview_costs_the_same_at_any_length(client, checked):
    client.force_login(manager())
    one = checked(site_row())
    many = checked(*(site_row(ods_code=f"E{at:05}") for at in range(60)))

    assert cost(client, address(one)) == cost(client, address(many))
    assert len(client.get(address(many)).context["grid"].lines) == 50


def test_errors_come_out_as_csv_that_no_spreadsheet_runs(client, checked):
    batch = checked(site_row(name="=1+1", district="Atlantis"))
    client.force_login(manager())

    response = client.get(address(batch, "import_errors"))

    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "sheet,row,name,column,heading,value,what is wrong"
    assert lines[1].startswith(",2,'=1+1,F,district,Atlantis,“Atlantis” is not one of")


def test_text_that_looks_like_a_formula_is_stored_as_typed(checked):
    batch = checked(site_row(name="=1+1", notes="'+44 20", supplier="@fibre", address="-1 High St"))

    imports.apply_now(batch, approved_by=None)

    site = Site.objects.get()
    assert (site.name, site.notes, site.supplier, site.address) == (
        "=1+1",
        "+44 20",
        "@fibre",
        "-1 High St",
    )


def test_says_that_the_same_file_was_applied_before(client, checked):
    imports.apply_now(checked(site_row()), approved_by=None)
    again = checked(site_row())
    client.force_login(manager())

    assert "The same file was applied" in client.get(address(again)).content.decode()


def test_discard_by_the_page_says_so(client, project, checked):
    batch = checked(site_row())
    client.force_login(manager())

    response = client.post(address(batch, "import_discard"), follow=True)

    assert "sites.csv discarded" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_failed_import_says_why(client, project):
    batch = upload(project=project, kind="sites", file=csv_file([site_row()]), by=manager())
    batch.file.storage.delete(batch.file.name)
    for _ in range(3):
        jobs.sweep()
    client.force_login(manager())

    page = client.get(address(batch)).content.decode()

    assert "Something went wrong and no changes were made" in page
    assert "Upload another file" in page


def test_leads_to_what_came_in(client, project, checked):
    client.force_login(manager())
    batch = imports.apply_now(checked(site_row(stage="Candidate")), approved_by=None)

    text = client.get(address(batch)).content.decode()

    assert f'href="{reverse("projects_workspace:sites", args=[project.slug])}"' in text


def test_names_the_stage_words_that_nobody_matched(client, project):
    boss = manager()
    client.force_login(boss)
    file = csv_file([site_row(stage="Diggers out")])
    batch = upload(project=project, kind="sites", file=file, by=boss)
    jobs.run("projects.ImportBatch", batch.pk)

    text = client.get(address(batch)).content.decode()

    assert "“Diggers out”" in text
    assert "Needs column matching" in text
    # The page that asks says in its title and heading what is matched.
    asked = client.get(address(batch, "import_match")).content.decode()
    assert f"<title>Match stages, {batch.file_name} " in asked
    assert ">Match stages</h1>" in asked


def test_progress_is_shown_while_a_worker_is_at_it(client, project, checked):
    batch = checked(site_row())
    ImportBatch.objects.update(state=ImportState.APPLYING, done=40, total=100)
    client.force_login(manager())

    page = client.get(address(batch)).content.decode()

    assert "Being applied: 40 of 100" in page
    assert "Refresh progress" in page


@pytest.mark.parametrize("model", ["importbatch", "importmapping"])
def test_admin_lists_open(client, project, checked, model):
    checked(site_row())
    client.force_login(manager())

    assert client.get(reverse(f"admin:projects_{model}_changelist")).status_code == 200


def test_admin_leads_to_the_preview(client, checked):
    batch = checked(site_row())
    client.force_login(manager())

    page = client.get(reverse("admin:projects_importbatch_change", args=[batch.pk]))

    assert address(batch) in page.content.decode()


def test_reads_odd_csv_as_it_should_be_read():
    """The csv-spectrum collection, where it is beside the repository."""
    for folder in shared("csv/csv_spectrum"):
        for path in sorted((folder / "csvs").glob("*.csv")):
            expected = json.loads((folder / "json" / f"{path.stem}.json").read_text())
            with path.open("rb") as file:
                table = open_table(file, path.name, set(expected[0]).__contains__)
                found = [table.named(row) for row in table.rows()]

            # The collection's own answers disagree on the line ends inside a cell.
            same = [str(one).replace("\\r\\n", "\\n") for one in (found, expected)]
            assert same[0] == same[1], path.name


def test_letters_are_put_right_when_somebody_says_so(client, checked):
    batch = checked(site_row(name="ZoÃ«"))
    client.force_login(manager())
    page = client.get(address(batch)).content.decode()
    assert "It should probably be “Zoë”" in page
    assert "Repair the characters" in page

    client.post(address(batch, "import_rows"), {"verb": "repair"})
    jobs.run("projects.ImportBatch", batch.pk)

    page = client.get(address(batch)).content.decode()
    assert batch.rows.get().values["name"] == "Zoë"
    assert "Keep the characters as they are" in page
