"""Lists that a partner refers."""

from django.urls import path

from inclusion.landline.clients import views

app_name = "client_lists"
urlpatterns = [
    path("new/", views.new, name="new"),
    *views.pages.urls(""),
]
