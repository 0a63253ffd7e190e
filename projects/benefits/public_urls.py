"""Released benefits, for anybody."""

from django.urls import path

from projects.benefits import public

app_name = "public_benefits"

urlpatterns = [
    path("", public.benefits, name="list"),
    path("benefits.csv", public.benefits_csv, name="csv"),
    path("<slug:reference>/", public.benefit, name="benefit"),
]
