from django.urls import path

from .registers import public_views

app_name = "your_data"
urlpatterns = [
    path("", public_views.ask, name="ask"),
    path("sent/<str:receipt>/", public_views.sent, name="sent"),
]
