"""What is sealed is read by the portal alone, and only for what it was sealed for."""

import base64
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.secrecy import Unreadable, seal, seal_bytes, unseal, unseal_bytes
from diz_portal.settings.base import keys_from

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.binary(max_size=300))
def test_unseal_returns_what_was_sealed(text, content):
    sealed, packed = seal(text, purpose="test"), seal_bytes(content, purpose="test")

    assert unseal(sealed, purpose="test") == text
    assert unseal_bytes(packed, purpose="test") == content
    assert len(packed) <= len(content) + 73


def test_seal_never_shows_the_words_nor_writes_them_twice_alike():
    first, second = (seal("Your code is 123456", purpose="test") for _ in range(2))

    assert first != second
    for sealed in (first, second):
        assert b"123456" not in base64.urlsafe_b64decode(sealed)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings):
    settings.SEALING_KEYS = [OLD]
    before = seal("A", purpose="test")
    settings.SEALING_KEYS = [NEW, OLD]
    after = seal("B", purpose="test")
    assert [unseal(one, purpose="test") for one in (before, after)] == ["A", "B"]

    settings.SEALING_KEYS = [NEW]

    assert unseal(after, purpose="test") == "B"
    with pytest.raises(Unreadable, match="SEALING_KEYS"):
        unseal(before, purpose="test")


def test_what_was_sealed_for_one_purpose_stays_shut_for_another():
    with pytest.raises(Unreadable):
        unseal(seal("A", purpose="outbox"), purpose="drafts")


def test_unseal_refuses_what_is_older_than_it_may_be():
    with time_machine.travel("2026-11-02T10:00Z", tick=False) as clock:
        sealed = seal("A", purpose="test")
        clock.shift(3599)
        assert unseal(sealed, purpose="test", max_age=timedelta(hours=1)) == "A"

        clock.shift(2)

        with pytest.raises(Unreadable, match="no longer be read"):
            unseal(sealed, purpose="test", max_age=timedelta(hours=1))


@pytest.mark.parametrize("sealed", ["", "A", "not sealed", "é", "gAAAAA", "A" * 200, "\x00"])
def test_unseal_refuses_what_was_never_sealed(sealed):
    with pytest.raises(Unreadable):
        unseal(sealed, purpose="test")
    with pytest.raises(Unreadable):
        unseal_bytes(sealed.encode(), purpose="test")


def test_an_altered_word_is_unreadable():
    packed = bytearray(seal_bytes(b"Your code is 123456", purpose="test"))
    packed[30] ^= 1

    with pytest.raises(Unreadable):
        unseal_bytes(bytes(packed), purpose="test")


def test_keys_are_read_with_commas_between():
    assert keys_from(f" {NEW}, {OLD},") == [NEW, OLD]


@pytest.mark.parametrize(
    "written",
    ["half", NEW[:-2], NEW + "A", f"{NEW},{OLD[:20]}", "é" * 44, NEW.replace("=", " ")],
    ids=range(6),
)
def test_half_a_key_is_said_at_the_start(written):
    with pytest.raises(ImproperlyConfigured, match="is not a whole key"):
        keys_from(written)


def test_the_portal_has_a_key_and_it_is_not_the_one_that_signs(settings):
    assert settings.SEALING_KEYS
    assert settings.SECRET_KEY not in settings.SEALING_KEYS
