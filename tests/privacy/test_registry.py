import pytest
from django.core.exceptions import ImproperlyConfigured

from diz_portal.outbox.models import Message
from diz_portal.places.models import District
from diz_portal.privacy import (
    LEAD_ORGANISATION,
    Retention,
    declare,
    no_personal_data,
    registry,
    services,
)


def test_every_model_is_declared():
    assert registry.undeclared() == []


def test_every_declared_field_exists():
    assert registry.wrong_names() == []


def test_every_field_that_sounds_personal_is_named_or_excepted():
    assert registry.unexplained_fields() == []


def test_the_audit_trail_holds_no_personal_words():
    assert registry.personal_text_in_audit() == []


def test_every_declaration_says_why_and_how_long():
    for row in registry.summary():
        assert all(row.values()), row


def test_every_period_says_in_words_from_when_it_counts():
    assert [one.label for one, _ in services.periods() if not one.starts] == []


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


def test_unexplained_fields_finds_an_address_nobody_named(alone):
    declare_email(personal={"body": "text"})

    assert registry.unexplained_fields() == [
        "outbox.Message.done_by",
        "outbox.Message.postal_address",
    ]


def test_unexplained_fields_finds_a_link_to_somebody(alone):
    no_personal_data("attention.Chase", reason="Just reminders.")

    assert registry.unexplained_fields() == ["attention.Chase.by"]


def test_unexplained_fields_looks_at_models_said_to_hold_nothing(alone):
    no_personal_data(Message, reason="Just letters.")

    assert registry.unexplained_fields() == ["outbox.Message.done_by"]


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
