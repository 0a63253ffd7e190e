"""Contracts, subsidy and section 24 in the workspace."""

from django.urls import path

from projects.contracts.views import contracts, directions, subsidies

app_name = "contracts"

ONE = "<slug:slug>/<slug:reference>/"
SUBSIDY = "<slug:slug>/subsidies/<slug:reference>/"

urlpatterns = [
    path("directions/", directions.directions, name="directions"),
    path("<slug:slug>/", contracts.project, name="project"),
    path("<slug:slug>/add/", contracts.add, name="add"),
    path("<slug:slug>/subsidies/add/", subsidies.add, name="subsidy_add"),
    path(SUBSIDY, subsidies.subsidy, name="subsidy"),
    path(f"{SUBSIDY}review/", subsidies.review, name="subsidy_review"),
    *(
        path(f"{SUBSIDY}{what}/", subsidies.act, {"what": what}, name=f"subsidy_{what}")
        for what in subsidies.ACTS
    ),
    path(ONE, contracts.contract, name="contract"),
    path(f"{ONE}edit/", contracts.edit, name="edit"),
    *(path(f"{ONE}{what}/", contracts.act, {"what": what}, name=what) for what in contracts.ACTS),
    path(f"{ONE}reviews/<slug:one>/", contracts.review, name="review"),
]
