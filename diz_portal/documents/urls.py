from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("stored/", views.stored_files, name="stored"),
    path("stored/<slug:reference>/", views.stored_by, name="stored_by"),
    path("<slug:reference>/", views.download, name="download"),
]
