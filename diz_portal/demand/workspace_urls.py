from django.urls import path

from . import workspace

app_name = "demand_workspace"

urlpatterns = [path("", workspace.areas, name="areas")]
