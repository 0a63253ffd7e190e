from django.urls import path

from . import views

app_name = "demand"

urlpatterns = [
    path("business/", views.business, name="business"),
    path("business/need/", views.need, name="need"),
    path("business/need/sent/", views.need_sent, name="need_sent"),
    path("business/companies/", views.companies, name="companies"),
    path("connection/", views.connection, name="connection"),
    path("connection/compared/", views.connection_told, name="connection_told"),
    path("connection/areas/", views.areas, name="areas"),
    path("connection/speed/", views.speed_test, name="speed"),
]
