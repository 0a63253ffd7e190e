"""Published case studies, for anybody."""

from django.urls import path

from projects.stories import public

app_name = "public_stories"

urlpatterns = [
    path("", public.stories, name="list"),
    path("lessons/<slug:reference>/", public.lesson, name="lesson"),
    path("<slug:slug>/", public.story, name="story"),
]
