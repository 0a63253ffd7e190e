"""What the validator of Open Referral UK asks for. Without slashes at the end, as it asks."""

from django.urls import path

from inclusion.help.views import open_referral

app_name = "open_referral"
urlpatterns = [
    path("", open_referral.about, name="about"),
    path("services", open_referral.services, name="services"),
    path("services/<uuid:identifier>", open_referral.service, name="service"),
]
