"""Under a project's workspace, in its namespace."""

from django.urls import path

from projects.portfolio.views import milestones

urlpatterns = [
    path("<slug:slug>/milestones/", milestones.milestones, name="milestones"),
    path("<slug:slug>/milestones/add/", milestones.add, name="milestone_add"),
    path("<slug:slug>/milestones/<slug:reference>/", milestones.milestone, name="milestone"),
    path(
        "<slug:slug>/milestones/<slug:reference>/withdraw/",
        milestones.withdraw,
        name="milestone_withdraw",
    ),
    path(
        "<slug:slug>/milestones/<slug:reference>/restore/",
        milestones.restore,
        name="milestone_restore",
    ),
    path(
        "<slug:slug>/milestones/<slug:reference>/baseline/",
        milestones.baseline,
        name="milestone_baseline",
    ),
]
