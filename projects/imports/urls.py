"""Under a project's workspace, in its namespace."""

from django.urls import path

from projects.imports import views as imports

urlpatterns = [
    path("<slug:slug>/imports/", imports.imports, name="imports"),
    path("<slug:slug>/imports/new/", imports.new, name="import_new"),
    path("<slug:slug>/imports/<slug:reference>/", imports.batch, name="import"),
    path("<slug:slug>/imports/<slug:reference>/match/", imports.match, name="import_match"),
    path("<slug:slug>/imports/<slug:reference>/check/", imports.check, name="import_check"),
    path("<slug:slug>/imports/<slug:reference>/apply/", imports.apply, name="import_apply"),
    path("<slug:slug>/imports/<slug:reference>/undo/", imports.undo, name="import_undo"),
    path("<slug:slug>/imports/<slug:reference>/discard/", imports.discard, name="import_discard"),
    path("<slug:slug>/imports/<slug:reference>/errors.csv", imports.errors, name="import_errors"),
]
