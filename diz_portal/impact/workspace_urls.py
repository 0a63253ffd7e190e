from django.urls import path

from . import workspace

app_name = "impact_workspace"

urlpatterns = [
    path("", workspace.overview, name="overview"),
    path("edition/", workspace.make_edition, name="make_edition"),
    path("correct/", workspace.correct, name="correct"),
    path("<slug:slug>/release/", workspace.release, name="release"),
    path("<slug:slug>/withdraw/", workspace.withdraw, name="withdraw"),
]
