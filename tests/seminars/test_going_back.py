"""Going back to a version in which one address had one registration for a seminar."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection

from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
going_back = import_module("seminars.migrations.0005_people_at_one_address").refuse_couples


def test_it_is_refused_in_words_while_two_people_share_an_address():
    seminar = SeminarFactory(slug="scams")
    for name in ("Ann Ash", "Bob Ash"):
        registered(seminar, name=name, email="home@ash.example")

    with (
        pytest.raises(CommandError, match=r"registered with one address for: scams\. Cancel one"),
        connection.schema_editor() as editor,
    ):
        going_back(apps, editor)


def test_it_goes_on_where_each_has_an_address_of_their_own_or_has_cancelled():
    seminar = SeminarFactory()
    registered(seminar, name="Ann Ash", email="home@ash.example")
    gone = registered(seminar, name="Bob Ash", email="home@ash.example")
    type(gone).objects.filter(pk=gone.pk).update(state="cancelled")
    registered(SeminarFactory(), name="Bob Ash", email="home@ash.example")

    with connection.schema_editor() as editor:
        going_back(apps, editor)


def test_it_is_asked_before_anything_is_undone():
    migration = import_module("seminars.migrations.0005_people_at_one_address").Migration

    assert migration.operations[-1].reverse_code is going_back
