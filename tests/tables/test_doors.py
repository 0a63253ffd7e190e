"""Every door that takes a table reads it alike, and nothing beside the reader reads one."""

import ast
import io
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.imports import services as imports
from diz_portal.places.models import Postcode
from inclusion.databank.services import lists
from inclusion.devices.services import intake
from inclusion.landline.clients import services as clients
from partners.models import AgreementKind
from projects.imports.services import upload
from projects.money.services import ledger_files
from projects.returns.services import importing
from tests.factories.inclusion import team_of
from tests.factories.partners import AgreementFactory, OrganisationFactory
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory

from .files import WAYS, as_csv, as_xlsx, cell, ods, row, sheet


def previewed(batch) -> list[dict]:
    """What the preview of an import says, or the first thing that is wrong."""
    imports.check_now(batch)
    if wrong := batch.rows.filter(action="error").first():
        raise Refusal(wrong.errors[0]["message"])
    return list(batch.rows.order_by("pk").values("values"))


class Sites:
    rows = (
        ["ODS code", "Name", "District"],
        ["E82001", "Café “Élan”", "Harlow"],
        ["00042", "Elm; Oak", "Harlow"],
    )
    read = ("E82001 Café “Élan”", "00042 Elm; Oak")

    def __init__(self):
        DistrictFactory(code="E07000073", name="Harlow")
        self.project = ProjectFactory()

    def take(self, content: bytes, name: str):
        file = SimpleUploadedFile(name, content)
        batch = upload(project=self.project, kind="sites", file=file, by=None)
        found = [one["values"] for one in previewed(batch)]
        return [f"{one['ods_code']} {one['name']}" for one in found]


class Returns:
    rows = (
        ["Project reference", "RAG", "Summary"],
        ["fibre", "green", "Café “Élan”"],
        ["00042", "amber", "Elm; Oak"],
    )
    read = ("Café “Élan” green", "Elm; Oak amber")

    def __init__(self):
        self.record = ReturnFactory(project=ProjectFactory(slug="fibre"))
        ReturnFactory(organisation=self.record.organisation, project=ProjectFactory(slug="00042"))

    def take(self, content: bytes, name: str):
        batch = importing.upload(
            organisation=self.record.organisation,
            reporting_round=self.record.round,
            file=SimpleUploadedFile(name, content),
            by=None,
        )
        found = [one["values"] for one in previewed(batch)]
        return [f"{one['narrative'][1]} {one['delivery'][1]}" for one in found]


class Ledger:
    rows = (
        ["Reference", "Date", "Amount", "Supplier"],
        ["AP1", "2026-03-04", "5.00", "Café “Élan”"],
        ["00042", "2026-03-05", "6.00", "Elm; Oak"],
    )
    read = ("AP1 Café “Élan”", "00042 Elm; Oak")

    def __init__(self):
        self.project = ProjectFactory()

    def take(self, content: bytes, name: str):
        file = SimpleUploadedFile(name, content)
        batch = ledger_files.upload(project=self.project, file=file, by=None)
        found = [one["values"] for one in previewed(batch)]
        return [f"{one['transaction_reference']} {one['supplier']}" for one in found]


class Clients:
    rows = (
        ["Name", "Phone number", "Client ID"],
        ["Café “Élan”", "01632 960123", "00042"],
        ["Elm; Oak", "01632 960124", "A-7"],
    )
    read = ("Café “Élan” 00042", "Elm; Oak A-7")

    def __init__(self):
        team = team_of(OrganisationFactory(), is_default=True)
        self.partner = OrganisationFactory()
        AgreementFactory(
            kind=AgreementKind.DATA_SHARING,
            signed_on=timezone.localdate(),
            parties=[self.partner, team.organisation],
        )

    def take(self, content: bytes, name: str):
        batch = clients.upload(
            organisation=self.partner,
            file=SimpleUploadedFile(name, content),
            lawful_basis="public_task",
            told_by="The telecare team",
            told_on=timezone.localdate(),
            by=None,
        )
        found = [one["values"] for one in previewed(batch)]
        return [f"{one['name']} {one['their_reference']}" for one in found]


class Devices:
    rows = (
        ["Kind", "Make", "Serial"],
        ["laptop", "Café “Élan”", "00042"],
        ["tablet", "Elm; Oak", "A-7"],
    )
    read = ("laptop Café “Élan” 00042", "tablet Elm; Oak A-7")

    def __init__(self):
        self.team = team_of(OrganisationFactory()).organisation

    def take(self, content: bytes, name: str):
        batch = intake.upload(file=SimpleUploadedFile(name, content), kept_by=self.team, by=None)
        found = [one["values"] for one in previewed(batch)]
        return [f"{one['kind']} {one['make']} {one['serial']}" for one in found]


class Cards:
    rows = (
        ["Given by", "SIM number", "PIN"],
        ["Café “Élan”", "8944110000000000016", "1"],
        ["Elm; Oak", "8944110000000000024", "2"],
    )
    read = ("8944110000000000016", "8944110000000000024")

    def take(self, content: bytes, name: str):
        batch = lists.upload(
            file=SimpleUploadedFile(name, content),
            by=None,
            kind="sim",
            network="Northline",
            mb_each=20_000,
            months=1,
            expires_on=timezone.localdate() + timedelta(days=90),
        )
        return [one["values"]["code"] for one in previewed(batch)]


class Postcodes:
    rows = (
        ["pcds", "lat", "long", "lad25cd", "ward"],
        ["CM20 1AA", 51.77, 0.09, "E07000073", "Café “Élan”"],
        ["CM20 1AB", 51.78, 0.1, "E07000073", "Elm; Oak"],
    )
    read = ("CM201AA 51.77", "CM201AB 51.78")

    def __init__(self):
        DistrictFactory(code="E07000073", name="Harlow")

    def take(self, content: bytes, name: str):
        # A folder of its own: other processes of the tests try files of the same name.
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            call_command("import_postcodes", str(path), stdout=io.StringIO())
        return [f"{one.code} {one.latitude}" for one in Postcode.objects.order_by("code")]


DOORS = [Sites, Returns, Ledger, Clients, Devices, Cards, Postcodes]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("door", DOORS)
def test_a_door_reads_a_table_whatever_way_it_was_sent(door, way):
    name, write = WAYS[way]

    assert door().take(write([list(one) for one in door.rows]), name) == list(door.read)


def spoilt(door) -> dict[str, tuple[bytes, str, str]]:
    """What no door takes: a file, its name, and words of the sentence."""
    headings, first, _ = map(list, door.rows)
    text = as_csv([headings, first])
    lines = text.split(b"\r\n")
    error = [cell(one) for one in first]
    error[1] = cell("#N/A", error="error")
    return {
        "a byte unknown": (
            text + b"\xe9" + lines[1],
            "a.csv",
            "Row 3, column A contains a byte (0xE9)",
        ),
        "a NUL": (text.replace(b"\xc3", b"\0", 1), "a.csv", "contains a NUL character"),
        "a mark that is not closed": (text + b'"', "a.csv", "quotation mark"),
        "too many columns": (text + b"," * 300 + b"x\r\n", "a.csv", "Row 3 has 301 columns"),
        "the old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.xls", "Save it as .xlsx"),
        "cut short": (as_xlsx([headings, first])[:-90], "a.xlsx", "damaged or incomplete"),
        "an empty file": (b"\r\n", "a.csv", "empty"),
        "an error": (ods(sheet(row(*map(cell, headings)), row(*error))), "a.ods", "#N/A"),
    }


@pytest.mark.parametrize("what", spoilt(Sites))
@pytest.mark.parametrize("door", DOORS)
def test_a_door_refuses_what_cannot_be_read(door, what):
    content, name, words = spoilt(door)[what]
    here = door()

    with pytest.raises(Refusal) as refusal:
        here.take(content, name)

    errors = getattr(refusal.value, "errors", None)
    assert words in (errors[0].sentence if errors else refusal.value.message)


LIBRARIES = {"openpyxl", "python_calamine", "pandas", "xlrd", "odf", "ezodf", "pyexcel"}
OF_CSV = {"reader", "DictReader", "Sniffer"}


def reads_a_table(node: ast.AST) -> bool:
    """`csv.reader` and its like, and libraries that read; writing a CSV is another matter."""
    if isinstance(node, ast.Attribute):
        return node.attr in OF_CSV and isinstance(node.value, ast.Name) and node.value.id == "csv"
    if isinstance(node, ast.ImportFrom):
        from_csv = node.module == "csv" and not OF_CSV.isdisjoint(one.name for one in node.names)
        return from_csv or (node.module or "").partition(".")[0] in LIBRARIES
    if isinstance(node, ast.Import):
        return any(
            one.name.partition(".")[0] in LIBRARIES or (one.name == "csv" and one.asname)
            for one in node.names
        )
    return False


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("csv.reader(file)", True),
        ("from csv import DictReader", True),
        ("import csv as c", True),
        ("from openpyxl.utils import get_column_letter", True),
        ("import python_calamine", True),
        ("import csv", False),
        ("csv.writer(file)", False),
        ("self.reader(1)", False),
    ],
)
def test_a_reader_of_tables_is_told_by_its_code(code, reads):
    assert any(map(reads_a_table, ast.walk(ast.parse(code)))) is reads


def test_nothing_beside_the_reader_reads_a_table():
    base = Path(settings.BASE_DIR)
    found = [
        f"{path.relative_to(base)}:{node.lineno}"
        for room in ("diz_portal", "partners", "projects", "seminars", "inclusion")
        for path in sorted((base / room).rglob("*.py"))
        if (base / "diz_portal" / "tables") not in path.parents
        and any(word in (text := path.read_text()) for word in {"csv", *LIBRARIES})
        for node in ast.walk(ast.parse(text))
        if reads_a_table(node)
    ]

    assert found == []
