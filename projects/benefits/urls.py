"""Benefits in the workspace."""

from django.urls import path

from projects.benefits import views

app_name = "benefits"

ONE = "<slug:slug>/<slug:reference>/"

urlpatterns = [
    path("<slug:slug>/", views.project, name="project"),
    path("<slug:slug>/benefits.csv", views.project_csv, name="csv"),
    path("<slug:slug>/add/", views.add, name="add"),
    path(ONE, views.benefit, name="benefit"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}record/", views.record, name="record"),
    path(f"{ONE}sites/", views.record_sites, name="record_sites"),
    path(f"{ONE}release/", views.release, name="release"),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{ONE}<slug:measure>/correct/", views.correct, name="correct"),
]
