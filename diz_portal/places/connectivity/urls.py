from django.urls import path

from . import views

app_name = "connectivity"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("figures.csv", views.figures_csv, name="figures"),
    path("<slug:code>/", views.area, name="area"),
]
