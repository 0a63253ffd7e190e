"""Words of the law that models, services and pages share, and the days from which they hold."""

from datetime import date
from decimal import Decimal

from django.db import models

# The Procurement Act 2023 holds for procurements that began on this day or later.
ACT_2023 = date(2025, 2, 24)
KPIS_FROM = Decimal(5_000_000)
KPIS_NEEDED = 3
# Subsidy: the Trade and Cooperation Agreement, then the Subsidy Control Act 2022.
TCA_FROM = date(2021, 1, 1)
SUBSIDY_ACT_FROM = date(2023, 1, 4)
MFA_LIMIT = Decimal(315_000)
UPLOAD_ABOVE = Decimal(100_000)


class Procurement(models.TextChoices):
    PCR_2015 = "pcr", "Public Contracts Regulations 2015"
    ACT_2023 = "act", "Procurement Act 2023"


def procurement_on(began_on: date) -> Procurement:
    return Procurement.ACT_2023 if began_on >= ACT_2023 else Procurement.PCR_2015


class Notice(models.TextChoices):
    PLANNED = "planned", "Planned procurement or prior information notice"
    TENDER = "tender", "Tender notice"
    AWARD = "award", "Contract award notice"
    DETAILS = "details", "Contract details notice"
    PERFORMANCE = "performance", "Contract performance notice"
    CHANGE = "change", "Contract change notice"
    TERMINATION = "termination", "Contract termination notice"
    OTHER = "other", "Other notice"


class Regime(models.TextChoices):
    STATE_AID = "state_aid", "State aid rules"
    TCA = "tca", "Trade and Cooperation Agreement"
    ACT_2022 = "act", "Subsidy Control Act 2022"


def regime_on(decided_on: date) -> Regime:
    if decided_on >= SUBSIDY_ACT_FROM:
        return Regime.ACT_2022
    return Regime.TCA if decided_on >= TCA_FROM else Regime.STATE_AID


class SubsidyRoute(models.TextChoices):
    NONE = "none", "No subsidy"
    MFA = "mfa", "Minimal Financial Assistance"
    SPEI = "spei", "Services of public economic interest assistance"
    SCHEME = "scheme", "Award under a scheme"
    STAND_ALONE = "alone", "Stand-alone subsidy"
    DE_MINIMIS = "minimis", "De minimis aid"
    EXEMPT = "exempt", "Block exemption"
    NOTIFIED = "notified", "Notified and approved aid"


ROUTES = {
    Regime.ACT_2022: [
        SubsidyRoute.NONE,
        SubsidyRoute.MFA,
        SubsidyRoute.SPEI,
        SubsidyRoute.SCHEME,
        SubsidyRoute.STAND_ALONE,
    ],
    Regime.TCA: [SubsidyRoute.NONE, SubsidyRoute.SCHEME, SubsidyRoute.STAND_ALONE],
    Regime.STATE_AID: [
        SubsidyRoute.NONE,
        SubsidyRoute.DE_MINIMIS,
        SubsidyRoute.EXEMPT,
        SubsidyRoute.NOTIFIED,
    ],
}
