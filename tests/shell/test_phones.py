import pytest

from diz_portal import phones


@pytest.mark.parametrize(
    ("typed", "stored", "read"),
    [
        ("01279 446611", "+441279446611", "01279 446 611"),
        ("(01279) 446 611", "+441279446611", "01279 446 611"),
        ("+44 (0)7700 900982", "+447700900982", "07700 900 982"),
        ("0044 20 7946 0018", "+442079460018", "020 7946 0018"),
        ("0800 1111 11", "+44800111111", "0800 1111 11"),
        ("  ", "", ""),
    ],
)
def test_normalise_gives_one_spelling(typed, stored, read):
    assert phones.normalise(typed) == stored
    assert phones.in_words(stored).replace(" ", "") == read.replace(" ", "")


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+441279446611", "01279 446 611"),
        ("01632 960204", "01632 960 204"),
        ("+448000556800", "0800 055 6800"),
        ("0300 1231113", "0300 123 1113"),
        ("02079460018", "020 7946 0018"),
        ("+441214960000", "0121 496 0000"),
        ("111", "111"),
        ("ask at the desk", "ask at the desk"),
        ("", ""),
    ],
)
def test_a_number_is_read_in_one_style_however_it_is_kept(kept, read):
    assert phones.in_words(kept) == read


@pytest.mark.parametrize(
    "typed",
    ["446611", "999", "+1 202 555 0100", "0909 879 0000", "07700 90098", "ring me", "0" * 11],
)
def test_normalise_refuses_what_is_no_uk_number(typed):
    with pytest.raises(phones.NotANumber):
        phones.normalise(typed)


def test_is_mobile_knows_where_a_text_can_go():
    assert phones.is_mobile("+447700900982")
    assert not phones.is_mobile("+441279446611")
    assert not phones.is_mobile("+447012345678")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("07700 900 982", "7700900982"),
        ("+44 (0)7700 900982", "447700900982"),
        ("0044 7700 900982", "447700900982"),
        ("900 982", "900982"),
        ("982", ""),
        ("0000", ""),
        ("Ann", ""),
        ("CM20 1AA", ""),
        ("", ""),
    ],
)
def test_part_typed_is_found_within_the_stored_number(typed, part):
    assert phones.part_typed(typed) == part
    assert not part or part in "+447700900982"
