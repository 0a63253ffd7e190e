from django.urls import path

from . import views

app_name = "knowledge"

urlpatterns = [
    path("", views.knowledge, name="knowledge"),
    path("recognition/", views.recognition, name="recognition"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
]
