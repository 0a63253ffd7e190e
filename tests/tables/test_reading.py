"""Each way of writing a table gives the same rows; what may surprise is told."""

import io
from datetime import date, datetime

import pytest

from diz_portal.tables import Broken, FileRefused, Limits, open_table
from diz_portal.tables.separators import separator_of

from .files import WAYS, as_csv, as_excel, as_ods, as_xlsx, cell, changed, ods, row, sheet

HEADINGS = ["Code", "Name", "Price", "Day"]
ROWS = [["00042", "Café Élan", 1.5, date(2026, 3, 1)], ["7", "“Elm”, Harlow", 2, None]]


def opened(content: bytes, name: str = "a.csv", known=("code", "name"), **options):
    return open_table(
        io.BytesIO(content), name, lambda heading: heading.casefold() in known, **options
    )


def read(content: bytes, name: str = "a.csv", **options):
    """The cells of all rows, and the notes."""
    table = opened(content, name, **options)
    return [row.cells for row in table.rows()], table.notes


def refused(content: bytes, name: str = "a.csv", **options) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(content, name, **options)
    return refusal.value.message


@pytest.mark.parametrize("way", WAYS)
def test_reads_the_same_whatever_way_it_was_sent(way):
    name, write = WAYS[way]

    table = opened(write([HEADINGS, *ROWS]), name)

    found = [[one.text(at) for at in range(4)] for one in table.rows()]
    days = ["2026-03-01", "01/03/2026"]
    assert table.headings == HEADINGS
    assert [row[:3] for row in found] == [
        ["00042", "Café Élan", "1.5"],
        ["7", "“Elm”, Harlow", "2"],
    ]
    assert found[0][3] == days[name[-3:] in ("csv", "tsv", "txt")]
    assert found[1][3] == ""


@pytest.mark.parametrize("way", [way for way in WAYS if "title" in way])
def test_tells_what_stands_above_the_headings(way):
    name, write = WAYS[way]

    table = opened(write([HEADINGS, *ROWS]), name)
    numbers = [row.number for row in table.rows()]

    assert numbers == [5, 6]
    assert table.notes[0].endswith("Rows 1 and 3 were skipped because they are above the headings.")


def test_rows_have_their_place_and_cells_by_name():
    table = opened(as_xlsx([HEADINGS, *ROWS]), "a.xlsx")

    first, second = table.rows()

    assert table.named(second) == {"Code": "7", "Name": "“Elm”, Harlow", "Price": 2, "Day": None}
    assert first.place(2) == "Sheet “Sheet”, row 2, column C"
    assert next(opened(as_csv([HEADINGS, *ROWS])).rows()).place() == "Row 2"


def test_a_day_is_a_date_and_an_hour_of_it_stays():
    rows = [["Code", "Name"], [date(2026, 3, 1), datetime(2026, 3, 1, 14, 30)]]

    assert read(as_xlsx(rows), "a.xlsx")[0] == read(as_ods(rows), "a.ods")[0] == rows[1:]


def test_zeros_that_a_format_puts_in_front_of_a_code_are_kept():
    def five_digits(sheet):
        sheet["A2"].number_format = "00000"

    rows = [["Code", "Name"], [42, "Elm"]]
    of_ods = ods(sheet(row(cell("Code"), cell("Name")), row(cell(42, shown="00042"), cell("Elm"))))

    assert read(as_xlsx(rows, five_digits), "a.xlsx")[0] == [["00042", "Elm"]]
    assert read(of_ods, "a.ods")[0] == [["00042", "Elm"]]


def test_a_day_counted_from_1904_is_the_same_day():
    content = changed(
        as_xlsx([["Code", "Name"], [date(2026, 3, 1), "x"]]),
        workbook=lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" '),
    )

    assert read(content, "a.xlsx")[0][0][0] == date(2030, 3, 2)


# What separates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("code;name;price\nA;Elm;1,5\nB;Oak;2,5\n", ";"),
        ("Sites, all of them, as sent\n\ncode;name\nA;Elm\n", ";"),
        ("Sites; all of them; as sent\ncode,name\n", ","),
        ("colour;size\nred;1,5\nblue;2,5\n", ";"),
        ('"a;b","c;d"\n', ","),
        ("code\n1\n2\n", ","),
        ("sep=|\ncode,name|x\n", "|"),
    ],
)
def test_finds_what_separates(text, separator):
    assert separator_of(text, {"code", "name"}.__contains__) == separator


# Which sheets and headings -------------------------------------------------------------------


def test_a_sheet_of_notes_in_front_does_not_hide_the_table():
    content = ods(
        sheet(row(cell("Colour"), cell("Means")), row(cell("red"), cell("late")), title="Key"),
        sheet(row(cell("Code"), cell("Name")), row(cell("A"), cell("Elm")), title="Sites"),
        sheet(row(cell("Code"), cell("Name")), row(cell("B"), cell("Oak")), title="More"),
        sheet(
            row(cell("Code"), cell("Name")), row(cell("C"), cell("Ash")), title="Old", style="away"
        ),
    )

    assert read(content, "a.ods") == (
        [["A", "Elm"], ["B", "Oak"]],
        [
            "Sheet “Key” was skipped because its headings are different.",
            "Sheet “Old” was skipped because it is hidden.",
        ],
    )


def test_hidden_sheets_of_a_workbook_are_told():
    def hide(first):
        first.parent.create_sheet("Old").sheet_state = "hidden"

    rows, notes = read(as_xlsx([["Code", "Name"], ["A", "Elm"]], hide), "a.xlsx")

    assert (rows, notes) == ([["A", "Elm"]], ["Sheet “Old” was skipped because it is hidden."])


def test_a_list_needs_no_headings():
    table = opened(b"8944110000000000001\n8944110000000000002\n", is_list=lambda rows: True)

    assert table.headings == []
    assert [row.text(0)[-1] for row in table.rows()] == ["1", "2"]


# What may surprise is told -------------------------------------------------------------------


def test_hidden_rows_and_columns_merged_cells_and_formulas_are_told_of_xlsx():
    def shape(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A2:A3")

    rows = [["Code", "Name", "Price"], ["A", "Elm", 7], [None, "Oak", 8]]
    content = changed(
        as_xlsx(rows, shape), sheet1=lambda xml: xml.replace("<v>7</v>", "<f>3+4</f><v>7</v>")
    )

    assert read(content, "a.xlsx") == (
        [["A", "Elm", 7], [None, "Oak", 8]],
        [
            "Sheet “Sheet”: 1 cell has a formula (C2). We used the value it showed when the file "
            "was saved.",
            "Sheet “Sheet”: Row 3 is hidden, by a filter or by hand, but was included.",
            "Sheet “Sheet”: Column B is hidden, but was included.",
            "Sheet “Sheet”: Cells A2:A3 are merged. Only the first cell of a merge has its value, "
            "and the others are blank.",
        ],
    )


def test_the_same_is_told_of_ods():
    content = ods(
        sheet(
            row(cell("Code"), cell("Name"), cell("Price")),
            row(cell("A", rows=2), cell("Elm"), cell(7, formula="of:=3+4")),
            row(cell(), cell("Oak"), cell(8), hidden=True),
            columns='<table:table-column/><table:table-column table:visibility="collapse"/>'
            '<table:table-column table:number-columns-repeated="16382"/>',
        )
    )

    rows, notes = read(content, "a.ods")

    assert rows == [["A", "Elm", 7], [None, "Oak", 8]]
    assert [note.partition(": ")[2].partition(",")[0] for note in notes] == [
        "1 cell has a formula (C2). We used the value it showed when the file was saved.",
        "Row 3 is hidden",
        "Column B is hidden",
        "Cells A2:A3 are merged. Only the first cell of a merge has its value",
    ]


def test_a_title_merged_above_the_table_and_columns_hidden_beside_it_are_not_told():
    def shape(sheet):
        sheet.merge_cells("A1:C1")
        sheet.column_dimensions["F"].hidden = True

    _, notes = read(as_xlsx([["Title"], ["Code", "Name"], ["A", "Elm"]], shape), "a.xlsx")

    assert notes == ["Sheet “Sheet”: Row 1 was skipped because it is above the headings."]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_error_and_a_formula_never_calculated_are_no_values(kind):
    if kind == "xlsx":
        content = as_xlsx([["Code", "Name"], ["#N/A", "=1+1"]])
    else:
        content = ods(
            sheet(
                row(cell("Code"), cell("Name")),
                row(cell("#N/A", error="error"), cell(formula="of:=1+1")),
            )
        )

    (found,) = opened(content, f"a.{kind}").rows()

    assert found.cells == [Broken.error("#N/A"), Broken.never_calculated()]
    with pytest.raises(FileRefused, match="row 2, column A: The cell has the error #N/A"):
        found.text(0)
    with pytest.raises(FileRefused, match="row 2, column B: The cell has a formula that was never"):
        found.text(1)


def test_a_formula_whose_result_is_no_text_is_blank():
    content = changed(
        as_xlsx([["Code", "Name"], ["A", "=X"]]),
        sheet1=lambda xml: xml.replace('<c r="B2"', '<c r="B2" t="str"').replace(
            "<v />", "<v></v>"
        ),
    )

    assert read(content, "a.xlsx")[0] == [["A"]]


def test_a_code_that_the_spreadsheet_has_rounded_is_refused_as_text():
    (found,) = opened(as_xlsx([["Code", "Name"], [8.944110068012345e18, "SIM"]]), "a.xlsx").rows()

    with pytest.raises(
        FileRefused, match="row 2, column A: The cell has a number of more than 15 digits"
    ):
        found.text(0)


def test_a_note_beside_a_cell_and_spaces_in_it_are_read_as_they_are_meant():
    content = ods(
        sheet(
            "<table:shapes><draw:frame><text:p>Plan</text:p></draw:frame></table:shapes>",
            row(cell("Code"), cell("Name")),
            row(
                cell("A"),
                '<table:table-cell office:value-type="string"><office:annotation><text:p>ask Jo'
                "</text:p></office:annotation><draw:frame><text:p>box</text:p></draw:frame>"
                '<text:p>Elm<text:note><text:p>aside</text:p></text:note><text:s text:c="2"/>House'
                "</text:p>"
                "<text:p>Harlow</text:p></table:table-cell>",
            ),
        )
    )

    assert read(content, "a.ods")[0] == [["A", "Elm  House\nHarlow"]]


def test_rich_text_is_whole_and_how_it_is_spoken_is_left_out():
    rich = "<si><r><t>El</t></r><r><t>m</t></r><rPh><t>x</t></rPh></si>"
    rows = [["Code", "Name"], ["A", "Elm"]]
    shared = changed(
        as_excel(rows), sharedStrings=lambda xml: xml.replace("<si><t>Elm</t></si>", rich)
    )
    in_place = changed(as_xlsx(rows), sheet1=lambda xml: xml.replace("<t>Elm</t>", rich[4:-5]))

    assert read(shared, "a.xlsx")[0] == read(in_place, "a.xlsx")[0] == [["A", "Elm"]]


def test_a_strict_workbook_is_read():
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    as_strict = {
        part: lambda xml: xml.replace(usual, strict)
        for part in ("workbook", "sheet1", "sharedStrings", "styles")
    }

    content = changed(as_excel([["Code", "Name"], ["A", "Elm"]]), **as_strict)

    assert read(content, "a.xlsx")[0] == [["A", "Elm"]]


# How much ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "name"), [(as_csv, "a.csv"), (as_xlsx, "a.xlsx"), (as_ods, "a.ods")]
)
def test_more_rows_than_a_door_takes_are_refused(write, name):
    content = write([["Code", "Name"], ["A", "Elm"], ["B", "Oak"]])

    assert "has more than 2 rows. Split it" in refused(content, name, limits=Limits(rows=2))
    assert read(content, name, limits=Limits(rows=3))[0] == [["A", "Elm"], ["B", "Oak"]]


def test_a_larger_file_than_a_door_takes_is_refused():
    assert refused(b"code,name\nA,Elm\n", limits=Limits(size=10)).startswith(
        "The file is 1KB. Files must be 1KB or smaller"
    )


# What spreadsheets leave around a table ------------------------------------------------------


def test_blank_rows_that_were_only_formatted_are_no_rows():
    def format_them(sheet):
        for number in range(3, 4_000):
            sheet.cell(number, 1).number_format = "@"
        sheet["A4000"], sheet["B4000"] = "Z", "Last"

    rows, notes = read(as_xlsx([["Code", "Name"], ["A", "Elm"]], format_them), "a.xlsx")

    assert (rows, notes) == ([["A", "Elm"], ["Z", "Last"]], [])


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_rows_are_left_out_where_it_is_asked(kind):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    rows = [["Code", "Name"], ["A", "Elm"], ["B", "Oak"], ["C", "Ash"]]
    content = as_xlsx(rows, hide)
    if kind == "ods":
        lines = [row(*map(cell, cells), hidden=at == 2) for at, cells in enumerate(rows)]
        content = ods(sheet(*lines))
    table = opened(content, f"a.{kind}")

    assert [one.number for one in table.rows(hidden=False)] == [2, 4]
    assert table.notes[0].endswith(
        "Row 3 is hidden, by a filter or by hand, and was skipped as you asked."
    )
    assert [one.number for one in table.rows()] == [2, 3, 4]
    assert table.notes[0].endswith("Row 3 is hidden, by a filter or by hand, but was included.")


def test_what_excel_escapes_is_read_as_it_was_typed():
    rows = [["Code", "Name"], ["A", "Elm_x000D_\nOak_x0009_Ash"], ["B", "_x005F_x000D_"]]

    assert read(as_xlsx(rows), "a.xlsx")[0] == [["A", "Elm\r\nOak\tAsh"], ["B", "_x000D_"]]


def test_what_stands_beside_a_table_is_told():
    rows = [["Code", "Name"], ["A", "Elm", None, "see the other file"]]

    assert read(as_xlsx(rows), "a.xlsx")[1] == [
        "Sheet “Sheet”: Columns C and D were skipped because they have no heading."
    ]


def test_a_workbook_says_from_when_its_bare_days_count():
    content = as_xlsx([["Code", "Name"], [44888, "x"]])
    later = changed(
        content, workbook=lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" ')
    )

    assert (opened(content, "a.xlsx").days_later, opened(later, "a.xlsx").days_later) == (0, 1462)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("'=1+1", "=1+1"), ('="00042"', "00042"), ("\u00a0Elm\u200b", "Elm"), ("'Twas", "'Twas")],
)
def test_a_cell_as_text_is_what_was_meant(written, read_as):
    assert next(opened(as_csv([["Code", "Name"], [written, "x"]])).rows()).text(0) == read_as


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("#REF!", "Row 2, column A: The cell has the error #REF! instead of a value"),
        ("ZoÃ«", "Row 2, column A: “ZoÃ«” was saved in the wrong encoding. It should probably be"),
        ("Zo\ufffd", "Row 2, column A: A letter of “Zo\ufffd” was lost"),
    ],
)
def test_a_cell_that_was_damaged_is_refused_as_text(written, sentence):
    table = opened(as_csv([["Code", "Name"], [written, "x"]]))

    with pytest.raises(FileRefused) as refusal:
        next(table.rows()).text(0)

    assert refusal.value.message.startswith(sentence)
