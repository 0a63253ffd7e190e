from django.urls import path

from . import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("chase/<path:key>/", views.chase, name="chase"),
    path("owed/<path:owner>/", views.chase_all, name="owed"),
    path("task/<path:key>/", views.task, name="task"),
]
