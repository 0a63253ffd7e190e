from django.urls import path

from . import api
from .api_views import docs, openapi
from .lists import for_programs

app_name = "data"
urlpatterns = [
    path("openapi.json", api.open_to_all(openapi), name="openapi"),
    path("docs", docs, name="docs"),
    # Of the person whose session it is, and no open data.
    path("views/<slug:reference>", for_programs.view, name="view"),
    *api.addresses(),
]
