from django.urls import path

from . import api
from .api_views import docs, openapi

app_name = "data"
urlpatterns = [
    path("openapi.json", api.open_to_all(openapi), name="openapi"),
    path("docs", docs, name="docs"),
    *api.addresses(),
]
