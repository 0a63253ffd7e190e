"""Files that a command or an import reads, with cells and values nobody expects: something that
can be said about them, or a result, and never an error."""

import contextlib
import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.access import Refusal
from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.places.models import District, Postcode
from projects.imports.services import upload
from tests.examples import THROUGH_THE_DATABASE
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.factories.projects import ProjectFactory
from tests.places.test_boundaries import EAST, SQUARE, collection, feature
from tests.projects.import_files import HEADER, csv_bytes, site_row
from tests.projects.test_imports_practices import practice
from tests.projects.test_imports_records import MILESTONES, RISKS

from .test_untrusted import damaged

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STRANGE = [
    "",
    " ",
    "\0",
    "é\ud7ff\u202e",
    "0",
    "-1",
    "nan",
    "inf",
    "-1e308",
    "1e309",
    "9" * 40,
    "9" * 5000,
    "٥١.٧",
    "1_0",
    "-500",
    "31/02/2026",
    "01/01/0001",
    "31/12/9999",
    "2026-13-01",
    "=1+1",
    "<b>x</b>",
    "x" * 300,
    "x" * 40_000,
    "live",
    "Candidate",
    "CM20 1AA",
    "E07000073",
]
VALUES = [None, True, 0, -1, 10**400, 1e308, float("nan"), float("inf"), "", "\0", "x" * 300]
VALUES += [[], {}, [[]], [None], {"type": "Polygon"}, "\ud800", "E07000073", "Polygon", [0, 0]]


@contextlib.contextmanager
def undone():
    """Whatever the example wrote, the next one starts from the same."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@st.composite
def mutated(draw, rows: list[list[str]]) -> bytes:
    """A table with a few strange cells, sometimes with bytes damaged as well."""
    rows = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 4))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        what = draw(st.sampled_from(["change", "change", "change", "drop", "add", "again"]))
        if what == "add":
            row.append(draw(st.sampled_from(STRANGE)))
        elif what == "again":
            rows.append(list(row))
        elif row:
            at = draw(st.integers(0, len(row) - 1))
            if what == "change":
                row[at] = draw(st.sampled_from(STRANGE))
            else:
                del row[at]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    content = out.getvalue().encode(errors="replace")
    return draw(damaged(content)) if draw(st.integers(0, 3)) == 0 else content


@st.composite
def changed(draw, data) -> str:
    """The same JSON with a few of its values something else."""
    data = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(data))
        if places:
            inside, at = draw(st.sampled_from(places))
            inside[at] = json.loads(json.dumps(draw(st.sampled_from(VALUES))))
    return json.dumps(data)


def _places(data):
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(items):
        yield data, key
        if isinstance(value, dict | list):
            yield from _places(value)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def harlow():
    manager()
    district = DistrictFactory(code="E07000073", name="Harlow")
    PostcodeFactory(code="CM201AA", district=district)
    return district


POSTCODES = [
    ["pcds", "lat", "long", "lad25cd"],
    ["CM20 1AA", "51.77", "0.09", "E07000073"],
    ["CM20 1AB", "51.78", "0.10", "E07000073"],
    ["SW1A 1AA", "51.50", "-0.14", "E09000033"],
]


@THROUGH_THE_DATABASE
@given(data=st.data())
def test_postcodes(harlow, file, data):
    path = file(data.draw(mutated(POSTCODES)))

    with undone(), contextlib.suppress(Refusal, CommandError):
        call_command("import_postcodes", str(path))
        for place in Postcode.objects.all():
            assert -90 <= place.latitude <= 90
            assert -180 <= place.longitude <= 180


TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.001, 0.001], "translate": [0, 51]},
    "arcs": [[[0, 0], [100, 0], [0, 100], [-100, 0], [0, -100]]],
    "objects": {
        "lad": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0]], "properties": {"LAD25CD": "E07000073"}}
            ]
        }
    },
}
HOLE = [[0.01, 51.01], [0.02, 51.01], [0.02, 51.02], [0.01, 51.01]]
AREAS = collection(feature("E07000073", SQUARE), feature("E07000072", EAST))
AREAS["features"][0]["geometry"]["coordinates"].append(HOLE)


@pytest.mark.parametrize("kind", ["GeoJSON", "TopoJSON"])
@THROUGH_THE_DATABASE
@given(data=st.data())
def test_boundaries(harlow, file, kind, data):
    path = file(data.draw(changed(AREAS if kind == "GeoJSON" else TOPOLOGY)))

    with undone(), contextlib.suppress(Refusal, CommandError):
        call_command("import_boundaries", str(path), "--neighbours")
        for district in District.objects.exclude(outline=None):
            shape = district.outline
            parts = (
                shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            )
            assert parts
            assert all(len(ring) >= 4 for part in parts for ring in part)
            assert all(parts)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


SITES = [site_row(), site_row(ods_code="E82002", name="Oak Surgery", stage="", stage_date="")]
TABLES = {
    "sites": _rows(csv_bytes(SITES, HEADER)),
    "practices": [practice(), practice("E82002", name="OAK SURGERY")],
    "milestones": [MILESTONES, ["Survey", "", "31/03/2026", "30/04/2026", "", "A note"]],
    "risks": [RISKS, ["Delay", "", "4", "3", "close", "31/03/2027", "Ask"]],
}


@pytest.fixture
def loud(monkeypatch):
    """What a job did not foresee is written to a log there, and tried again: here it is told."""

    def tell(message, *_):
        raise AssertionError(message)

    monkeypatch.setattr(jobs.logger, "exception", tell)


@pytest.mark.parametrize("kind", TABLES)
@THROUGH_THE_DATABASE
@given(data=st.data())
def test_imports(harlow, loud, kind, data):
    content = data.draw(mutated(TABLES[kind]))
    into = "sites" if kind == "practices" else kind

    with undone(), contextlib.suppress(Refusal):
        batch = upload(
            project=ProjectFactory(), kind=into, file=SimpleUploadedFile("a.csv", content), by=None
        )
        imports.check_now(batch)
        if batch.can_be_applied:
            imports.apply_now(batch, approved_by=None)


@pytest.mark.parametrize("cell", ["a\0" + "x" * 20_000, "x" * 20_000 + "\0"])
def test_a_table_with_a_nul_beside_an_endless_cell_is_refused(cell, harlow):
    content = f"ODS code,Name\nE82001,{cell}\n".encode()

    with pytest.raises(Refusal, match="NUL"):
        upload(
            project=ProjectFactory(),
            kind="sites",
            file=SimpleUploadedFile("a.csv", content),
            by=None,
        )


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 10**400, 200], ids=["nan", "inf", "huge", "200"]
)
@pytest.mark.parametrize("ring", [0, 1])
def test_outlines_are_in_degrees_their_holes_too(harlow, file, ring, value):
    areas = json.loads(json.dumps(AREAS))
    areas["features"][0]["geometry"]["coordinates"][ring][1][0] = value

    with pytest.raises(Refusal):
        call_command("import_boundaries", str(file(json.dumps(areas))))


@pytest.mark.parametrize("name", ["Har\0low", "Har\ud800low", "\0", " ", None, []])
def test_the_name_of_a_neighbour_can_be_stored(harlow, file, name):
    areas = json.loads(json.dumps(AREAS))
    areas["features"][1]["properties"]["LAD25NM"] = name

    call_command("import_boundaries", str(file(json.dumps(areas))), "--neighbours")

    assert District.objects.get(code="E07000072").name in ("Harlow", "E07000072")


@pytest.mark.parametrize("latitude", ["nan", "inf", "-500", "5_1.7", "٥١.٧", "1e308", "", "x"])
def test_what_is_no_place_is_left_out(harlow, file, latitude):
    rows = "\n".join(["pcds,lat,long,lad25cd", f"CM20 1AB,{latitude},0.1,E07000073"])

    call_command("import_postcodes", str(file(f"{rows}\nCM20 1AD,51.7,0.1,E07000073\n")))

    assert list(Postcode.objects.values_list("code", flat=True)) == ["CM201AD"]


@THROUGH_THE_DATABASE
@given(data=st.data())
def test_sites_by_command(harlow, loud, file, data):
    path = file(data.draw(mutated(TABLES["sites"])))
    project = ProjectFactory()

    with undone(), contextlib.suppress(Refusal, CommandError):
        call_command("import_sites", project.slug, str(path))
