"""Under a project's workspace, in its namespace."""

from django.urls import path

from projects.imports import views

urlpatterns = [
    # Before the addresses of single imports, one of which it would be.
    path("<slug:slug>/imports/new/", views.new, name="import_new"),
    *views.pages.urls("<slug:slug>/imports/"),
]
