from django.urls import path

from . import workspace

app_name = "knowledge_workspace"

urlpatterns = [
    path("", workspace.overview, name="overview"),
    path("recognition/add/", workspace.add, name="add"),
    path("recognition/<slug:reference>/remove/", workspace.remove, name="remove"),
    path("themes/<slug:slug>/", workspace.theme, name="theme"),
]
