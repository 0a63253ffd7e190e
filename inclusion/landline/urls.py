"""The rooms of landlines behind the sign-in."""

from django.urls import path

from inclusion.landline import views
from inclusion.landline.clients.views import accept_all

urlpatterns = [
    path("landlines/", views.listed, name="landlines"),
    path("landlines/lists/<slug:reference>/", accept_all, name="landline_list"),
    path("needs/<str:reference>/landline/", views.call, name="landline_call"),
]
