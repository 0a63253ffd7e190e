"""What a cell means, tried with everything that people, suppliers and spreadsheets write."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.tables import Broken, Row
from diz_portal.tables.values import (
    GIGABYTES,
    PERCENT,
    SPEEDS,
    Column,
    Day,
    Number,
    OtherConvention,
    Pounds,
    Wrong,
    WrongEncoding,
    line,
    lines,
    notes,
    refused,
    repaired,
    yes_or_no,
)

POUNDS = Pounds(least=-999_999_999)
SPEED = Number(1, most=9_999_999, of="of Mbit/s", units=SPEEDS, rounded=True)
WHOLE = Number(0, most=1_000_000)
DAY = Day()


def why(reader, cell) -> str:
    with pytest.raises(Wrong) as wrong:
        reader(cell)
    return str(wrong.value)


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("1250", "1250"),
        ("1,250", "1250"),
        ("1,250,000", "1250000"),
        ("1,250,000.50", "1250000.50"),
        ("1250.5", "1250.50"),
        ("1250.", "1250"),
        (".50", "0.50"),
        ("0.05", "0.05"),
        ("007", "7"),
        ("£1,250", "1250"),
        ("£ 1,250", "1250"),
        ("1,250 £", "1250"),
        ("GBP 1,250", "1250"),
        ("1250 gbp", "1250"),
        ("-400", "-400"),
        ("−400", "-400"),
        ("–400", "-400"),
        ("-£400", "-400"),
        ("£-400", "-400"),
        ("(400)", "-400"),
        ("(£1,400.20)", "-1400.20"),
        ("£(400)", "-400"),
        ("400-", "-400"),
        ("£400-", "-400"),
        ("+400", "400"),
        ("1 250 000", "1250000"),
        ("1\u00a0250", "1250"),
        ("1\u202f250.75", "1250.75"),
        ("1\u2009250", "1250"),
        ("\u200b1250\ufeff", "1250"),
        ("１２５０", "1250"),
        ("１，２５０．５", "1250.50"),
        ("'1250", "1250"),
        ("'-400", "-400"),
        ('="1250"', "1250"),
        ("  1250\t", "1250"),
        (1250, "1250"),
        (1250.5, "1250.50"),
        (0.1 + 0.2, "0.30"),
        (1e5, "100000"),
        (Decimal("1250.50"), "1250.50"),
    ],
)
def test_an_amount_is_read(typed, pounds):
    assert POUNDS(typed) == Decimal(pounds)


@pytest.mark.parametrize(
    "typed",
    [
        *("12,5", "1,23", "0,5", "0,125", ",5", "1234,5", "1.234,56", "1 234,56", "1\u00a0234,5"),
        *("12,34,567", "1,2345", "1.234.567", "1'234.50", "1’234", "£1.234,00", "-12,5", "(12,5)"),
        *("１２，５", "1234,567", "1.234.567,89", "12,5 GBP"),
    ],
)
def test_another_convention_is_refused_and_says_so(typed):
    with pytest.raises(OtherConvention, match=r"Use a point (only )?for decimals"):
        POUNDS(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.234", "a fraction of a penny"),
        ("0.005", "a fraction of a penny"),
        (1000 / 3, "a fraction of a penny"),
        ("1.2E+05", "how a spreadsheet shortens a long number"),
        ("1e5", "how a spreadsheet shortens a long number"),
        ("-", "can mean 0 or nothing"),
        ("—", "can mean 0 or nothing"),
        ("1.7m", "in full, such as 1,700,000"),
        ("£23k", "in full, such as 23,000"),
        ("50p", "in pence"),
        ("€500", "not in pounds"),
        ("500 €", "not in pounds"),
        ("$500", "not in pounds"),
        ("50%", "is a percentage"),
        ("--5", "Enter a number of pounds, not"),
        ("-(5)", "Enter a number of pounds, not"),
        ("(5", "Enter a number of pounds, not"),
        ("££5", "Enter a number of pounds, not"),
        ("1,,234", "Enter a number of pounds, not"),
        ("1.2.3", "Enter a number of pounds, not"),
        ("1 23", "Enter a number of pounds, not"),
        ("10²", "Enter a number of pounds, not"),
        ("½", "Enter a number of pounds, not"),
        ("٣", "Enter a number of pounds, not"),
        ("one million", "Enter a number of pounds, not “one million”"),
        ("approx 500", "Enter a number of pounds, not"),
        ("500-600", "Enter a number of pounds, not"),
        ("NaN", "Enter a number of pounds, not"),
        ("inf", "Enter a number of pounds, not"),
        ("0x10", "Enter a number of pounds, not"),
        ("1_000", "Enter a number of pounds, not"),
        ("9" * 41, "Enter a number of pounds, not"),
        ("9" * 30, "or less"),
        (float("nan"), "Enter a number of pounds, not"),
        (float("inf"), "Enter a number of pounds, not"),
        (True, "Enter a number of pounds, not"),
        (date(2026, 5, 1), "has a date or a time (1 May 2026)"),
        (datetime(2026, 5, 1, 12), "has a date or a time (1 May 2026)"),
        (time(1, 5), "has a date or a time (1:05am)"),
        ("#REF!", "has the error #REF!"),
        ("#N/A", "has the error #N/A"),
        ("#DIV/0!", "has the error #DIV/0!"),
        ("Err:502", "has the error Err:502"),
        ("#######", "too long for its column"),
        (Broken.error("#NAME?"), "has the error #NAME?"),
        (Broken.never_calculated(), "never calculated"),
        (1_000_000_000, "Enter 999,999,999 or less, not 1000000000"),
    ],
)
def test_what_is_no_amount_says_what_to_do(typed, words):
    assert words in why(POUNDS, typed)


@pytest.mark.parametrize(
    ("reader", "typed", "number"),
    [
        (SPEED, "940.27", "940.3"),
        (SPEED, "940 Mbps", "940"),
        (SPEED, "940Mbit/s", "940"),
        (SPEED, "80 Mb/s", "80"),
        (SPEED, "1 Gbps", "1000"),
        (SPEED, "1,000", "1000"),
        (SPEED, 93.842, "93.8"),
        (Number(1, most=1000, units=GIGABYTES), "20 GB", "20"),
        (Number(1, most=1000, units=GIGABYTES), "20gb", "20"),
        (Number(1, most=1000, units=GIGABYTES), "500 MB", "0.5"),
        (Number(0, most=100, units=PERCENT), "85%", "85"),
        (Number(0, most=100, units=PERCENT), "85 per cent".replace(" per cent", " percent"), "85"),
        (WHOLE, "1,200", "1200"),
        (WHOLE, "20.0", "20"),
    ],
)
def test_a_number_is_read_with_its_unit(reader, typed, number):
    assert reader(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("reader", "typed", "words"),
    [
        (SPEED, "100 MB/s", "bytes a second"),
        (SPEED, "93.842", "could be 93.8 or 93842. Enter it with 1 decimal place"),
        (SPEED, "1.000", "could be 1.0 or 1000"),
        (SPEED, "-3", "Enter 0 or more, not -3"),
        (SPEED, "£5", "Enter a number of Mbit/s, not"),
        (SPEED, "20 GB", "Enter a number of Mbit/s, not"),
        (WHOLE, "2.5", "Enter a whole number, not “2.5”"),
        (Number(1, most=1000), "2.25", "too many decimal places"),
        (Number(1, most=1000), "20 GB", "Enter a number, not “20 GB”"),
    ],
)
def test_what_is_not_that_number_says_so(reader, typed, words):
    assert words in why(reader, typed)


@given(st.decimals(min_value=-999_999_999, max_value=999_999_999, places=2), st.data())
def test_every_amount_in_the_english_convention_reads_back_the_same(amount, data):
    digits = f"{abs(amount):,.2f}" if data.draw(st.booleans()) else f"{abs(amount):.2f}"
    pound = data.draw(st.sampled_from(["", "£", "£ "]))
    ways = [f"-{pound}{digits}", f"({pound}{digits})", f"{pound}{digits}-", f"{pound}-{digits}"]
    written = data.draw(st.sampled_from(ways)) if amount < 0 else f"{pound}{digits}"

    assert POUNDS(f" {written} ") == amount


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_no_amount_with_a_decimal_comma_is_read(amount):
    english = f"{amount:,.2f}"
    for written in (
        english.translate(str.maketrans(",.", ".,")),
        f"{amount:.2f}".replace(".", ","),
    ):
        with pytest.raises(OtherConvention):
            POUNDS(written)


# Days ---------------------------------------------------------------------------------------------

NOVEMBER = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        *("23/11/2026", "23-11-2026", "23.11.2026", "23/11/26", "23.11.26", "23-11-26"),
        *("23 / 11 / 2026", "23 Nov 2026", "23-Nov-26", "23-Nov-2026", "23/Nov/2026", "23NOV2026"),
        *("23 November 2026", "23rd November 2026", "23rd of November 2026", "23 November, 2026"),
        *("23 nov. 2026", "23 Nov '26", "Monday 23 November 2026", "Mon, 23 Nov 2026"),
        *("Mon 23/11/2026", "November 23, 2026", "2026-11-23", "2026/11/23", "20261123"),
        *("2026-11-23T14:30:00", "2026-11-23 00:00:00", "2026-11-23T14:30:00Z"),
        *("23/11/2026 14:30", "23/11/2026 2:30 PM", "23/11/2026 00:00:00", " 23/11/2026 "),
        *("46349", 46349, 46349.75, "46349.75", 20261123, NOVEMBER, datetime(2026, 11, 23, 9)),
        *("'23/11/2026", '="23/11/2026"', "23\u00a0Nov\u202f2026", "２３/１１/２０２６"),
    ],
)
def test_a_day_is_read(typed):
    assert DAY(typed) == NOVEMBER


def test_a_moment_of_another_zone_is_the_day_it_was_here():
    assert DAY("2026-06-30T23:30:00Z") == date(2026, 7, 1)
    assert DAY("2026-06-30T23:30:00+01:00") == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 Sept 2026", date(2026, 9, 1)),
        ("3/4/2026", date(2026, 4, 3)),
        ("1/2/13", date(2013, 2, 1)),
    ],
)
def test_the_day_stands_before_the_month(typed, day):
    assert DAY(typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2026", "not a real date"),
        ("29/02/2027", "not a real date"),
        ("02/31/2026", "not a real date"),
        ("00/11/2026", "not a real date"),
        ("45/13/2026", "not a real date"),
        ("03.04.05", "Enter the year with 4 digits"),
        ("03/04/05", "Enter the year with 4 digits"),
        ("23/11/99", "Enter the year with 4 digits"),
        ("1/2/1066", "The year 1066 cannot be right. Enter a year from 1990 to"),
        ("23/11/226", "is not a date"),
        ("Nov-26", "not a whole date"),
        ("November 2026", "not a whole date"),
        ("11/2026", "not a whole date"),
        ("23 Nov", "not a whole date"),
        ("Q3 2026", "is not a date"),
        ("w/c 23/11/2026", "is not a date"),
        ("Tuesday 23 November 2026", "that day is a Monday"),
        ("23 Novembre 2026", "“Novembre” is not a month"),
        ("tomorrow", "is not a date"),
        ("23/11", "not a whole date"),
        ("12", "is not a date"),
        (12, "is not a date"),
        (True, "is not a date"),
        (time(3, 4, 5), "is not a date"),
        ("#VALUE!", "has the error #VALUE!"),
    ],
)
def test_what_is_no_day_says_so(typed, words):
    assert words in why(DAY, typed)


@pytest.mark.parametrize(
    "typed",
    ["11/23/2026", "11/23/26", "11-23-2026", "11.23.2026", "11/23/2026 2:30 PM", "2026-23-11"],
)
def test_a_thirteenth_month_shows_another_convention(typed):
    with pytest.raises(OtherConvention, match="has the month before the day"):
        DAY(typed)


@given(st.dates(min_value=date(2013, 1, 1), max_value=date(2049, 12, 31)))
def test_every_day_reads_back_the_same_whichever_way_it_is_written(day):
    ways = [
        "%d/%m/%Y",
        "%-d/%-m/%y",
        "%d.%m.%Y",
        "%Y-%m-%d",
        "%-d %B %Y",
        "%d-%b-%y",
        "%a %-d %b %Y",
    ]
    assert {DAY(day.strftime(way)) for way in ways} == {day}


# A whole column -----------------------------------------------------------------------------------


def judged(**columns) -> dict[str, str]:
    """The columns of a file that are refused whole; each a reader, and its cells."""
    made = []
    for at, (heading, (reader, *cells)) in enumerate(columns.items()):
        column = Column(heading, reader)
        made.append(column)
        for number, cell in enumerate(cells, 2):
            try:
                column.value(cell, Row("North", number, []), at)
            except Wrong:
                continue
    return refused(made)


@pytest.mark.parametrize(
    "column",
    [
        (POUNDS, "1,234", "12,5"),
        (POUNDS, "12,5", 1234),
        (POUNDS, "100", "1.234,56"),
        (POUNDS, "1.234.567"),
        (POUNDS, "1 234", "1,234"),
        (SPEED, "80", "79,9"),
        (DAY, "03/04/2026", "04/13/2026"),
        (DAY, date(2026, 4, 3), "04/13/2026"),
        (DAY, "2026-04-03", "4/13/26"),
    ],
)
def test_a_column_that_shows_another_convention_is_refused_whole(column):
    assert list(judged(Cost=column)) == ["Cost"]


def test_the_refusal_names_the_cell_and_says_what_to_do():
    assert judged(Cost=(POUNDS, "1,234", "12,5", "13,5")) == {
        "Cost": "We cannot read the column “Cost”, because one of its numbers has a decimal comma "
        "(Sheet “North”, row 3, column A: “12,5”). 1,234 could then mean 1.234. Enter its numbers "
        "with a point for decimals, like 1234.50, and upload the file again"
    }


def test_another_column_of_the_same_file_is_refused_where_it_could_be_meant_so_too():
    found = judged(
        Speed=(SPEED, "79,9"),
        Cost=(POUNDS, "1,234"),
        Grant=(POUNDS, "100", "1,234.50", "£5"),
        Planned=(DAY, "03/04/2026"),
    )

    assert list(found) == ["Speed", "Cost"]
    assert "column B: “1,234”" in found["Cost"]
    assert "column A: “79,9”" in found["Cost"]
    assert list(judged(A=(DAY, "4/13/2026"), B=(DAY, "03/04/2026"), C=(DAY, "23/11/2026"))) == [
        "A",
        "B",
    ]


def test_a_column_with_other_errors_or_blank_words_is_not_refused_whole():
    assert judged(Cost=(POUNDS, "about 5", "n/a", "TBC", "1,234", "1.234"), When=(DAY, "TBC")) == {}


@given(st.lists(st.decimals(min_value=0, max_value=99_999, places=2), min_size=1), st.data())
def test_every_column_with_a_decimal_comma_is_refused(amounts, data):
    cells = [f"{amount:,.2f}" for amount in amounts]
    at = data.draw(st.integers(0, len(cells) - 1))
    cells[at] = cells[at].translate(str.maketrans(",.", ".,"))

    assert list(judged(Cost=(POUNDS, *cells))) == ["Cost"]


def test_a_bare_number_of_days_counts_from_the_year_of_its_file():
    later = Column("When", DAY, days_later=1462)

    assert later.value(46349 - 1462, Row("", 2, []), 0) == NOVEMBER


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Elm Surgery", "Elm Surgery"),
        ("\u00a0Elm\u200b ", "Elm"),
        ("El\u2800m\ufe0f\u3164", "Elm"),
        # Persian is spelled with a joiner.
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'＝1", "＝1"),
        ("''=1", "'=1"),
        ("'Twas", "'Twas"),
        ('="Elm"', "Elm"),
        ('="00042"', "00042"),
        ('="say ""hello"""', 'say "hello"'),
        ('\'="Elm"', '="Elm"'),
        ("=1+1", "=1+1"),
        ("Zoë’s Café – Ŵyn, Łódź, É…", "Zoë’s Café – Ŵyn, Łódź, É…"),
        ("# 5", "# 5"),
        ("#1 Surgery", "#1 Surgery"),
        (42, "42"),
        (True, "yes"),
    ],
)
def test_text_is_read_without_what_surrounds_it(cell, read):
    assert line(200)(cell) == read


@pytest.mark.parametrize(
    "cell", ["n/a", "N/A", "-", "–", "tbc", "TBC", "None", "to be confirmed", "?"]
)
def test_notes_that_say_nothing_are_blank(cell):
    assert notes(200)(cell) is None


def test_notes_that_say_something_are_kept():
    assert notes(200)("n/a until March\r\nthen yes") == "n/a until March\nthen yes"


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("ZoÃ«", "Zoë"),
        ("CafÃ© Ã‰lan", "Café Élan"),
        ("St Annâ€™s", "St Ann’s"),
        ("Â£500", "£500"),
        ("Åµyn", "ŵyn"),
        ("ZoÃƒÂ«", "Zoë"),
        ("Zo√´", "Zoë"),
        ("St Ann‚Äôs", "St Ann’s"),
        ("ðŸ˜€ yes", "😀 yes"),
        ("a â€“ b", "a – b"),
    ],
)
def test_letters_in_the_wrong_encoding_are_refused_and_shown_put_right(damaged, right):
    assert repaired(damaged) == right
    for reader in (line(200), lines(200), notes(200)):
        with pytest.raises(WrongEncoding) as wrong:
            reader(damaged)
        assert wrong.value.repaired == right
        assert f"It should probably be “{right}”" in str(wrong.value)


@given(st.text(st.sampled_from("abcÀÉÖàéöŵŷłń’“”–…£€ "), max_size=30))
def test_what_was_damaged_is_put_right_and_what_was_not_is_left(text):
    assert repaired(text.encode().decode("latin-1")) in (None, text)
    assert repaired(text) is None


def test_a_letter_that_was_lost_is_refused():
    assert "was lost when the file was saved" in why(line(200), "Zo\ufffd")


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", 1, True, "1"])
def test_yes_and_no(cell):
    assert yes_or_no(cell) is True
    assert "Enter yes or no" in why(yes_or_no, "perhaps")
