"""How the place of a cell is named."""

from openpyxl.utils import get_column_letter

from diz_portal.tables import letter


def test_columns_are_named_as_spreadsheets_name_them():
    widest = 16_384

    assert [letter(at) for at in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(letter(at) == get_column_letter(at) for at in range(1, widest + 1))
