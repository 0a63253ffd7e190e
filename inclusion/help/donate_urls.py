"""Giving devices and mobile data: anybody's."""

from django.urls import path

from inclusion.help.views import donate

urlpatterns = [
    path("donate/", donate.start, name="donate"),
    path("donate/device/", donate.device, name="donate_device"),
    path("donate/data/", donate.mobile_data, name="donate_data"),
    path("donate/device/<str:token>/", donate.donation, name="donation"),
    path("donate/data/<str:token>/", donate.pledge, name="pledge"),
]
