"""Asking for help, and places to get it: anybody's; and staff who write for a caller."""

from django.urls import path

from inclusion.help.views import help as views
from inclusion.help.views import landline, near_you, places, switches

urlpatterns = [
    path("help/", views.start, name="help"),
    path("help/near-you/", near_you.places, name="near_you"),
    path("help/near-you/<slug:slug>/", near_you.place, name="place"),
    path("help/cheaper-broadband/", near_you.cheaper, name="cheaper"),
    path("help/landline/", landline.page, name="landline"),
    path("help/landline/leaflet/<slug:form>/", landline.leaflet, name="landline_leaflet"),
    path("help/check/", views.check, name="help_check"),
    path("help/sent/", views.sent, name="help_sent"),
    path("help/about-you/", views.equality, name="help_equality"),
    path("help/thank-you/", views.thanks, name="help_thanks"),
    path("help/progress/", views.progress, name="help_progress"),
    path("help/ask/<slug:step>/", views.step, name="help_step"),
]
for_staff = [
    path("devices/asking/", switches.switches, name="switches"),
    path("devices/asking/<slug:item>/", switches.switch, name="switch"),
    path("places/import/", places.take_in, name="places_import"),
    path("callers/", views.caller, name="caller"),
]
