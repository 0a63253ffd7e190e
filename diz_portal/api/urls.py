from django.urls import path
from django.views.decorators.http import require_safe

from diz_portal.lists import for_programs

from . import portal, views
from .serving import served

app_name = "data"
urlpatterns = [
    path("openapi.json", served(require_safe(views.openapi)), name="openapi"),
    path("docs", views.docs, name="docs"),
    # Of the person whose session it is, and no open data.
    path("views/<slug:reference>", for_programs.view, name="view"),
    *portal.addresses(),
]
