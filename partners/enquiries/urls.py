from django.urls import path

from . import views

app_name = "enquiries"

urlpatterns = [
    path("", views.relocate, name="relocate"),
    path("sent/", views.sent, name="sent"),
]
