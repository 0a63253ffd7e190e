"""Money in the workspace."""

from django.urls import path

from projects.money.views import acts, budget, source, statement

app_name = "money"

ONE = "<slug:slug>/sources/<slug:reference>/"
LINE = "<slug:slug>/budget/<slug:reference>/"

urlpatterns = [
    path("", statement.money, name="list"),
    path("partners/<slug:slug>/", statement.partner, name="partner"),
    path("<slug:slug>/", statement.project, name="project"),
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
]
