from django.urls import path

from . import views

app_name = "open_data"
urlpatterns = [
    path("data.json", views.data_json, name="catalogue"),
    path("data/", views.index, name="index"),
    path("data/<slug:slug>.csv", views.as_csv, name="csv"),
    path("data/<slug:slug>.json", views.as_json, name="json"),
    path("data/<slug:slug>.xlsx", views.as_xlsx, name="xlsx"),
    path("data/<slug:slug>/", views.dataset, name="dataset"),
    path("data/<slug:slug>/datapackage.json", views.datapackage, name="datapackage"),
    path(
        "data/<slug:slug>/<str:day>/datapackage.json", views.edition_package, name="edition_package"
    ),
    path("data/<slug:slug>/<str:day>.<slug:ending>", views.edition_file, name="edition_file"),
]
