"""Tables are kept from run to run only while they are what the models describe."""

import pgtrigger
import pytest
from django.db import models

from partners.models import Organisation
from tests import kept_tables

COLUMN = models.CharField(max_length=7)
COLUMN.set_attributes_from_name("motto")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("local_fields", [COLUMN]),
        ("constraints", [models.CheckConstraint(condition=models.Q(pk__gt=0), name="one")]),
        ("indexes", [models.Index(fields=["name"], name="other")]),
        ("permissions", [("may_dance", "May dance")]),
        ("db_table", "elsewhere"),
    ],
)
def test_whatever_makes_a_table_another_is_told(monkeypatch, kind, more):
    before = kept_tables.described()
    assert before == kept_tables.described()
    had = getattr(Organisation._meta, kind)
    monkeypatch.setitem(
        Organisation._meta.__dict__, kind, more if isinstance(more, str) else [*had, *more]
    )

    assert kept_tables.described() != before


def test_another_trigger_is_told():
    before = kept_tables.described()
    trigger = pgtrigger.Protect(name="stay", operation=pgtrigger.Delete)

    with trigger.register(Organisation):
        assert kept_tables.described() != before
    assert kept_tables.described() == before
