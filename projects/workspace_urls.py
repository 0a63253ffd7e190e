from django.urls import include, path

app_name = "projects_workspace"
urlpatterns = [
    path("", include("projects.milestone_urls")),
    path("", include("projects.risk_urls")),
]
