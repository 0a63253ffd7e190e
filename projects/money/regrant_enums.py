"""Words of grants to voluntary organisations that models, services and pages share."""

from django.db import models


class RecipientKind(models.TextChoices):
    """What a body is that may be given a grant. There is none for a person: grants never go to
    individuals, nor to sole traders, who are individuals."""

    CHARITY = "charity", "Registered charity"
    CIO = "cio", "Charitable incorporated organisation (CIO)"
    COMPANY = "company", "Company limited by guarantee"
    CIC = "cic", "Community interest company (CIC)"
    SOCIETY = "society", "Co-operative or community benefit society"
    GROUP = "group", "Unincorporated group with a constitution"


class RegrantState(models.TextChoices):
    DECIDED = "decided", "Decided"
    AWARDED = "awarded", "Awarded"
    CANCELLED = "cancelled", "Cancelled"


REGRANT_MOVES = {
    RegrantState.DECIDED: {RegrantState.AWARDED, RegrantState.CANCELLED},
    # Only while nothing has been paid.
    RegrantState.AWARDED: {RegrantState.CANCELLED},
    RegrantState.CANCELLED: set(),
}


class PurposeMet(models.TextChoices):
    """What monitoring found of the purpose of a grant."""

    YES = "yes", "Met"
    PARTLY = "partly", "Partly met"
    NO = "no", "Not met"
    EARLY = "early", "Too early to say"


# What the Local Government Transparency Code 2015 asks of a grants register, and its heading.
REGISTER = {
    "awarded_on": "Date awarded",
    "period": "Period of the grant",
    "department": "Local authority department",
    "beneficiary": "Beneficiary",
    "number": "Beneficiary’s registration number",
    "purpose": "Purpose",
    "amount": "Amount (£)",
}
# What may be released besides, for the open data of grants (360Giving).
MORE_TO_RELEASE = {
    "title": "Name of the grant (open data only)",
    "programme": "Grant programme (open data only)",
}
TO_RELEASE = {**REGISTER, **MORE_TO_RELEASE}


class RegrantType(models.TextChoices):
    """Of a grant that its recipient gives out as grants itself: the codes of 360Giving."""

    COMMON = "FRG010", "Awarded as grants"
    INTERMEDIARY = "FRG020", "Awarded by an intermediary"
    MATCH = "FRG030", "Match funding, awarded as grants"
    COLLABORATION = "FRG040", "Part of a fund of several funders"
    SPONSOR = "FRG050", "Awarded to a named recipient"
    ENDOWMENT = "FRG060", "Endowment"
    MULTIPURPOSE = "FRG070", "Awarded in part"
