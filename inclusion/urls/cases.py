"""Referrals and cases: of the organisation that handles them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
