"""The constraints of funding and postings, each with the row that breaks it."""

from projects.models import (
    BudgetFigure,
    BudgetLine,
    Finance,
    FundingCondition,
    FundingLetter,
    FundingSource,
    InKindGiven,
    Posting,
    SourceEvent,
    VarianceReason,
)

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.finance = Finance.objects.create(project=rows.project)
    rows.source = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="A grant",
        funder="A ministry",
        awarded_capital=10,
        awarded_revenue=1,
    )
    rows.in_kind_source = FundingSource.objects.create(
        project=rows.project,
        kind="match",
        title="Staff time",
        organisation=rows.organisation,
        form="in_kind",
        in_kind="staff_time",
        valuation="By the hour",
        acceptance="asked",
    )
    rows.letter = FundingLetter.objects.create(
        source=rows.source, kind="award", dated_on=rows.today, capital=10, attempt="letter"
    )
    rows.variation = FundingLetter.objects.create(
        source=rows.source, kind="variation", dated_on=rows.today, revenue=1, reason="More"
    )
    rows.source_step = SourceEvent.objects.create(
        source=rows.source, state="expected", on=rows.today
    )
    rows.condition = FundingCondition.objects.create(
        source=rows.source,
        kind="other",
        title="Tell us",
        due_on=rows.today,
        owner=rows.organisation,
    )
    rows.given = InKindGiven.objects.create(
        source=rows.in_kind_source,
        on=rows.today,
        what="Surveys",
        quantity=1,
        unit="hours",
        rate=5,
        amount=5,
        attempt="given",
    )
    rows.line = BudgetLine.objects.create(
        source=rows.source,
        organisation=rows.organisation,
        heading="Work",
        expenditure="revenue",
    )
    rows.figure = BudgetFigure.objects.create(
        line=rows.line, quarter=rows.quarter, kind="forecast", amount=5
    )
    rows.variance = VarianceReason.objects.create(
        line=rows.line, quarter=rows.quarter, variance=5, code="late", reason="Later"
    )
    rows.receipt = _posting(rows, flow="received", kind="receipt", attempt="receipt")
    rows.spend = _posting(rows, flow="spent", kind="spend")


def _posting(rows: Rows, **values) -> Posting:
    return Posting.objects.create(
        source=rows.source,
        organisation=rows.organisation,
        on=rows.today,
        month=rows.today.replace(day=1),
        expenditure="revenue",
        net=5,
        amount=5,
        description="Work",
        **values,
    )


CASES: dict[str, Case] = {
    "projects_cost_not_negative": lambda rows: changed(rows.finance, cost_capital=-1),
    "projects_variance_limits_make_sense": lambda rows: changed(rows.finance, variance_percent=101),
    "projects_source_title_once": lambda rows: another(rows.source),
    "projects_source_has_one_funder": lambda rows: changed(
        rows.source, organisation=rows.organisation
    ),
    "projects_source_state_known": lambda rows: changed(rows.source, state="?"),
    "projects_secured_has_evidence": lambda rows: changed(
        rows.source, state="secured", secured_on=rows.today
    ),
    "projects_award_not_negative": lambda rows: changed(rows.source, awarded_capital=-1),
    "projects_source_ends_after_it_starts": lambda rows: changed(
        rows.source, starts_on=rows.today, ends_on=rows.today - DAY
    ),
    "projects_in_kind_is_valued": lambda rows: changed(rows.in_kind_source, valuation=""),
    "projects_acceptance_has_reason": lambda rows: changed(
        rows.in_kind_source, acceptance="refused"
    ),
    "projects_acceptance_rate_and_cap": lambda rows: changed(
        rows.in_kind_source, accepted_percent=0
    ),
    "projects_letter_sent_once": lambda rows: another(
        rows.letter, kind="variation", reason="More", attempt="letter"
    ),
    "projects_one_award_letter": lambda rows: another(rows.letter, attempt=""),
    "projects_letter_changes_something": lambda rows: changed(rows.letter, capital=0),
    "projects_award_letter_gives": lambda rows: changed(rows.letter, revenue=-1),
    "projects_variation_has_reason": lambda rows: changed(rows.variation, reason=""),
    "projects_condition_met_says_how": lambda rows: changed(rows.condition, met_on=rows.today),
    "projects_in_kind_sent_once": lambda rows: another(rows.given, attempt="given"),
    "projects_in_kind_quantity": lambda rows: changed(rows.given, quantity=-1, amount=-5),
    "projects_in_kind_rate": lambda rows: changed(rows.given, rate=0, amount=0),
    "projects_in_kind_amount": lambda rows: changed(rows.given, amount=6),
    "projects_posting_sent_once": lambda rows: another(rows.receipt, attempt="receipt"),
    "projects_posting_kind_goes_with_flow": lambda rows: changed(rows.receipt, flow="spent"),
    "projects_posting_has_its_sign": lambda rows: changed(rows.spend, net=-5, amount=-5),
    "projects_posting_amount_counts": lambda rows: changed(rows.spend, amount=6),
    "projects_posting_vat_has_its_sign": lambda rows: changed(rows.spend, vat=-1),
    "projects_posting_month_is_its_date": lambda rows: changed(
        rows.spend, month=rows.today.replace(day=1) - DAY
    ),
    "projects_posting_adjusts_a_month": lambda rows: changed(
        rows.spend, for_month=rows.today.replace(day=1)
    ),
    "projects_posting_says_why": lambda rows: changed(rows.spend, kind="adjustment"),
    "projects_reversal_names_its_posting": lambda rows: changed(
        rows.spend, kind="reversal", reason="A slip"
    ),
    "projects_refund_names_its_spend": lambda rows: changed(
        rows.spend, kind="refund", reason="Faulty", net=-5, amount=-5
    ),
    "projects_reclassification_is_a_pair": lambda rows: changed(rows.spend, pair="half"),
    "projects_budget_line_once": lambda rows: another(rows.line),
    "projects_budget_names_a_quarter": lambda rows: changed(
        rows.figure, quarter=rows.quarter + DAY
    ),
    "projects_budget_not_negative": lambda rows: changed(rows.figure, amount=-1),
    "projects_forecast_is_of_time_to_come": lambda rows: changed(
        rows.figure, recorded_on=rows.today + 100 * DAY
    ),
    "projects_variance_code_has_words": lambda rows: changed(rows.figure, code="late"),
    "projects_variance_names_a_quarter": lambda rows: changed(
        rows.variance, quarter=rows.quarter + DAY
    ),
    "projects_variance_has_reason": lambda rows: changed(rows.variance, reason=""),
    "projects_capital_spend_has_basis": lambda rows: changed(rows.spend, expenditure="capital"),
}
