"""What programs of others say of our open data: those that publishers and readers use to check."""

import functools
import http.server
import json
import threading
import warnings
from datetime import date

import pytest
from django.conf import settings as portal_settings

from diz_portal.open_data import services
from diz_portal.open_data.declaring import datasets
from diz_portal.open_data.models import EditionFile
from projects.benefits import services as benefits
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.benefits import benefit_of, measured
from tests.factories.bids import granted
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.money import secured
from tests.factories.places import DistrictFactory, FigureFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, put_in_scope
from tests.factories.reporting import MilestoneFactory
from tests.factories.seminars import SeminarFactory

from .judges import STANDARDS, document_of
from .test_spend import spend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
# Where the judges of OC4IDS look for its schema and code lists.
SCHEMA_HOST = "http://standard.open-contracting.org/infrastructure/schema/0__9__5/"


@pytest.fixture
def rows():
    PartnershipFactory(oc4ids_prefix="oc4ids-abc123")
    project = ProjectFactory(slug="full-fibre", title="Full fibre", publishes_values=True)
    sites = [
        SiteFactory(
            project=project,
            name=f'Rye Street; "the old" surgery, {number}',
            stage=Stage.CONNECTED if number else Stage.CIVILS,
            on=date(2026, 1, 10),
            scoped=False,
            uprn=f"01001234567{number}",
            latitude=51.871234,
            longitude=0.161789,
            planned_live_on=date(2026, 2 + number, 1),
        )
        for number in range(3)
    ]
    put_in_scope(*sites, on=date(2026, 1, 10), value_change=2_100_000)
    secured("1700000", "0", project=project, organisation=None, funder="A ministry", is_public=True)
    spend(secured("100000", "100000", project=ProjectFactory(publishes_spend=True)), "1234.56")
    by = UserFactory()
    benefit = benefit_of(project, by)
    measured(benefit, by, 120)
    benefits.release(by=by, benefit=benefit)
    MilestoneFactory(project=project)
    SeminarFactory()
    HelpPlaceFactory(services=["wifi", "people"])
    figure = FigureFactory()
    ours = DistrictFactory(is_ours=True)
    type(figure.area).objects.filter(pk=figure.area_id).update(code=ours.code)
    granted()


# OC4IDS: libcoveoc4ids, which asks the standard's own host for its schema while it runs ---


class _Schema(http.server.SimpleHTTPRequestHandler):
    """The folder of the schema, in whose words the host is this one."""

    def do_GET(self):
        name = self.path.lstrip("/")
        file = STANDARDS / "oc4ids" / "schema" / name
        if not file.is_file():
            self.send_error(404)
            return
        here = f"http://127.0.0.1:{self.server.server_port}/"
        words = file.read_text(encoding="utf-8-sig")
        for scheme in ("http", "https"):
            words = words.replace(SCHEMA_HOST.replace("http", scheme, 1), here)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def schema_host(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Schema) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def judged_by_oc4ids(document: dict, host: str, folder) -> dict:
    with warnings.catch_warnings():
        # Of libraries that it stands on.
        warnings.simplefilter("ignore")
        from libcoveoc4ids.api import oc4ids_json_output
        from libcoveoc4ids.config import LibCoveOC4IDSConfig

        config = LibCoveOC4IDSConfig(
            {
                "schema_host": host,
                "schema_version_choices": {"0.9.5": ("0.9.5", host)},
                "schema_codelists": {"0.9": f"{host}codelists/"},
            }
        )
        return oc4ids_json_output(str(folder), json_data=document, lib_cove_oc4ids_config=config)


def test_the_judge_of_oc4ids_finds_nothing(rows, schema_host, tmp_path):
    document = document_of("oc4ids")
    if not STANDARDS.is_dir():
        # Our own checks are tried in `test_oc4ids.py`.
        return

    told = judged_by_oc4ids(document, schema_host, tmp_path)

    assert document["projects"]
    assert told["validation_errors"] == []
    assert told["additional_fields"] == {}
    assert told["additional_closed_codelist_values"] == {}
    assert told["additional_checks"] == []
    assert told["conformance_checks"] == []


def test_the_judge_of_oc4ids_would_find_it(rows, schema_host, tmp_path):
    document = document_of("oc4ids")
    if not STANDARDS.is_dir():
        return
    document["projects"][0]["status"] = "finished"
    document["projects"][0]["title"] = 7
    document["projects"][0]["id"] = "ours"
    document["projects"][0]["colour"] = "green"

    told = judged_by_oc4ids(document, schema_host, tmp_path)

    assert told["validation_errors"]
    assert told["additional_fields"]
    assert told["additional_closed_codelist_values"]
    assert told["conformance_checks"]


# Data packages: frictionless ---


@functools.cache
def frictionless():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        return frictionless


def faults_of(package: dict, content: bytes, folder) -> list[str]:
    """What frictionless says of a package and its CSV file, which lies beside it."""
    (folder / "data.csv").write_bytes(content)
    [resource] = package["resources"]
    package = {**package, "resources": [{**resource, "path": "data.csv"}]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judge = frictionless()
        report = judge.Package(str(folder / "datapackage.json")).validate()
    return [f"{e.type}: {e.message}" for task in report.tasks for e in task.errors] + [
        f"{e.type}: {e.message}" for e in report.errors
    ]


@pytest.mark.parametrize("slug", sorted(one.slug for one in datasets() if not one.counts_people))
def test_frictionless_reads_each_package_and_its_file(client, rows, slug, tmp_path):
    package = client.get(f"/data/{slug}/datapackage.json").json()
    content = client.get(f"/data/{slug}.csv").getvalue()

    assert faults_of(package, content, tmp_path) == []
    assert content.count(b"\n") > 1


def test_frictionless_reads_each_edition(client, rows, tmp_path):
    services.publish_all()

    files = EditionFile.objects.filter(format="csv").select_related("edition")
    judged = [one for one in files if one.edition.described]
    assert {one.slug for one in datasets()} == {one.edition.slug for one in judged}
    for one in judged:
        day = one.edition.as_at.isoformat()
        package = client.get(f"/data/{one.edition.slug}/{day}/datapackage.json").json()
        with one.file.open("rb") as file:
            assert faults_of(package, file.read(), tmp_path) == [], one.edition.slug


def test_frictionless_would_find_a_fault(client, rows, tmp_path):
    package = client.get("/data/sites/datapackage.json").json()
    content = client.get("/data/sites.csv").getvalue()
    lines = content.splitlines(keepends=True)

    assert faults_of(package, content + lines[1], tmp_path)
    assert faults_of(package, content.replace(b"51.871", b"north"), tmp_path)
    assert faults_of(package, content.replace(b"stage_code", b"stages"), tmp_path)
    assert portal_settings.PORTAL_URL in package["homepage"]
