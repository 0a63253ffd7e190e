from django.urls import URLPattern

app_name = "projects_workspace"
urlpatterns: list[URLPattern] = []
