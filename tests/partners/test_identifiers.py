"""What each kind of identifier must look like, and its one spelling."""

import pytest
from django.core.exceptions import ValidationError

from partners.identifiers import normalise
from partners.models import Organisation


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("gss", "E07000073", "E07000073"),
        ("gss", " e10 000 012 ", "E10000012"),
        ("gss", "W06000015", "W06000015"),
        ("ods", "rqw", "RQW"),
        ("ods", "F81041", "F81041"),
        ("charity", "1234567", "1234567"),
        ("charity", "219279", "219279"),
        ("charity", "1234567-0", "1234567"),
        ("charity", "1234567–2", "1234567-2"),
        ("charity", "sc 012345", "SC012345"),
        ("charity", "NIC100123", "NIC100123"),
        ("company", "01234567", "01234567"),
        ("company", "1234567", "01234567"),
        ("company", "sc12345", "SC012345"),
        ("company", "NI 038412", "NI038412"),
        ("company", "OC-301234", "OC301234"),
        ("company", "R0000123", "R0000123"),
        ("company", "IP26834R", "IP26834R"),
    ],
)
def test_normalise_gives_each_identifier_one_spelling(kind, typed, kept):
    assert normalise(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("gss", "E0700007"),
        ("gss", "E01012345"),  # a neighbourhood, not a council
        ("gss", "X07000073"),
        ("gss", "E07٠٠٠٠٧٣"),
        ("ods", "12345"),
        ("ods", "R"),
        ("ods", "RQW/12"),
        ("charity", "12345"),
        ("charity", "0123456"),
        ("charity", "1234567-A"),
        ("company", "12"),
        ("company", "123456789"),
        ("company", "XX123456"),
        ("company", "00000000"),
        ("company", ""),
    ],
)
def test_normalise_refuses_what_has_not_the_form(kind, typed):
    with pytest.raises(ValidationError, match="Enter a"):
        normalise(kind, typed)


def test_clean_normalises_what_the_admin_typed():
    organisation = Organisation(
        name="A", slug="a", sector="private", identifier_type="company", identifier="1234567"
    )

    organisation.clean()

    assert organisation.identifier == "01234567"
