"""Every file that comes in through a form is scanned."""

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from django.urls import get_resolver

from diz_portal.uploads import FileField
from tests.factories.accounts import UserFactory

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")


def all_forms(of=forms.BaseForm):
    for one in of.__subclasses__():
        yield one
        yield from all_forms(one)


def test_every_field_for_a_file_has_it_scanned():
    assert get_resolver().url_patterns  # which brings in every form that a page has
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}": field
        for form in all_forms()
        if form.__module__.split(".")[0] in APPS
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField)
    }

    assert len(fields) > 15
    assert [name for name, field in fields.items() if not isinstance(field, FileField)] == []


def file_columns(model):
    return [one for one in model._meta.fields if isinstance(one, models.FileField)]


@pytest.mark.django_db
def test_no_form_of_the_admin_takes_a_file(rf):
    """Files come in through forms of the portal, which say who may, how large and what kind."""
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True, is_staff=True)
    taken = []
    for model, its_admin in admin.site._registry.items():
        may = its_admin.has_add_permission(request) or its_admin.has_change_permission(request)
        if not file_columns(model) or not may:
            continue
        form = its_admin.get_form(request, None)
        taken += [
            f"{model._meta.label}.{name}"
            for name, field in form.base_fields.items()
            if isinstance(field, forms.FileField)
        ]

    assert taken == []
