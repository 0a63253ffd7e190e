from django.urls import path

from . import staff_views

app_name = "open_data_workspace"
urlpatterns = [path("", staff_views.checks, name="checks")]
