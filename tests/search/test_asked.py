"""What was typed, as it is looked for: nothing of it is ever an operator."""

from datetime import date

import pytest
from django.db import connection

from diz_portal.search import Asked


def asked(text: str) -> Asked:
    return Asked.of(text, by_post=True)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Elm House", "(('elm':*)) & (('house':*))"),
        ("Café", "(('cafe':*))"),
        ("Wi-Fi", "(('wi':* & 'fi':*) | ('wifi':*))"),
        ("Phase 2", "(('phase':*)) & (('2'))"),
        ("O’Neill", "(('oneill':*))"),
        ("a.b@c", "(('a' & 'b' & 'c'))"),
        ("' | !x:* \\ & <-> (", "(('x'))"),
        ("*", ""),
        # Cyrillic letters: some that look like ours, and a name that does not.
        ("\u0415lm", "(('elm':*) | ('\u0435lm':*))"),
        ("\u0418\u0432\u0430\u043d", "(('\u0438\u0432\u0430\u043d':*))"),
    ],
)
def test_words_are_letters_and_figures_alone(typed, query):
    assert asked(typed).words == query


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CM20 1AA", "cm201aa"),
        (" e-81 001 ", "e81001"),
        ("SN/7.4_b", "sn74b"),
        ("ab", ""),
        ("\u0421\u041c20 1\u0410\u0410", "cm201aa"),
        ("SN\u20137\u20114", "sn74"),
        ("\uff33\uff2e 74", "sn74"),
    ],
)
def test_identifiers_have_nothing_between_their_letters(typed, code):
    assert asked(typed).code == code


@pytest.mark.parametrize(
    ("typed", "month", "left"),
    [
        ("Fibre November 2026", date(2026, 11, 1), "Fibre"),
        ("2026-11 fibre", date(2026, 11, 1), "fibre"),
        ("nov 2026", date(2026, 11, 1), ""),
        ("Hall 2026", None, ""),
        ("2026-13", None, ""),
    ],
)
def test_a_month_is_read(typed, month, left):
    assert asked(typed).month == month
    if month:
        assert asked(typed).without_month.text == left


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Enter what you are looking for"),
        (" \u200f\u202e ", "Enter what you are looking for"),
        ("a", "Enter at least 2 letters or numbers"),
        ("! ? :*", "Enter at least 2 letters or numbers"),
        ("x" * 101, "Enter 100 characters or fewer"),
        ("ab", ""),
        ("हि", ""),
    ],
)
def test_what_cannot_be_looked_for_is_said(typed, problem):
    assert asked(typed).problem == problem


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["हिन्दी", "Łódź", "שלום", "王芳", "ﬁbre", "it''s", "a\\'b", "x:*b"]
)
def test_the_database_takes_every_query(typed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsquery('simple', %s)", [asked(typed).words])

        assert cursor.fetchone()[0]
