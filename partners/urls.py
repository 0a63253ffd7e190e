from django.urls import path

from .views import invitation, public

app_name = "partners"
urlpatterns = [
    path("", public.directory, name="directory"),
    path("join/", public.join, name="join"),
    path("join/thanks/", public.join_sent, name="join_sent"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("<slug:slug>/", public.organisation, name="organisation"),
]
