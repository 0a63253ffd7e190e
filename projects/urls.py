from django.urls import path

from projects.forecast.views import public_forecast
from projects.packs.views import public as packs
from projects.rollout.views import public, public_site

app_name = "projects"

rollout_pages = [
    path("", public.project_list, name="list"),
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("<slug:slug>/", public.project, name="detail"),
    path("<slug:slug>/sites/", public.sites, name="sites"),
    path("<slug:slug>/sites.csv", public.sites_csv, name="sites_csv"),
]
site_pages = [
    path("<slug:slug>/sites/<slug:reference>/", public_site.site, name="site"),
]

forecast_pages = [
    path("<slug:slug>/forecast/", public_forecast, name="forecast"),
]
pack_pages = [
    path("<slug:slug>/board-packs/", packs.packs, name="packs"),
    path("<slug:slug>/board-packs/<slug:reference>/", packs.pack, name="pack"),
    path("<slug:slug>/board-packs/<slug:reference>/pdf/", packs.pdf, name="pack_pdf"),
]

urlpatterns = [*rollout_pages, *site_pages, *forecast_pages, *pack_pages]
