"""What several apps need in the same way: addresses, links, codes, locks, forms sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Event
from time import monotonic
from xml.etree import ElementTree

import pytest
from django import forms
from django.db import connection, transaction

from diz_portal import charts, links, square_codes
from diz_portal.fields import HourField
from diz_portal.locks import one_at_a_time
from diz_portal.places.models import District
from diz_portal.public_forms import ForPeople
from diz_portal.references import is_reference, new_reference
from diz_portal.sent_once import SentOnce, UsedAlready, sent_before
from diz_portal.slugs import free_slug, words_of_pages
from inclusion.databank.models import DataPledge
from partners.services import organisations
from seminars.services import seminars
from tests.factories.places import DistrictFactory

# Addresses -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Epping Forest", "epping-forest-3"),
        ("Epping", "epping"),
        ("Add", "add-2"),
        ("株式会社", "district"),
        (f"{'a' * 69} b", "a" * 69),
    ],
)
def test_free_slug_is_one_that_nobody_has(name, slug):
    for taken in ("epping-forest", "epping-forest-2", "epping-fo"):
        DistrictFactory(slug=taken)

    assert free_slug(District, name, otherwise="district", reserved={"add"}) == slug


@pytest.mark.parametrize(
    ("app", "reserved"), [("partners", organisations.RESERVED), ("seminars", seminars.RESERVED)]
)
def test_no_record_has_the_word_of_a_page_beside_its_own(app, reserved):
    assert words_of_pages(app)
    assert words_of_pages(app) <= reserved


# Links -----------------------------------------------------------------------------------------


def test_a_link_names_what_it_was_made_of():
    token = links.token("kind", "bcdfg23456")

    assert token.startswith("bcdfg23456.")
    assert links.reference_in("kind", token) == "bcdfg23456"
    assert links.token("kind", "bcdfg23456") == token


@pytest.mark.parametrize(
    "text",
    ["", "bcdfg23456", links.token("other", "bcdfg23456"), links.token("kind", "x")[:-1] + "!"],
    ids=["nothing", "unsigned", "of another kind", "changed"],
)
def test_a_link_that_is_not_ours_names_nothing(text):
    assert links.reference_in("kind", text) == ""


# Codes -----------------------------------------------------------------------------------------


def test_a_code_for_a_page_says_what_it_is():
    drawn = square_codes.for_page("https://portal.example/x", title="Code for <Ada>")

    found = ElementTree.fromstring(drawn)
    assert found.get("role") == "img"
    assert "Code for <Ada>" in "".join(found.itertext())


def test_a_code_for_paper_is_a_picture_of_its_own():
    found = ElementTree.fromstring(square_codes.for_paper("https://x.example"))

    assert found.tag == "{http://www.w3.org/2000/svg}svg"
    assert found.get("width")


# Locks -----------------------------------------------------------------------------------------


def test_one_at_a_time_needs_a_transaction_that_ends():
    with pytest.raises(RuntimeError, match="Start a transaction first"):
        one_at_a_time("a form")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["a form", 77_001])
def test_one_at_a_time_lets_the_second_wait_for_the_first(key):
    said, holds = [], Event()

    def second():
        holds.wait(10)
        try:
            with transaction.atomic():
                one_at_a_time(f"not {key}")
                said.append("another key passes")
                one_at_a_time(key)
                said.append("second")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one_at_a_time(key)
            done = pool.submit(second)
            holds.set()
            _until_somebody_waits()
            said.append("first")
        done.result(10)

    assert said == ["another key passes", "first", "second"]


def _until_somebody_waits() -> None:
    deadline = monotonic() + 5
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return


# Forms sent twice ------------------------------------------------------------------------------


def pledge(**said) -> DataPledge:
    return DataPledge.objects.create(
        **{"name": "Ada", "email": "ada@example.org", "mb": 1000, **said}
    )


@pytest.mark.django_db
def test_sent_before_finds_the_record_of_the_same_form():
    known = pledge(attempt="bcdfg23456")
    pledge()

    assert sent_before(DataPledge, "bcdfg23456", "promise", mb=1000) == known
    assert sent_before(DataPledge, "bcdfg23457", "promise", mb=1000) is None
    # A form without a mark is one that nobody can know again.
    assert sent_before(DataPledge, "", "promise", mb=1000) is None


@pytest.mark.django_db
def test_sent_before_drops_nothing_that_was_typed():
    known = pledge(attempt="bcdfg23456")

    with pytest.raises(UsedAlready, match=rf"\(promise {known.reference}\).*another promise"):
        sent_before(DataPledge, "bcdfg23456", "promise", mb=2000)


class Form(SentOnce, forms.Form):
    words = forms.CharField()


def test_each_page_of_a_form_has_a_mark_of_its_own():
    marks = {Form()["attempt"].initial for _ in range(2)}

    assert len(marks) == 2
    assert all(map(is_reference, marks))


@pytest.mark.parametrize("mark", ["", "x", "BCDFG23456", "bcdfg2345\n", "' OR 1=1--"])
def test_a_mark_that_is_not_ours_is_none(mark):
    form = Form({"words": "a", "attempt": mark})

    assert form.is_valid()
    assert form.cleaned_data["attempt"] == ""


def test_a_mark_of_ours_is_kept():
    mark = new_reference()
    form = Form({"words": "a", "attempt": mark})

    assert form.is_valid()
    assert form.cleaned_data == {"words": "a", "attempt": mark}


class Public(SentOnce, ForPeople):
    words = forms.CharField()


def test_what_is_for_robots_is_not_told_to_the_service(settings):
    settings.PUBLIC_FORM_LIMITS = False
    form = Public({"words": "a", "website_address": "", "shown_at": ""})

    assert form.is_valid()
    assert form.asked() == {"words": "a", "attempt": ""}


# Drawings --------------------------------------------------------------------------------------

BAR = {"data": {"values": [{"n": 1}]}, "mark": "bar", "encoding": {"x": {"field": "n"}}}
WORDS = {"name": "bar", "title": "One", "description": "One bar"}


def test_in_each_size_draws_one_for_a_phone_and_one_for_a_wide_column():
    drawn = charts.in_each_size(lambda size: {**BAR, "width": size.width}, **WORDS)

    assert drawn.count("<svg") == 2
    assert '<div class="app-drawing app-drawing--narrow">' in drawn
    assert '<div class="app-drawing app-drawing--wide">' in drawn


def test_in_each_size_shows_both_or_none(monkeypatch):
    monkeypatch.setattr(
        "diz_portal.charts.sizes.draw",
        lambda spec, *, name, **_: "" if name == "bar-wide" else "<svg></svg>",
    )

    assert charts.in_each_size(lambda size: BAR, **WORDS) == ""


# Hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("2:30pm", time(14, 30)),
        ("2.30 PM", time(14, 30)),
        ("14:30", time(14, 30)),
        ("9am", time(9)),
        ("Midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_an_hour_is_read_however_it_is_typed(typed, hour):
    assert HourField().clean(typed) == hour


@pytest.mark.parametrize("hour", [time(14, 30), time(9), time(12), time(0), time(12, 5)])
def test_an_hour_is_shown_as_everywhere_and_read_again(hour):
    field = HourField()

    shown = field.prepare_value(hour)

    assert ":" not in shown or shown.endswith(("am", "pm"))
    assert field.clean(shown) == hour


def test_an_hour_that_is_none_is_refused_with_an_example():
    with pytest.raises(forms.ValidationError, match="Enter a time, such as 10:30am or 2pm"):
        HourField().clean("half past")
