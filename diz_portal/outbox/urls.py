from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("", views.sent_mail, name="sent_mail"),
    path("<slug:reference>/", views.message, name="message"),
]
