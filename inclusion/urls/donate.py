"""Giving devices and mobile data: anybody's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
