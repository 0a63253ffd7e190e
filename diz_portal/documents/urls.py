from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [path("<slug:reference>/", views.download, name="download")]
