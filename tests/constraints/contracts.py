"""The constraints of contracts and of subsidy, each with the row that breaks it."""

from datetime import date

from projects.models import (
    Contract,
    ContractKpi,
    ContractNotice,
    ContractReview,
    Dissolution,
    Subsidy,
)

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.dissolution = Dissolution.objects.create(
        organisation=rows.organisation,
        direction_from=rows.today,
        dissolves_on=rows.today + DAY,
        direction="Direction 1",
    )
    rows.contract = Contract.objects.create(
        project=rows.project,
        title="Fibre",
        supplier="Stort Valley Fibre",
        buyer=rows.organisation,
        expenditure="capital",
        value=2_000_000,
        began_on=date(2026, 1, 1),
        regime="act",
        signed_on=rows.today,
        starts_on=rows.today,
        consent_on=rows.today,
        consent_reference="Consent 1",
    )
    rows.notice = ContractNotice.objects.create(
        contract=rows.contract, kind="award", number="1", published_on=rows.today
    )
    rows.kpi = ContractKpi.objects.create(contract=rows.contract, words="Repair in a day")
    rows.contract_review = ContractReview.objects.create(contract=rows.contract, due_on=rows.today)
    rows.mfa = _subsidy(
        rows, route="mfa", amount=200_000, stated_on=rows.today, confirmed_on=rows.today
    )
    rows.reviewed = _subsidy(rows, reviewed_by=rows.ben, reviewed_on=rows.today)
    _subsidy(rows, uploaded_on=rows.today, upload_reference="SC1")


def _subsidy(rows: Rows, **values) -> Subsidy:
    return Subsidy.objects.create(
        **{
            "project": rows.project,
            "enterprise": "Ware Works",
            "company_number": "01234567",
            "purpose": "A shed",
            "amount": 1,
            "decided_on": rows.today,
            "regime": "act",
            "route": "none",
            "reasoning": "At a market price",
            "assessed_by": rows.ada,
            **values,
        }
    )


CASES: dict[str, Case] = {
    "projects_dissolved_after_direction": lambda rows: changed(
        rows.dissolution, dissolves_on=rows.today - DAY
    ),
    "projects_direction_lifted_after_it_began": lambda rows: changed(
        rows.dissolution, lifted_on=rows.today - DAY
    ),
    "projects_contract_has_value": lambda rows: changed(rows.contract, value=0),
    "projects_contract_regime_by_date": lambda rows: changed(rows.contract, regime="pcr"),
    "projects_contract_dates_in_order": lambda rows: changed(
        rows.contract, ends_on=rows.today - DAY
    ),
    "projects_notice_once": lambda rows: another(rows.notice),
    "projects_kpi_once": lambda rows: another(rows.kpi),
    "projects_review_done_says_what": lambda rows: changed(
        rows.contract_review, done_on=rows.today
    ),
    "projects_subsidy_has_amount": lambda rows: changed(rows.reviewed, amount=0),
    "projects_subsidy_regime_by_date": lambda rows: changed(rows.reviewed, regime="tca"),
    "projects_subsidy_route_of_its_regime": lambda rows: changed(rows.reviewed, route="exempt"),
    "projects_mfa_is_confirmed": lambda rows: changed(rows.mfa, confirmed_on=None),
    "projects_subsidy_reviewed_by_another": lambda rows: changed(
        rows.reviewed, reviewed_by=rows.ada
    ),
    "projects_subsidy_upload_has_reference": lambda rows: changed(
        rows.reviewed, uploaded_on=rows.today
    ),
    "projects_subsidy_withdrawn_says_why": lambda rows: changed(
        rows.reviewed, withdrawn_on=rows.today
    ),
}
