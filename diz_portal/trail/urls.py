from django.urls import path

from . import views

app_name = "trail"
urlpatterns = [path("<slug:kind>/<slug:reference>/", views.history, name="history")]
