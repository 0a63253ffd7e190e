"""The public pages at /impact/. A figure called as one of these words would hide behind it."""

from django.urls import path

from . import views
from .others import views as others

app_name = "impact"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("editions/", views.editions, name="editions"),
    path("editions/<slug:day>/", views.edition, name="edition"),
    path("editions/<slug:day>/<slug:slug>.csv", views.edition_csv, name="edition_csv"),
    path("editions/<slug:day>/<slug:slug>/", views.edition_figure, name="edition_figure"),
    path("compared/", others.others, name="others"),
    path("compared/<slug:reference>/", others.compared, name="compared"),
    path("corrections/", views.corrections, name="corrections"),
    path("<slug:slug>.csv", views.figure_csv, name="figure_csv"),
    path("<slug:slug>/", views.figure, name="figure"),
]
