"""The numbers organisations are known by: what each must look like, and its one spelling."""

import re

from django.core.exceptions import ValidationError

from partners.enums import IdentifierType

_SPACES = re.compile(r"[\s\u200b.]+")
_DASHES = re.compile(r"[‐‑‒–—−]")

# Councils of every kind and combined authorities, in the four nations.
GSS = re.compile(r"(E(06|07|08|09|10|11|47)|W06|S12|N09)[0-9]{6}")
ODS = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,8}")
# England and Wales, with the suffix of a linked charity; Scotland; Northern Ireland.
CHARITY = re.compile(r"[1-9][0-9]{5,6}(-[1-9][0-9]{0,2})?|SC[0-9]{6}|NIC[0-9]{6}")
COMPANY = re.compile(
    r"[0-9]{8}"
    r"|(AC|CE|CS|ES|FC|FE|GE|GN|GS|IC|LP|NC|NF|NI|NL|NO|NZ|OC|OE|PC|RC|SA|SC|SE|SF|SG|SI|SL|SO|SR|SZ|ZC)"
    r"[0-9]{6}"
    r"|R[0-9]{7}"
    r"|(IP|SP|NP)[0-9A-Z]{5}[A-Z0-9]"
)

HINTS = {
    IdentifierType.GSS: "Enter a council’s 9-character ONS code, such as E07000999.",
    IdentifierType.ODS: "Enter an NHS organisation code of 3 to 8 letters and digits, such as RX0.",
    IdentifierType.CHARITY: (
        "Enter a charity number of 6 or 7 digits (or SC or NIC and 6 digits), such as 1234567."
    ),
    IdentifierType.COMPANY: (
        "Enter a company number of 8 digits, or 2 letters and 6 digits, such as 01234567."
    ),
}
FORMS = {
    IdentifierType.GSS: GSS,
    IdentifierType.ODS: ODS,
    IdentifierType.CHARITY: CHARITY,
    IdentifierType.COMPANY: COMPANY,
}


def normalise(identifier_type: str, text: str) -> str:
    """The one spelling of an identifier, or a ValidationError saying what it must look like."""
    kind = IdentifierType(identifier_type)
    compact = _DASHES.sub("-", _SPACES.sub("", text)).upper()
    if kind == IdentifierType.COMPANY:
        compact = _filled_up(compact.replace("-", ""))
    elif kind == IdentifierType.CHARITY:
        # "-0" is how the register writes the main charity itself.
        compact = re.sub(r"(?<=[0-9])-0$", "", compact)
    else:
        compact = compact.replace("-", "")
    all_zero = not compact.strip("0")
    if all_zero or not FORMS[kind].fullmatch(compact):
        raise ValidationError(HINTS[kind], code="identifier_form")
    return compact


def _filled_up(number: str) -> str:
    """`1234567` is company 01234567, and SC12345 is SC012345: people drop the zeros."""
    if match := re.fullmatch(r"([A-Z]{0,2})([0-9]{3,7})", number):
        letters, digits = match.groups()
        return letters + digits.zfill(8 - len(letters))
    return number
