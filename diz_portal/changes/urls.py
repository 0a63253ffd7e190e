from django.urls import path

from . import views

app_name = "changes"
urlpatterns = [
    path("changes/", views.changes, name="changes"),
    path("changes.csv", views.as_csv, name="csv"),
]
