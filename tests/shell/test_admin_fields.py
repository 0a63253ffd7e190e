"""Numbers, days and codes that are typed into the admin are read as everywhere else."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import DateField, DecimalField, FloatField, IntegerField, SplitDateTimeField

from diz_portal.fields import Written
from inclusion.models import HelpPlace, SocialTariff
from partners.models import Agreement
from projects.models import Milestone, Site
from seminars.models import Seminar

OURS = ("diz_portal.", "partners.", "projects.", "seminars.", "inclusion.")


def field_of(model: type[models.Model], name: str):
    page = admin.site._registry[model]
    return page.formfield_for_dbfield(model._meta.get_field(name), None)


@pytest.mark.parametrize(
    ("model", "name", "typed", "value"),
    [
        (Site, "cost_actual", "£1,250.50", Decimal("1250.50")),
        (Site, "download_after_mbps", "1,250", Decimal(1250)),
        (Site, "latitude", "51.7712", 51.7712),
        (Milestone, "forecast_on", "23-Nov-26", date(2026, 11, 23)),
        (Agreement, "signed_on", "23/11/2026", date(2026, 11, 23)),
        (SocialTariff, "pounds_a_month", "£12.50", Decimal("12.50")),
        (Seminar, "capacity_online", "1,000", 1000),
        (Site, "uprn", "0100023336956", "100023336956"),
        (Site, "ods_code", " e82060", "E82060"),
        (HelpPlace, "postcode", "cm20-1aa", "CM20 1AA"),
    ],
)
def test_what_is_typed_is_read(model, name, typed, value):
    assert field_of(model, name).clean(typed) == value


@pytest.mark.parametrize(
    ("model", "name", "typed", "words"),
    [
        (Site, "cost_actual", "12,5", "a point for decimals"),
        (Site, "cost_actual", "0.001", "a fraction of a penny"),
        (Site, "download_after_mbps", "1e3", "Enter a number"),
        (Site, "latitude", "51,77", "a point for decimals"),
        (Milestone, "forecast_on", "03/04/05", "could be several dates"),
        (Milestone, "forecast_on", "12/31/2026", "has the month before the day"),
        (Seminar, "capacity_online", "1_000", "Enter a whole number"),
        (Site, "uprn", "1.00023E+11", "shortened this UPRN"),
        (Site, "postcode", "CM2O 1AA", "Did you mean CM20 1AA?"),
        (HelpPlace, "postcode", "CM2O 1AA", "Did you mean CM20 1AA?"),
    ],
)
def test_what_can_be_read_two_ways_is_not_guessed(model, name, typed, words):
    with pytest.raises(ValidationError, match=words):
        field_of(model, name).clean(typed)


def test_a_moment_is_a_day_and_a_time_read_alike():
    field = field_of(Seminar, "starts_at")

    assert field.clean(["23 Nov 2026", "10:00"]) == datetime(
        2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London")
    )
    with pytest.raises(ValidationError, match="could be several dates"):
        field.clean(["03/04/05", "10:00"])


def test_every_number_and_day_of_the_admin_is_read_so():
    """Also of a page that comes with a field, or an override, of its own."""
    kinds = (DateField, DecimalField, FloatField, IntegerField)
    wrong = []
    for model, page in admin.site._registry.items():
        if not f"{model.__module__}.".startswith(OURS):
            continue
        for part in (page, *(inline(model, admin.site) for inline in page.inlines)):
            for column in part.model._meta.concrete_fields:
                if not column.editable or column.is_relation or column.choices:
                    continue
                field = part.formfield_for_dbfield(column, None)
                parts = field.fields[:1] if isinstance(field, SplitDateTimeField) else [field]
                if any(isinstance(p, kinds) and not isinstance(p, Written) for p in parts):
                    wrong.append(f"{part.model._meta.label}.{column.name}")

    assert wrong == []
