"""Released minutes, for anybody."""

from django.urls import path

from projects.meetings.views import public

app_name = "minutes"
urlpatterns = [
    path("", public.meetings, name="list"),
    path("<slug:reference>/", public.meeting, name="meeting"),
]
