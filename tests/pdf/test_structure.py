"""Every PDF that the portal makes, heard instead of seen: its headings, language, title, pictures
and tables. A template without a case here fails, and so does a PDF that is made past `pdf.render`.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from diz_portal import pdf
from diz_portal.outbox.letters import Letter, pressed
from diz_portal.privacy.copies.article15 import Told
from diz_portal.privacy.copies.content import Cell, Held, Table
from diz_portal.privacy.copies.papers import as_pdf
from diz_portal.square_codes import for_paper
from inclusion.help import leaflets
from inclusion.learning import in_print
from inclusion.learning.selectors import learning
from tests.factories.learning import LessonFactory, asked
from tests.words import says

from .reading import Read, read

pytestmark = pytest.mark.django_db
LETTER = {
    "subject": "About your request",
    "address": ["Ada Example", "1 High Street", "Harlow", "CM20 1AA"],
    "reference": "hx74kdqr2m",
    "words": "Dear resident\n\nWe can help.\n\n## What to do\n\n- One\n- Two\n\nCall us.",
}


def letters() -> bytes:
    return pressed([Letter(**LETTER)] * 2)


def certificate() -> bytes:
    facts = ("name", "seminar", "promise", "when", "length", "where", "series", "organiser")
    data = {fact: f"The {fact}" for fact in (*facts, "reference", "date", "phone")}
    return pdf.render("seminars/certificate", data, title="Certificate of attendance")


def labels() -> bytes:
    label = {"reference": "hx74kdqr2m", "kind": "Laptop", "title": "Model", "serial": "S1"}
    label |= {"shelf": "A", "keeper": "Kettle", "code": for_paper("https://portal.example/x")}
    return pdf.render("inclusion/labels", {"labels": [label] * 25}, title="Labels")


def terms() -> bytes:
    data = {"lines": ["One.", "Two."], "signed_name": "Ada Example", "signed_on": "29 November"}
    return pdf.render(
        "inclusion/terms", {**data, "organisation": "Kettle"}, title="What you borrowed"
    )


def leaflet() -> bytes:
    return leaflets.pressed(leaflets.Form.EASY_READ)


def path() -> bytes:
    lesson = LessonFactory(words="One.\n\n## Try it\n\n1. **Go**.\n2. Stop.", picture="old-line")
    asked(lesson)
    return in_print.pressed(learning.course(AnonymousUser(), lesson.module.path.slug))


def held() -> bytes:
    """Made as every copy is: a subject as a table, another answer by answer."""
    said = Told("Kettle", "To help", "Public task", special="Consent", how_long="2 years")
    told = [
        tuple(Cell(f"{n}/{what}", what, f"{what} {n}", f"{what} {n}") for what in ("When", "What"))
        for n in (1, 2)
    ]
    own = [(Cell("n", "Name", "Ada Example", "Ada Example", is_blacked=True),)]
    tables = [
        Table("Your details", "", "Residents", said, tuple(own), {"told by": "another person"}),
        Table("What you were told", "In order.", "Tellings", said, tuple(told), {}),
    ]
    one = Held(
        "resident:hx7",
        "Resident",
        "Kettle",
        "You told us.",
        "Staff.",
        ("Dates.",),
        tuple(tables),
        {"Cases": 2},
    )
    return as_pdf([one], reference="hx74kdqr2m")


def report() -> bytes:
    """With one of each part that a report can have, drawn, marked and turned sideways."""
    columns = [
        {"key": f"c{n}", "title": f"Column {n}", "kind": "string", "is_number": n > 4}
        for n in range(8)
    ]
    table = {"type": "table", "title": "Every site", "note": "A note.", "empty": "None."}
    rows = [[{"said": "A"}] * 8] * 60
    table |= {"columns": columns, "rows": rows, "count": 100, "more": 40}
    small = {**table, "columns": columns[:2], "rows": [[{"said": "A"}] * 2], "more": 0}
    figure = {"label": "Live", "said": "50", "was_said": "51", "why": "Corrected", "note": ""}
    sentence = {"text": "3 surgeries went live.", "url": ""}
    listed = {"type": "text", "title": "", "is_list": True, "sentences": [sentence]}
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    drawing = {"type": "drawing", "title": "Progress", "description": "Rises.", "drawn": svg}
    sections = [
        {"title": "Summary", "parts": [{"type": "figures", "figures": [figure]}]},
        {
            "title": "Now",
            "parts": [{"type": "figures", "figures": [{**figure, "was_said": ""}] * 4}],
        },
        {"title": "Words", "parts": [listed]},
        {"title": "Progress", "parts": [{**drawing, "table": small}]},
        {"title": "Sites", "parts": [table]},
    ]
    facts = ("title", "subtitle", "author", "as_at_said", "read_at_said", "marking")
    data = {fact: f"The {fact}" for fact in facts}
    data |= {"sections": [{"exempt": "", **one} for one in sections], "notes": ["A note."]}
    data["facts"] = [{"label": "For", "said": "The board"}]
    return pdf.render("reports/paper", data, title="A report")


# Template, and the headings that its paper has, in order.
CASES = {
    "inclusion/labels": (labels, ["H1"] * 25),
    "inclusion/leaflet": (leaflet, ["H1", *["H2"] * 10]),
    "inclusion/path": (path, ["H1", "H2", "H3", "H3"]),
    "inclusion/terms": (terms, ["H1"]),
    "outbox/letters": (letters, ["H1", "H2", "H1", "H2"]),
    "privacy/held": (held, ["H1", *["H2"] * 4, "H3", "H2", "H3", *["H2"] * 4]),
    "reports/paper": (
        report,
        ["H1", *["H2"] * 5, "H3", "H3", "H2", "H3", "H2"],
    ),
    "seminars/certificate": (certificate, ["H1", "H2", "H2"]),
}
TEMPLATES = {
    str(file.relative_to(pdf.TEMPLATES)).removesuffix(".typ")
    for file in pdf.TEMPLATES.rglob("*.typ")
} - {"base"}


def test_every_template_has_a_case():
    assert set(CASES) == TEMPLATES


def test_every_pdf_is_made_by_our_press():
    """From a template that has a case; no library writes one past it."""
    sources = {
        file: file.read_text()
        for folder in ("diz_portal", "partners", "projects", "seminars", "inclusion")
        for file in (Path(settings.BASE_DIR) / folder).rglob("*.py")
        if "migrations" not in file.parts
    }
    named = {
        name
        for text in sources.values()
        for name in re.findall(r"pdf\.render\(\s*\"([^\"]+)\"", text)
    }
    assert named == TEMPLATES
    for file, text in sources.items():
        assert not re.search(r"^\s*(import|from) (reportlab|weasyprint|fpdf|borb)\b", text, re.M)
        if file.parent.name != "pdf":
            assert "print_pages(" not in text
            assert not re.search(r"^\s*(import|from) typst\b", text, re.M)


@pytest.fixture(scope="module")
def papers() -> dict[str, Read]:
    return {}


@pytest.fixture(params=sorted(CASES))
def paper(request, papers) -> tuple[Read, list[str]]:
    make, headings = CASES[request.param]
    if request.param not in papers:
        papers[request.param] = read(make())
    return papers[request.param], headings


def test_paper_says_its_standard_language_and_title(paper):
    made, _ = paper
    root = made.reader.trailer["/Root"]

    assert made.says_ua_1
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.title


def test_paper_has_its_headings_in_order(paper):
    made, headings = paper

    assert made.headings == headings
    levels = [int(one[1]) for one in headings]
    for before, after in zip([0, *levels], levels, strict=False):
        assert after <= before + 1


def test_paper_describes_its_pictures_and_heads_its_tables(paper):
    made, _ = paper

    for picture in made.nodes("/Figure"):
        assert picture["/Alt"]
    for table in made.nodes("/Table"):
        assert made.nodes("/TH", within=table)


def test_nothing_looks_like_a_heading_and_is_none(paper):
    """What is printed larger than the text stands in a heading."""
    made, _ = paper
    sizes = made.sizes_by_heading()

    body = max(size for size, is_heading in sizes if not is_heading)
    assert body <= min(size for size, is_heading in sizes if is_heading)


def test_letters_are_set_in_14_points_or_in_18_and_do_not_say_why():
    normal = read(pressed([Letter(**LETTER)]))
    large = read(pressed([Letter(**LETTER, is_large=True)]))

    assert min(size for size, _ in normal.sizes_by_heading()) >= 14
    assert min(size for size, _ in large.sizes_by_heading()) >= 18
    assert normal.flat == large.flat


def test_a_long_address_stays_in_the_window():
    address = [f"Line {n} of an address that is long" for n in range(9)]
    made = read(pressed([Letter(**{**LETTER, "address": address}, is_large=True)]))

    assert not says(made.flat, "CM20")
    assert len(made.reader.pages) <= 2
    for line in address:
        assert line.replace(" ", "") in made.flat


@pytest.mark.parametrize("host", ["portal.example", "digital-innovation-zone.example.gov.uk"])
@pytest.mark.parametrize("before", range(0, 40, 4))
def test_a_web_address_in_a_letter_breaks_between_its_parts_alone(host, before):
    words = f"What happens to what people tell us: {'x' * before} https://{host}/privacy/"

    lines = read(pressed([Letter(**LETTER | {"words": words})])).text.replace("\u200b", "")

    for part in ("https://", *host.replace("-", "- ").split(), "privacy/"):
        assert part in lines
