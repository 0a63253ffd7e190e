"""Money in the workspace."""

from django.urls import path

from projects.money.views import acts, source, statement

app_name = "money"

ONE = "<slug:slug>/sources/<slug:reference>/"

urlpatterns = [
    path("", statement.money, name="list"),
    path("partners/<slug:slug>/", statement.partner, name="partner"),
    path("<slug:slug>/", statement.project, name="project"),
    path("<slug:slug>/cost/", statement.edit_finance, name="finance"),
    path("<slug:slug>/sources/add/", source.add, name="source_add"),
    path(ONE, source.source, name="source"),
    path(f"{ONE}edit/", source.edit, name="source_edit"),
    *(path(f"{ONE}{what}/", acts.act, {"what": what}, name=f"source_{what}") for what in acts.ACTS),
    path(f"{ONE}given/<slug:given>/", acts.take_back, name="take_back"),
    path(f"{ONE}conditions/<slug:one>/", acts.condition, name="condition"),
    path(f"{ONE}conditions/<slug:one>/met/", acts.meet, name="condition_met"),
    path("<slug:slug>/postings/<slug:reference>/refund/", acts.refund, name="refund"),
    path("<slug:slug>/postings/<slug:reference>/reverse/", acts.reverse, name="reverse"),
]
