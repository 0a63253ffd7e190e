"""The constraints of projects, sites and returns, each with the row that breaks it."""

from projects.models import (
    ForecastOutcome,
    ImportBatch,
    ImportMapping,
    Milestone,
    PublishedForecast,
    ReportingRound,
    Return,
    ReturnImportBatch,
    ReturnImportMapping,
    Risk,
)
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory, put_in_scope

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    month = rows.today.replace(day=1)
    rows.project = ProjectFactory(lead=rows.organisation, starts_on=rows.today, ends_on=rows.today)
    rows.mapping = ImportMapping.objects.create(
        project=rows.project, kind="sites", supplier="Fibrewise"
    )
    rows.batch_of_sites = ImportBatch.objects.create(project=rows.project, kind="sites")
    rows.milestone = Milestone.objects.create(
        project=rows.project, title="First site", baseline_on=rows.today, forecast_on=rows.today
    )
    rows.round = ReportingRound.objects.create(
        month=month, opens_on=rows.today, due_on=rows.today, closes_on=rows.today
    )
    rows.sent_return = Return.objects.create(
        round=rows.round,
        project=rows.project,
        organisation=rows.organisation,
        state="submitted",
        delivery="green",
        spend="green",
        risk="green",
        submitted_at=rows.now,
    )
    rows.file_of_returns = ReturnImportBatch.objects.create(
        organisation=rows.organisation, round=rows.round
    )
    rows.mapping_of_returns = ReturnImportMapping.objects.create(
        organisation=rows.organisation, kind="returns", supplier="Fibrewise"
    )
    rows.risk = Risk.objects.create(
        project=rows.project,
        title="Weather",
        impact_before=1,
        likelihood_before=1,
        impact_after=1,
        likelihood_after=1,
        proximity="close",
        next_review_on=rows.today,
    )
    rows.forecast = PublishedForecast.objects.create(
        project=rows.project,
        day=rows.today,
        method=1,
        p50=rows.today,
        p80=rows.today,
        p95=rows.today,
    )
    rows.outcome = ForecastOutcome.objects.create(
        forecast=rows.forecast, day=rows.today, low=1, middle=2, high=3, live=2, pace=2
    )
    PublishedForecast.objects.create(
        project=rows.project, day=rows.today - DAY, method=1, refusal="Too few sites have moved"
    )
    rows.site = SiteFactory(
        project=rows.project, district=rows.district, uprn="100", name="The surgery"
    )
    rows.stage_entry = rows.site.entries.get()
    rows.scope_change = put_in_scope(rows.site, approved_by=rows.ada)
    rows.scope_entry = rows.scope_change.entries.get()
    rows.wayleave = WayleaveFactory(site=rows.site)


CASES: dict[str, Case] = {
    "projects_one_forecast_a_day": lambda rows: another(rows.forecast),
    "projects_forecast_has_dates_or_reason": lambda rows: changed(
        rows.forecast, p80=rows.today - DAY
    ),
    "projects_forecast_chance_0_to_1": lambda rows: changed(rows.forecast, chance=2),
    "projects_outcome_band_in_order": lambda rows: changed(rows.outcome, low=9),
    "projects_one_mapping_per_supplier": lambda rows: another(rows.mapping),
    "projects_import_state_known": lambda rows: changed(rows.batch_of_sites, state="?"),
    "projects_import_examples_go_with_their_file": lambda rows: changed(
        rows.batch_of_sites, file="", found={"examples": {"Name": "Elm Surgery"}}
    ),
    "projects_one_mapping_of_returns": lambda rows: another(rows.mapping_of_returns),
    "projects_return_import_state_known": lambda rows: changed(rows.file_of_returns, state="?"),
    "projects_return_import_examples_go_with_file": lambda rows: changed(
        rows.file_of_returns, file="", found={"examples": {"Project": "Fibre"}}
    ),
    "projects_milestone_title_once": lambda rows: another(rows.milestone),
    "projects_withdrawn_milestone_says_why": lambda rows: changed(
        rows.milestone, withdrawn_at=rows.now
    ),
    "projects_out_of_scope_lowers_value": lambda rows: changed(
        rows.scope_change, reason="withdrew", value_change=30_000
    ),
    "projects_into_scope_raises_value": lambda rows: changed(rows.scope_change, value_change=-1),
    "projects_taken_back_names_what": lambda rows: changed(rows.scope_change, reason="taken_back"),
    "projects_ends_after_it_starts": lambda rows: changed(rows.project, ends_on=rows.today - DAY),
    "projects_round_dates_in_order": lambda rows: changed(rows.round, due_on=rows.today - DAY),
    "projects_round_names_a_month": lambda rows: changed(
        rows.round, month=rows.round.month.replace(day=2)
    ),
    "projects_round_opens_before_it_closes": lambda rows: changed(rows.round, closed_at=rows.now),
    "projects_one_return_per_period": lambda rows: another(rows.sent_return),
    "projects_return_state_known": lambda rows: changed(rows.sent_return, state="?"),
    "projects_sent_return_has_rag": lambda rows: changed(
        rows.sent_return, risk="", risk_comment="Not rated yet"
    ),
    "projects_below_green_is_explained": lambda rows: changed(rows.sent_return, risk="red"),
    "projects_spend_is_dated": lambda rows: changed(rows.sent_return, spend_to_date=1),
    "projects_sent_return_says_when": lambda rows: changed(rows.sent_return, submitted_at=None),
    "projects_risk_title_once": lambda rows: another(rows.risk),
    "projects_risk_scores_1_to_5": lambda rows: changed(rows.risk, impact_after=6),
    "projects_scope_step_in_or_out": lambda rows: changed(rows.scope_entry, step=0),
    "projects_site_once_per_scope_change": lambda rows: another(rows.scope_entry),
    "projects_ods_once_per_project": lambda rows: another(rows.site, uprn=None),
    "projects_uprn_once_per_project": lambda rows: another(rows.site, ods_code=None),
    "projects_site_stage_known": lambda rows: changed(rows.site, stage="?"),
    "projects_site_in_great_britain": lambda rows: changed(rows.site, latitude=0, longitude=0),
    "projects_entry_stage_known": lambda rows: changed(rows.stage_entry, stage="?"),
    "projects_granted_wayleave_has_date": lambda rows: changed(rows.wayleave, state="granted"),
}
