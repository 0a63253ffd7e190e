"""The rooms of landlines behind the sign-in."""

from django.urls import path

from inclusion.landline import views

urlpatterns = [
    path("landlines/", views.listed, name="landlines"),
    path("needs/<str:reference>/landline/", views.call, name="landline_call"),
]
