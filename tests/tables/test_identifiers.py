"""Identifiers have forms, and what a spreadsheet has damaged is told from what is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.tables.values import (
    Wrong,
    iccid,
    imei,
    lost_in_list,
    ods_code,
    serial,
    serial_key,
    uprn,
    voucher,
)
from diz_portal.tables.values.identifiers import check_digit, has_check_digit

CARD = "8944110065432109876"
CARD = CARD[:-1] + check_digit(CARD[:-1])
LONG = CARD + check_digit(CARD)
IMEI = "490154203237518"


def why(reader, cell) -> str:
    with pytest.raises(Wrong) as wrong:
        reader(cell)
    return str(wrong.value)


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        f" {CARD}\u00a0",
        f"'{CARD}",
        f'="{CARD}"',
        f"{CARD}F",
        f"{CARD}f",
        " ".join([CARD[:4], CARD[4:8], CARD[8:12], CARD[12:16], CARD[16:], "F"]),
        "-".join([CARD[:6], CARD[6:12], CARD[12:]]),
        CARD.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_a_card_has_one_number_however_it_is_written(written):
    assert iccid(written) == (CARD, "")


def test_a_card_may_have_20_digits():
    assert iccid(LONG) == (LONG, "")


@pytest.mark.parametrize("number", [CARD, LONG])
def test_a_wrong_check_digit_is_asked_about_and_not_refused(number):
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

    card = iccid(wrong)

    assert card.number == wrong
    assert "does not match the others" in card.doubt


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("8.94411E+18", "has shortened this SIM card number (8.94411E+18)"),
        ("8,94411E+18", "has shortened"),
        (8.944110065432e18, "more than 15 digits"),
        (8944110065432109876, "more than 15 digits"),
        ("8944110065432100000", "only zeros after its first 15 digits"),
        ("894411006543210000", "is not a SIM card number"),
        (CARD[:-1], "it has 18 digits"),
        (f"0{CARD}", "begin with 89"),
        (f"{LONG}1", "it has 21 digits"),
        ("07700 900123", "is not a SIM card number"),
        (f"{CARD}FF", "is not a SIM card number"),
        (f"{CARD[:18]}F", "is not a SIM card number"),
        (f"{CARD[:10]}X{CARD[10:]}", "is not a SIM card number"),
        ("#REF!", "has the error"),
    ],
)
def test_what_is_no_card_says_so(written, words):
    assert words in why(iccid, written)


@given(st.text("0123456789", min_size=16, max_size=17))
def test_every_card_reads_back_the_same(digits):
    number = f"89{digits}"
    number += check_digit(number)
    if number[15:].strip("0"):
        assert iccid(f"{number}F" if len(number) == 19 else number) == (number, "")


@pytest.mark.parametrize(
    "written",
    [IMEI, IMEI[:14], f"{IMEI[:14]}07", "49-015420-323751-8", "49 015420 323751 8", int(IMEI)],
)
def test_a_telephone_has_one_imei_however_it_is_written(written):
    if written == int(IMEI):
        written = IMEI
    assert imei(written) == IMEI


def test_an_imei_that_may_have_lost_its_first_zero_is_not_guessed():
    """14 digits lack the check digit, or the zero in front: here the last is one of them."""
    lost = "1154203237518"
    lost += check_digit(f"0{lost}")

    assert has_check_digit(f"0{lost}")
    assert "lost the zero at its start" in why(imei, lost)
    assert imei(f"0{lost}") == f"0{lost}"


@pytest.mark.parametrize("written", ["490154203237517", "4901542032375", "A" + IMEI[1:], "4.9E+14"])
def test_what_is_no_imei_says_so(written):
    assert "IMEI" in why(imei, written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("100023336956", "100023336956"),
        ("0100023336956", "100023336956"),
        ("100 023 336 956", "100023336956"),
        (100023336956, "100023336956"),
        (100023336956.0, "100023336956"),
        ("100023336956.0", "100023336956"),
        ("'0042", "42"),
        ('="0042"', "42"),
    ],
)
def test_a_uprn_is_read(written, read):
    assert uprn(written) == read


@pytest.mark.parametrize(
    "written", ["1.00023E+11", "1E11", "1000233369561", "12A", "0", "1.5", "-5", "-0042"]
)
def test_what_is_no_uprn_says_so(written):
    assert "UPRN" in why(uprn, written)


@pytest.mark.parametrize(
    ("written", "read"), [(" e82060", "E82060"), ('="08H"', "08H"), ("1E5", "1E5")]
)
def test_an_ods_code_is_read(written, read):
    assert ods_code(written) == read


@pytest.mark.parametrize("written", ["1E+05", "E8", "E82-060", "E82060 E82061 X"])
def test_what_is_no_ods_code_says_so(written):
    assert "ODS code" in why(ods_code, written)


@pytest.mark.parametrize(
    "code", ["ABCDEFGH", "ABCD-EFGH-IJKL", "00042", "123E4567", "Ärger-1", "2E5"]
)
def test_a_voucher_may_be_of_any_letters(code):
    assert voucher(f" {code} ") == voucher(f"'{code}") == code


@pytest.mark.parametrize("code", ["1.23E+15", "#N/A", "x" * 41, "1234567890123450000"])
def test_a_damaged_voucher_is_refused(code):
    why(voucher, code)


def test_serial_numbers_are_compared_without_case_and_with_single_spaces():
    assert serial(" WD  Blue  ab12 ") == "WD Blue ab12"
    assert (
        serial_key("WD  Blue ab12") == serial_key("wd blue  AB12\u200b") != serial_key("wdblueab12")
    )


@pytest.mark.parametrize(
    "word", ["n/a", "None", "To be filled by O.E.M.", "Default string", "0", "-"]
)
def test_a_serial_number_that_is_none_is_blank(word):
    assert serial(word) == ""


@pytest.mark.parametrize("written", ["5.01E+12", 1e15, "#REF!", "x" * 61])
def test_a_damaged_serial_number_is_refused(written):
    why(serial, written)


@pytest.mark.parametrize(
    ("codes", "lost"),
    [
        (["1234567890", "2345678901", "345678901"], 2),
        (["0234567890", "2345678901", "345678901"], None),
        (["1234567890123450", "2234567890123450", "3234567890123450"], 0),
        (["1234567890123450", "2234567890123451", "3234567890123450"], None),
        (["ABC", "1234", "123"], None),
        (["1234", "123"], None),
        (["1", "22", "333"], None),
    ],
)
def test_a_list_tells_which_of_its_codes_have_lost_digits(codes, lost):
    assert lost_in_list(codes) == lost
