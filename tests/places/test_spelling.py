"""What is a postcode, however it is written, and what was meant instead."""

import pytest
from django.core.exceptions import ValidationError

from diz_portal.places.spelling import (
    AREAS,
    compact_postcode,
    meant_postcode,
    require_postcode,
    spaced_postcode,
)


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("cm20 1aa", "CM20 1AA"),
        ("CM20-1AA", "CM20 1AA"),
        ("CM201AA", "CM20 1AA"),
        ("C M 2 0 1 A A", "CM20 1AA"),
        ("CM20\u00a01AA", "CM20 1AA"),
        ("E1 6AN", "E1 6AN"),
        ("W1A 1AA", "W1A 1AA"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("BF1 3AA", "BF1 3AA"),
    ],
)
def test_a_postcode_is_read_however_it_is_written(typed, spaced):
    assert spaced_postcode(typed) == spaced
    assert compact_postcode(typed) == spaced.replace(" ", "")
    require_postcode(typed)
    assert meant_postcode(typed) == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("CM2O 1AA", "Did you mean CM20 1AA?"),
        ("CM20 IAA", "Did you mean CM20 1AA?"),
        ("CM20 lAA", "Did you mean CM20 1AA?"),
        ("0X1 1AA", "Did you mean OX1 1AA?"),
        ("BFPO 57", "Enter the postcode that goes with it: it starts with BF1."),
        ("XX1 1XX", "No postcode starts with XX. Check the first letters"),
        ("CM20", "Enter a full postcode, like CM20 1AA"),
        # No postcode ends in a letter C, I, K, M, O or V.
        ("CM20 1A", "Enter a full postcode, like CM20 1AA"),
        ("CM20 1O1", "Enter a full postcode, like CM20 1AA"),
        ("CM20 23A", "Enter a full postcode, like CM20 1AA"),
        ("Harlow", "Enter a full postcode, like CM20 1AA"),
        ("O" * 300, "Enter a full postcode, like CM20 1AA"),
    ],
)
def test_what_is_none_is_refused_with_what_to_do(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        require_postcode(typed)
    assert refused.value.message == sentence


def test_there_are_124_areas_and_more_of_the_forces():
    assert len(AREAS) == 125  # BF is the forces' own
