from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("new/<slug:report>/", views.new, name="new"),
    path("<slug:reference>/", views.job, name="job"),
    path("<slug:reference>/read/", views.read, name="read"),
    path("<slug:reference>/cancel/", views.cancel, name="cancel"),
    path("<slug:reference>/try-again/", views.try_again, name="try_again"),
    path("<slug:reference>/delete/", views.delete, name="delete"),
    path("<slug:reference>/file/<slug:kind>/", views.download, name="download"),
]
