"""Change requests in the workspace."""

from django.urls import path

from projects.change.views import control, deciding, requests, writing

app_name = "change"

ONE = "<slug:slug>/<slug:reference>/"

urlpatterns = [
    path("", control.awaiting, name="list"),
    path("<slug:slug>/", control.project, name="project"),
    path("<slug:slug>/baseline/", control.start, name="start"),
    path("<slug:slug>/new/", writing.new, name="new"),
    path("<slug:slug>/milestones/<slug:reference>/", writing.move, name="move"),
    path(ONE, requests.request_page, name="request"),
    path(f"{ONE}edit/", writing.edit, name="edit"),
    *(path(f"{ONE}add-{what}/", writing.part, {"what": what}, name=what) for what in writing.PARTS),
    path(f"{ONE}remove/", writing.remove, name="remove"),
    path(f"{ONE}ask/", writing.ask, name="ask"),
    *(
        path(f"{ONE}{what}/", deciding.decide, {"what": what}, name=what)
        for what in deciding.DECISIONS
    ),
]
