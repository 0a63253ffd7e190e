from django.urls import path

from projects.views import public

app_name = "projects"
urlpatterns = [
    path("", public.project_list, name="list"),
    path("<slug:slug>/", public.project, name="detail"),
    path("<slug:slug>/sites/", public.sites, name="sites"),
    path("<slug:slug>/sites.csv", public.sites_csv, name="sites_csv"),
]
