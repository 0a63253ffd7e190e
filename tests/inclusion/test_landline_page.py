"""“Your landline is changing”: the page, its way into a request, and the leaflet to hand over."""

import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as given
from django.core.cache import cache, caches
from django.urls import reverse

from inclusion.help import leaflets
from inclusion.learning.pictures import FOLDER, PICTURES
from inclusion.models import Referral
from tests.pdf.reading import read
from tests.wording import reading_age
from tests.wording.texts import paragraphs
from tests.words import says

from .test_help import answer, url

pytestmark = pytest.mark.django_db
PAGE = given.BASE_DIR / "templates" / "inclusion" / "help" / "landline.html"
OUGHT_TO_READ_IT = 9


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def ready(team, partnership, settings):
    settings.PUBLIC_FORM_LIMITS = False
    return team


def landline(client) -> str:
    return client.get(reverse("inclusion:landline")).content.decode()


def test_the_page_says_by_when_and_its_numbers_are_the_right_ones(client, ready):
    with time_machine.travel(date(2026, 11, 30)):
        page = landline(client)

    assert says(page, "The old phone network closes by 31 January 2027.")
    main = page[page.index("<h1") :]
    numbers = set(re.findall(r"[Cc]all (\d{3})\b|and (\d{3}) for the police", main))
    assert {one or other for one, other in numbers} == {"999", "101", "105", "159"}


def test_after_the_day_it_no_longer_promises_one(client, ready):
    with time_machine.travel(date(2027, 2, 1)):
        page = landline(client)

    assert says(page, "was due to close by 31 January 2027")
    assert not says(page, "The old phone network closes by")


def test_its_button_leads_to_a_request_that_has_the_need_ticked(client, ready):
    assert says(landline(client), "Ask us to check yours")

    began = client.post(reverse("inclusion:help"), {"wanted": "landline"})

    assert began.url == url("what")
    ticked = re.findall(
        r"<input[^>]*value=\"(\w+)\"[^>]*checked", client.get(url("what")).content.decode()
    )
    assert ticked == ["landline"]
    answer(client, begin=False, what={"wanted": ["landline"]})
    client.post(reverse("inclusion:help_check"), {"website_address": "", "shown_at": ""})
    assert Referral.objects.get().wanted == ["landline"]


def test_what_is_no_need_ticks_nothing(client, ready):
    client.post(reverse("inclusion:help"), {"wanted": "<b>gold</b>"})

    assert "checked" not in client.get(url("what")).content.decode()


def test_where_no_team_takes_requests_there_is_no_button(client, partnership):
    assert not says(landline(client), "Ask us to check yours")


@pytest.mark.parametrize("form", leaflets.Form)
def test_the_leaflet_is_large_accessible_and_has_our_number(client, ready, partnership, form):
    partnership.phone = "01632 960 001"
    partnership.save()

    response = client.get(reverse("inclusion:landline_leaflet", args=[form]))

    made = read(response.content)
    assert made.says_ua_1
    assert made.title == "Your landline is changing"
    assert "01632960001" in made.flat
    body = [size for size, _ in made.sizes_by_heading() if size > 9]
    assert min(body) >= 18
    assert len(made.reader.pages) <= 4


def test_a_leaflet_is_pressed_once_until_our_number_changes(
    client, ready, partnership, monkeypatch
):
    pressed = []
    monkeypatch.setattr(leaflets, "pressed", lambda form: pressed.append(form) or b"%PDF")
    address = reverse("inclusion:landline_leaflet", args=["easy-read"])

    client.get(address)
    client.get(address)
    assert pressed == ["easy-read"]
    partnership.phone = "01632 960 009"
    partnership.save()
    client.get(address)

    assert pressed == ["easy-read"] * 2
    assert client.get(reverse("inclusion:landline_leaflet", args=["braille"])).status_code == 404


def test_a_nine_year_old_can_read_it():
    texts = {"page": paragraphs(PAGE.read_text())}
    for form, parts in leaflets.PARTS.items():
        texts[form] = [line for part in parts for line in (*part.lines, *part.points)]

    ages = {name: reading_age.of(text)[0] for name, text in texts.items()}

    assert max(ages.values()) <= OUGHT_TO_READ_IT, ages


def test_every_drawing_has_words_for_who_cannot_see_it_and_none_in_it():
    files = {file.stem: file for file in (Path(given.BASE_DIR) / "static" / FOLDER).glob("*.svg")}

    assert files.keys() == PICTURES.keys()
    for name, picture in PICTURES.items():
        assert len(picture.alt) > 20
        drawn = files[name].read_text()
        assert 'viewBox="0 0 320 200"' in drawn
        assert not re.search(r"<(text|script|style|image|foreignObject|a)\b|href|on\w+=", drawn)
        assert files[name].stat().st_size < 3_000
