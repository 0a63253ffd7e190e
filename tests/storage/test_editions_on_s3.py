"""Editions of open data, on S3: those of the same tests that open a file."""

from tests.open_data import test_editions

KEPT = {
    "test_a_correction_does_not_change_an_edition",
    "test_an_edition_says_how_long_each_file_is_and_its_sum",
}

# Their fixtures too.
globals().update(
    {
        name: one
        for name, one in vars(test_editions).items()
        if (name[:2] != "__" and name[:5] != "test_") or name in KEPT
    }
)
