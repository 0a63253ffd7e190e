"""Meetings in the workspace."""

from django.urls import path

from projects.meetings.views import acts, meetings, minutes, papers

app_name = "meetings"

ONE = "<slug:reference>/"

urlpatterns = [
    path("", meetings.meetings, name="list"),
    path("add/", meetings.add, name="add"),
    path("prepare/", meetings.prepare, name="prepare"),
    path("actions/", meetings.actions, name="actions"),
    path("actions/<slug:reference>/close/", acts.close_action, name="action_close"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}edit/", acts.edit, name="edit"),
    path(f"{ONE}hold/", acts.hold, name="hold"),
    path(f"{ONE}cancel/", acts.cancel, name="cancel"),
    path(f"{ONE}reinstate/", acts.reinstate, name="reinstate"),
    path(f"{ONE}release/", acts.release, name="release"),
    path(f"{ONE}attendance/", minutes.attend, name="attend"),
    path(f"{ONE}attendance/remove/", minutes.strike, name="strike"),
    path(f"{ONE}items/add/", minutes.add, name="item_add"),
    path(f"{ONE}items/<slug:item>/", minutes.edit, name="item"),
    path(f"{ONE}items/<slug:item>/remove/", minutes.remove, name="item_remove"),
    path(f"{ONE}actions/add/", minutes.add_action, name="action_add"),
    *(
        path(f"{ONE}papers/add-{kind}/", papers.add, {"kind": kind}, name=f"paper_{kind}")
        for kind in papers.KINDS
    ),
    path(f"{ONE}papers/<slug:paper>/remove/", papers.remove, name="paper_remove"),
    path(f"{ONE}papers/<slug:paper>/<slug:kind>/", papers.file, name="paper_file"),
]
