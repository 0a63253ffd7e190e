from django.urls import URLPattern

app_name = "partners_workspace"
urlpatterns: list[URLPattern] = []
