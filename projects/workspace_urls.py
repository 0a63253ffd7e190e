from django.urls import include, path

from .views import rollout

app_name = "projects_workspace"
urlpatterns = [
    path("", rollout.project_list, name="list"),
    path("<slug:slug>/rollout/", rollout.rollout, name="rollout"),
    path("", include("projects.site_urls")),
    path("", include("projects.import_urls")),
    path("", include("projects.milestone_urls")),
    path("", include("projects.risk_urls")),
]
