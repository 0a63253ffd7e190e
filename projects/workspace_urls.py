from django.urls import include, path

from projects.forecast.views import forecast
from projects.programmes import views as programmes
from projects.rollout.views import rollout

app_name = "projects_workspace"
urlpatterns = [
    path("", rollout.project_list, name="list"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("<slug:slug>/rollout/", rollout.rollout, name="rollout"),
    path("<slug:slug>/forecast/", forecast, name="forecast"),
    path("", include("projects.rollout.site_urls")),
    path("", include("projects.imports.urls")),
    path("", include("projects.portfolio.milestone_urls")),
    path("", include("projects.portfolio.risk_urls")),
]
