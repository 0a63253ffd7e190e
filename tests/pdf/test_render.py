"""Printing: what a paper says of itself, in which letters, and what happens when it cannot be."""

import shutil

import pytest

from diz_portal import pdf
from diz_portal.pdf import printing

from .reading import read

pytestmark = pytest.mark.django_db
OURS = {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"}
TEMPLATE = """
#import "/base.typ": data, about, paper, said
#show: paper
#title()
= Names
#for name in data.names [ - #said(name) ]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copy(pdf.TEMPLATES / "base.typ", tmp_path)
    (tmp_path / "list.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return tmp_path


def paper(*names, title="A list"):
    return read(pdf.render("list", {"names": list(names)}, title=title))


def test_render_is_tagged_titled_and_in_english(folder):
    made = paper("Ann Smith", title="Who came")

    root = made.reader.trailer["/Root"]
    assert made.says_ua_1
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.title == "Who came"
    assert {"/H1", "/L", "/LI"} <= made.tags
    assert "Ann Smith" in made.text


def test_render_uses_the_portals_font_and_no_other(folder):
    assert paper("Ann Smith", "Łukasz Ștefan Żółć", "Siân Ŵyn", "Zoë Ōta").fonts == OURS


@pytest.mark.parametrize("name", ["محمد علي", "יעל כהן", "Иван Петров", "Ελένη", "Nguyễn Thị Hà"])
def test_render_shows_names_of_other_scripts(folder, name):
    made = paper(name)

    # A reader of PDFs gives right-to-left words in its own order: every letter must be there.
    assert set(name.replace(" ", "")) <= set(made.text)
    assert "fonts do not have" not in made.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann 🎉 Smith", "Ann □ Smith"),
        ("王小明 Wang", "□□□ Wang"),
        ("Gurpreet ਗੁ", "Gurpreet □□"),
        ("Ann\x07 Smith", "Ann□ Smith"),
        ("Ann\x00Smith", "Ann□Smith"),
        ("Ann\ud800", "Ann□"),
        ("\u202eAnn\u202c Smith", "□Ann□ Smith"),
        ("Ann\ue000", "Ann□"),
    ],
)
def test_render_shows_a_box_for_what_has_no_letter_and_says_so(folder, name, shown):
    made = paper(name, "Everybody else")

    assert shown in made.text
    assert "Everybody else" in made.text
    assert "□ shows a character that cannot be printed" in made.text


def test_render_keeps_a_name_of_150_letters_on_the_page(folder):
    name = "Xylophonist" * 14
    made = paper(name)

    assert name in made.flat
    places = []
    made.reader.pages[0].extract_text(
        visitor_text=lambda text, _cm, tm, _font, _size: places.append((tm[4], text))
    )
    # More than one line is needed: Typst breaks at the places it was given.
    assert sum("Xylo" in text for _left, text in places) > 1


def test_render_never_takes_a_name_for_markup(folder):
    name = '#panic("x") *bold* $x$ = Heading @ref <label> \\ // #read("/base.typ") "'

    assert name.replace(" ", "") in paper(name).flat


def test_render_keeps_lines_of_text_apart(folder):
    assert paper("First line\r\nsecond line").text.count("line") == 2


def test_render_refuses_when_our_font_is_missing(folder, settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "nothing"

    with pytest.raises(pdf.CannotPrint, match="run make setup"):
        paper("Ann")


def test_render_refuses_a_template_that_asks_for_an_unknown_font(folder):
    (folder / "list.typ").write_text(TEMPLATE + '#text(font: "Comic Sans MS")[x]')

    with pytest.raises(pdf.CannotPrint, match="unknown font"):
        paper("Ann")


def test_render_refuses_an_image_without_words_for_it(folder):
    (folder / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'
        "</svg>"
    )
    (folder / "list.typ").write_text(TEMPLATE + '#image("dot.svg")')

    with pytest.raises(pdf.CannotPrint, match="PDF/UA-1"):
        paper("Ann")


def test_render_reads_no_file_outside_its_templates(folder):
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "list.typ").write_text(TEMPLATE + '#read("../secret.txt")')

    with pytest.raises(pdf.CannotPrint):
        paper("Ann")


def test_render_gives_up_on_a_paper_without_end(folder, monkeypatch):
    monkeypatch.setattr(printing, "PATIENCE_SECONDS", 1)
    (folder / "list.typ").write_text(
        TEMPLATE + "#let n = 0\n#for a in range(9000) { for b in range(9000) { n += 1 } }\n#n"
    )

    with pytest.raises(pdf.CannotPrint):
        paper("Ann")


def test_render_gives_up_on_a_paper_that_takes_all_memory(folder, monkeypatch):
    monkeypatch.setattr(printing, "MEMORY_BYTES", 300 * 1024**2)
    (folder / "list.typ").write_text(TEMPLATE + '#let long = "x" * 400000000\n#long.len()')

    with pytest.raises(pdf.CannotPrint):
        paper("Ann")


def test_response_is_kept_by_nobody(folder):
    answer = pdf.response(b"%PDF-", name="certificate-AB12")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="certificate-AB12.pdf"'
    assert answer["Cache-Control"] == "no-store"
