from datetime import UTC, datetime

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from diz_portal.outbox.models import Message
from diz_portal.places.models import District
from diz_portal.privacy import (
    LEAD_ORGANISATION,
    Retention,
    declare,
    nightly,
    no_personal_data,
    registry,
)
from diz_portal.references import new_reference


def test_every_model_is_declared():
    assert registry.undeclared() == []


def test_every_declared_field_exists():
    assert registry.wrong_names() == []


def test_every_field_that_takes_words_or_points_at_an_account_is_spoken_for():
    assert registry.unexplained_fields() == []


def test_the_audit_trail_holds_no_personal_words():
    assert registry.personal_text_in_audit() == []


def test_every_declaration_says_why_and_how_long():
    for row in registry.summary():
        assert all(row.values()), row


def test_every_period_says_in_words_from_when_it_counts():
    assert [one.label for one, _ in nightly.periods() if not one.starts] == []


@pytest.fixture
def alone(monkeypatch):
    """A registry in which nothing is declared yet."""
    monkeypatch.setattr(registry, "_declarations", {})


def declare_email(**changes):
    values = {
        "personal": {"to": "email address"},
        "controller": LEAD_ORGANISATION,
        "why": "To deliver it",
        "retention": Retention(days=365, from_field="sent_at", after="it was sent"),
    }
    declare(Message, **{**values, **changes})


def test_undeclared_names_a_forgotten_model(alone):
    declare_email()

    assert "outbox.Message" not in registry.undeclared()
    assert "places.District" in registry.undeclared()


def test_wrong_names_finds_a_field_that_is_gone(alone):
    declare_email(
        personal={"to": "email address", "nickname": "nickname"},
        retention=Retention(days=1, from_field="gone_at", fields=("lost",)),
    )

    assert registry.wrong_names() == [
        "outbox.Message.gone_at",
        "outbox.Message.lost",
        "outbox.Message.nickname",
    ]


def test_unexplained_fields_finds_words_however_harmless_their_name(alone):
    no_personal_data("partners.Agreement", reason="Papers.")
    no_personal_data("attention.Chase", reason="Just reminders.", texts="title owed_by form_key")

    assert registry.unexplained_fields() == [
        "attention.Chase.by",
        "attention.Chase.item_key",
        "partners.Agreement.title",
    ]


def test_unexplained_fields_is_content_with_fields_that_are_named_together(alone):
    declare_email(
        personal={"to reader postal_address": "who it is to", "subject body sealed": "text"},
        not_personal={
            "key template last_error held_for unsubscribe": "made here",
            "done_by reply_to": "a colleague",
        },
    )

    assert registry.unexplained_fields() == []
    assert registry.summary()[0]["fields"] == ["who it is to", "text"]


@pytest.mark.parametrize(
    ("field", "takes"),
    [
        (models.TextField(), True),
        (models.CharField(max_length=60), True),
        (models.URLField(), True),
        (models.EmailField(), True),
        (models.JSONField(), True),
        (models.FileField(), True),
        (ArrayField(models.CharField(max_length=9)), True),
        (ArrayField(models.CharField(max_length=9, choices=[("a", "A")])), False),
        (models.CharField(max_length=9, choices=[("a", "A")]), False),
        (models.CharField(max_length=12, default=new_reference), False),
        (models.DateField(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_takes_words(field, takes):
    assert registry.takes_words(field) is takes


def test_declare_refuses_a_second_declaration(alone):
    no_personal_data(District, reason="Geography.")

    with pytest.raises(ImproperlyConfigured):
        no_personal_data(District, reason="Geography.")


def test_declare_refuses_making_nameless_what_is_no_account(alone):
    with pytest.raises(ImproperlyConfigured):
        declare_email(retention=Retention(days=1, from_field="sent_at", action="pseudonymise"))


def test_summary_says_it_in_words(alone):
    declare_email()

    assert registry.summary() == [
        {
            "what": "Messages",
            "fields": ["email address"],
            "why": "To deliver it",
            "controller": "The lead organisation",
            "how_long": "1 year after it was sent, then deleted",
        }
    ]


@pytest.mark.parametrize(
    ("days", "since"),
    [
        (30, "2028-02-29"),
        (365, "2027-03-30"),
        (3 * 365, "2025-03-30"),  # 1,096 days
        (6 * 365, "2022-03-30"),
        (548, "2026-09-28"),
    ],
)
def test_three_years_are_three_calendar_years(days, since):
    now = datetime(2028, 3, 30, 12, tzinfo=UTC)

    assert registry.over_since(days, now).date().isoformat() == since
