import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.outbox import texts

LINK = "https://portal.example/seminars/registration/abcdefgh.0123456789abcdefghijklmnopqrstuvw/"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        # The escape and its letter stay together: each segment of 153 holds 76 of them.
        ("€" * 152, 2),
        ("€" * 153, 3),
    ],
)
def test_segments_counts_as_networks_do(text, count):
    assert texts.segments(text) == count


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Ann’s “place” – 5 × 2…", 'Ann\'s "place" - 5 x 2...'),
        ("Ŵyn Łódź café", "Wyn Lodz café"),
        ("Party 🎉 at 5", "Party  at 5"),
    ],
)
def test_plain_writes_in_the_alphabet_of_texts(typed, sent):
    assert texts.plain(typed) == sent


def test_fit_shortens_names_before_anything_else():
    title = f"{texts.OPEN}{'Wonderful afternoons of digital discovery ' * 9}{texts.CLOSE}"

    text = texts.fit(f"DIZ: you have a place: {title}, Tue 24 Nov 2pm.\n{LINK}")

    assert texts.segments(text) == 2
    assert text.startswith("DIZ: you have a place: Wonderful afternoons of")
    assert "..., Tue 24 Nov 2pm." in text
    assert text.endswith(f"\n{LINK}")


def test_fit_cuts_words_at_the_end_and_keeps_the_link():
    text = texts.fit(f"DIZ: {'many words ' * 60}\n{LINK}")

    assert texts.segments(text) == 2
    first, last = text.split("\n")
    assert first.endswith(("many...", "words..."))
    assert last == LINK


@given(st.text(max_size=500), st.text(max_size=500))
def test_fit_always_fits_and_never_cuts_a_link(title, words):
    text = texts.fit(f"A {texts.OPEN}{title}{texts.CLOSE} {words}\n{LINK}")

    assert texts.segments(text) <= 2 or "://" in words + title
    assert LINK in text
    assert set(text) <= texts._BASIC | texts._EXTENDED
