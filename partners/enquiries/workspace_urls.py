from django.urls import path

from . import views

app_name = "enquiries_workspace"

urlpatterns = [
    path("", views.enquiries, name="list"),
    path("<str:reference>/", views.enquiry, name="enquiry"),
    path("<str:reference>/reply/", views.reply, name="reply"),
    path("<str:reference>/hand-on/", views.hand_on, name="hand_on"),
]
