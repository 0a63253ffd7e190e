"""Asking for help, and places to get it: anybody's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
