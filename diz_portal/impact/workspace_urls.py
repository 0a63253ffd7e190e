from django.urls import path

from . import workspace
from .others import workspace as others

app_name = "impact_workspace"

urlpatterns = [
    path("", workspace.overview, name="overview"),
    path("edition/", workspace.make_edition, name="make_edition"),
    path("correct/", workspace.correct, name="correct"),
    path("compared/", others.others, name="others"),
    path("compared/add/", others.add, name="other_add"),
    path("compared/<slug:reference>/", others.other, name="other"),
    path("compared/<slug:reference>/publish/<slug:file>/", others.publish, name="other_publish"),
    path("compared/<slug:reference>/withdraw/", others.withdraw, name="other_withdraw"),
    path("compared/<slug:reference>/remove/", others.remove, name="other_remove"),
    path("<slug:slug>/release/", workspace.release, name="release"),
    path("<slug:slug>/withdraw/", workspace.withdraw, name="withdraw"),
]
