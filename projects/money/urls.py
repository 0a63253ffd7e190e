"""Money in the workspace."""

from django.urls import path

from projects.money import bid_urls
from projects.money.views import (
    acts,
    budget,
    claim_steps,
    claims,
    ledger,
    ledger_acts,
    ledger_files,
    source,
    statement,
)

app_name = "money"

ONE = "<slug:slug>/sources/<slug:reference>/"
LINE = "<slug:slug>/budget/<slug:reference>/"
CLAIM = "<slug:slug>/claims/<slug:reference>/"
CLAIM_LINE = f"{CLAIM}lines/<slug:one>/"

LEDGER = "<slug:slug>/ledger/"
MONTH = f"{LEDGER}<slug:month>/"
OF_LEDGER = f"{LEDGER}lines/<slug:reference>/"

urlpatterns = [
    path("", statement.money, name="list"),
    path("queue/claims/", claims.queue, name="claim_queue"),
    *bid_urls.urlpatterns,
    path("partners/<slug:slug>/", statement.partner, name="partner"),
    path("partners/<slug:slug>/statement.csv", statement.partner_csv, name="partner_csv"),
    path("<slug:slug>/", statement.project, name="project"),
    path("<slug:slug>/statement.csv", statement.project_csv, name="project_csv"),
    path("<slug:slug>/cost/", statement.edit_finance, name="finance"),
    path("<slug:slug>/sources/add/", source.add, name="source_add"),
    path(ONE, source.source, name="source"),
    path(f"{ONE}lines/add/", budget.add, name="line_add"),
    path("<slug:slug>/budget/", budget.budget, name="budget"),
    path(LINE, budget.line, name="line"),
    path(f"{LINE}set/", budget.set_budget, name="line_budget"),
    path(f"{LINE}forecast/", budget.forecast, name="line_forecast"),
    path(f"{LINE}explain/<slug:quarter>/", budget.explain, name="line_explain"),
    path(f"{ONE}edit/", source.edit, name="source_edit"),
    *(path(f"{ONE}{what}/", acts.act, {"what": what}, name=f"source_{what}") for what in acts.ACTS),
    path(f"{ONE}given/<slug:given>/", acts.take_back, name="take_back"),
    path(f"{ONE}conditions/<slug:one>/", acts.condition, name="condition"),
    path(f"{ONE}conditions/<slug:one>/met/", acts.meet, name="condition_met"),
    path("<slug:slug>/postings/<slug:reference>/refund/", acts.refund, name="refund"),
    path("<slug:slug>/postings/<slug:reference>/reverse/", acts.reverse, name="reverse"),
    path("<slug:slug>/claims/", claims.claims, name="claims"),
    path(f"{ONE}claim/", claims.start, name="claim_start"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}edit/", claims.edit, name="claim_edit"),
    path(f"{CLAIM}lines/add/", claims.add_lines, name="claim_lines_add"),
    path(CLAIM_LINE, claims.line, name="claim_line"),
    path(f"{CLAIM_LINE}remove/", claims.remove_line, name="claim_line_remove"),
    path(f"{CLAIM_LINE}evidence/", claims.evidence, name="claim_evidence"),
    path(
        f"{CLAIM_LINE}evidence/<slug:file>/remove/",
        claims.remove_evidence,
        name="claim_evidence_remove",
    ),
    *(
        path(f"{CLAIM}{what}/", claim_steps.step, {"what": what}, name=f"claim_{what}")
        for what in claim_steps.STEPS
    ),
    path(LEDGER, ledger.ledger, name="ledger"),
    # Before the addresses of single imports and months, one of which it would be.
    path(f"{LEDGER}imports/new/", ledger_files.new, name="import_new"),
    *ledger_files.pages.urls(f"{LEDGER}imports/"),
    path(OF_LEDGER, ledger.line, name="ledger_line"),
    path(f"{OF_LEDGER}match/<slug:posting>/", ledger_acts.confirm_match, name="ledger_match"),
    path(f"{OF_LEDGER}unmatch/", ledger_acts.unmatch, name="ledger_unmatch"),
    path(f"{OF_LEDGER}post/", ledger_acts.post, name="ledger_post"),
    path(MONTH, ledger.month, name="month"),
    path(f"{MONTH}match/", ledger_acts.match, name="month_match"),
    path(f"{MONTH}explain/", ledger_acts.explain, name="month_explain"),
    path(f"{MONTH}explanations/<slug:reference>/", ledger_acts.take_out, name="month_take_out"),
    path(f"{MONTH}sign/", ledger_acts.sign, name="month_sign"),
    path(f"{MONTH}withdraw/", ledger_acts.withdraw, name="month_withdraw"),
    path(f"{MONTH}lock/", ledger_acts.lock, name="month_lock"),
]
