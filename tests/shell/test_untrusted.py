"""Whatever a file holds and whatever somebody types: a result or a sentence, never an error."""

import contextlib
import io
import json
import re
import zipfile
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from diz_portal import fields, phones
from diz_portal.access import Refusal
from diz_portal.documents.inspection import ODT, inspect
from diz_portal.places import boundaries, selectors
from diz_portal.tables import open_table, values
from inclusion.databank import statements
from inclusion.devices import wipe_logs
from inclusion.learning.models.progress import typed
from partners import identifiers
from partners.models import IdentifierType
from projects.imports.values import score, yes_or_no
from projects.portfolio.forms import fields as project_fields
from tests.documents.conftest import docx, upload
from tests.inclusion import nwipe
from tests.tables.files import as_ods

ARABIC = "٠١٢٣٤٥٦٧٨٩"


def zipped(method, **parts) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["ODS code", "Name", "Stage date"])
    book.active.append(["A81001", "Surgery", "2026-03-01"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


LOG = nwipe.log(nwipe.HDD, nwipe.NVME, version="0.42")
SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {
            "properties": {"LAD24CD": "E07000068", "LAD24NM": "Harlow"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
        }
    ],
}
FILES = {
    "a.odt": zipped(zipfile.ZIP_DEFLATED, mimetype=ODT, **{"content.xml": "<x/>"}),
    "b.odt": zipped(zipfile.ZIP_LZMA, mimetype=ODT, **{"content.xml": "<x/>"}),
    "c.odt": zipped(zipfile.ZIP_BZIP2, mimetype=ODT, **{"content.xml": "<x/>"}),
    "a.docx": docx(),
    "a.xlsx": workbook(),
    "a.pdf": b"%PDF-1.7\n1 0 obj\n",
    "a.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "a.jpg": b"\xff\xd8\xff\xe0" + bytes(40),
    "a.ods": as_ods([["ODS code", "Name", "Stage date"], ["A81001", "Surgery", 1.5]]),
    "a.csv": b"ODS code,Name\nA81001,Surgery\n",
    "a.txt": "é, 3 £\n".encode(),
}


@st.composite
def damaged(draw, content: bytes) -> bytes:
    """The file with a few bytes changed, left out or put in, or cut short."""
    content = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        what = draw(st.sampled_from(["change", "cut", "drop", "add"]))
        if what == "change" and content:
            content[at] = draw(st.integers(0, 255))
        elif what == "cut":
            del content[at:]
        elif what == "drop":
            del content[at : at + draw(st.integers(1, 20))]
        else:
            content[at:at] = draw(st.binary(min_size=1, max_size=20))
    return bytes(content)


def survives(read, *refused) -> None:
    with contextlib.suppress(*(refused or (Refusal,))):
        read()


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_a_damaged_paper_is_taken_or_refused(name, data):
    content = data.draw(damaged(FILES[name]))

    survives(lambda: inspect(upload(name, content)))


def test_an_odt_whose_mark_is_damaged_is_refused():
    """Packed tightly the mark must be unpacked to be read."""
    for name in ("a.odt", "b.odt", "c.odt"):
        start = FILES[name].index(b"mimetype") + len("mimetype")
        for at in range(start, start + 30):
            content = bytearray(FILES[name])
            content[at] ^= 0xFF
            survives(lambda content=content, name=name: inspect(upload(name, bytes(content))))


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv", "a.txt"])
@given(data=st.data())
def test_a_damaged_table_is_read_or_refused(name, data):
    content = io.BytesIO(data.draw(damaged(FILES[name])))

    survives(lambda: list(open_table(content, name, lambda heading: True).rows()))


@given(damaged(LOG))
def test_a_damaged_wipe_log_is_read_or_refused(content):
    survives(lambda: wipe_logs.read(content))


def test_a_wipe_log_with_a_number_of_5000_digits_is_read():
    content = LOG.replace(b"          0 |", b"9" * 5000 + b" |")

    assert content != LOG
    survives(lambda: wipe_logs.read(content))


@given(damaged(json.dumps(SHAPES).encode()))
def test_damaged_boundaries_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("shapes") / "a.json"
    path.write_bytes(content)

    survives(lambda: list(boundaries._areas(boundaries._load(path), {"E07000068"})))


@pytest.mark.parametrize(
    "written",
    [
        "[" * 100_000,
        '{"type": "FeatureCollection", "features": 5}',
        '{"type": "FeatureCollection", "features": [5]}',
        '{"type": "Topology", "objects": [], "arcs": 3}',
        '{"type": "Topology"}',
        '{"type": "FeatureCollection", "a": ' + "9" * 5000 + "}",
    ],
)
def test_boundaries_of_a_strange_form_are_refused(tmp_path, written):
    path = tmp_path / "a.json"
    path.write_text(written)

    survives(lambda: list(boundaries._areas(boundaries._load(path), {"E07000068"})))


# What somebody types ---------------------------------------------------------------------

TEXT = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789٠١٢٣²½०१+-()./:, £eE\x00\n", max_size=20),
)
PARSERS = {
    "phone": phones.normalise,
    "part of a phone": phones.part_typed,
    "postcode": selectors.compact_postcode,
    "postcode spaced": selectors.spaced_postcode,
    "code of a learner": typed,
    "day": fields.DayField(required=False).clean,
    "hour": fields.HourField(required=False).clean,
    "line": fields.LineField(required=False).clean,
    "name": fields.NameField(required=False).clean,
    "pounds": fields.PoundsField(required=False).clean,
    "number": fields.NumberField(decimal_places=1, required=False).clean,
    "whole number": fields.WholeNumberField(required=False).clean,
    "degrees": fields.DegreesField(required=False).clean,
    "day in one piece": lambda text: fields.DayField(required=False).clean([text, "", ""]),
    "UPRN": project_fields.UprnField(required=False).clean,
    "ODS code": project_fields.OdsField(required=False).clean,
    "postcode field": fields.PostcodeField(required=False).clean,
    "cell: day": values.Day(),
    "cell: amount": values.Pounds(),
    "cell: speed": values.Number(1, most=1e7, units=values.SPEEDS, rounded=True),
    "cell: line": values.line(200),
    "cell: notes": values.notes(200),
    "cell: score": score,
    "cell: yes or no": yes_or_no,
    "cell: UPRN": values.uprn,
    "cell: ODS code": values.ods_code,
    "cell: card": values.iccid,
    "cell: IMEI": values.imei,
    "cell: voucher": values.voucher,
    "cell: serial number": values.serial,
}
PARSERS |= {
    f"identifier: {kind}": partial(identifiers.normalise, kind) for kind in IdentifierType.values
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PARSERS)
@given(text=TEXT)
def test_what_is_typed_is_a_value_or_a_sentence(name, text):
    given = [text] * 3 if name == "day" else text

    survives(lambda: PARSERS[name](given), Refusal, ValidationError, values.Wrong)


@pytest.mark.parametrize(
    "text", ["01279 446 6١١", "٠١٢٧٩ ٤٤٦ ٦١١", "+44 ٧٧٠٠ ٩٠٠ ٩٨٢", "०१२७९४४६६११"]
)
def test_a_telephone_number_has_no_digits_but_ours(text):
    with pytest.raises(phones.NotANumber):
        phones.normalise(text)


ROOTS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
# PostgreSQL's own; and what hides numbers in logs and finds links in names must find any.
ANY_DIGIT = {
    "diz_portal/places/models.py",
    "diz_portal/logs.py",
    "diz_portal/charts/svg.py",
    "diz_portal/names.py",
    # What hides or finds somebody had better find too much.
    "diz_portal/privacy/copies/blacking.py",
    "diz_portal/privacy/mentions/spelling.py",
}


def test_no_pattern_means_any_script_by_a_digit():
    r"""`\d` matches the digits of every script; the database and other programs know ten."""
    base = Path(settings.BASE_DIR)
    found = [
        f"{path.relative_to(base)}:{number}"
        for root in ROOTS
        for path in sorted((base / root).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(base)) not in ANY_DIGIT
        for number, line in enumerate(path.read_text().splitlines(), 1)
        # Letters are "no word character, digit or line".
        if re.search(r"\\d", line.replace(r"[^\W\d_]", "").replace(r"[^\W\d]", ""))
    ]

    assert found == []


def test_the_title_of_an_empty_statement_says_so():
    assert statements.title([]) == "No transactions yet"
    assert statements.title([SimpleNamespace(mb_received=2000, balance=1000, reserved=0)])
