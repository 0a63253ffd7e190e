"""Drawing on the server: what reaches the page, what is kept, and what happens when it fails."""

import os
import re
import runpy
import signal
import time

import pytest
from django.conf import settings
from django.core.cache import caches
from fontTools.ttLib import TTFont

from diz_portal import charts
from diz_portal.charts import easel, style, svg

NAMES = {"name": "test", "title": "3 of 4 are live", "description": "Four bars & a <line>."}


@pytest.fixture(autouse=True)
def empty_caches():
    for cache in caches.all():
        cache.clear()
    yield
    easel.stop()


def spec(**changes) -> dict:
    return {
        "width": 300,
        "height": 150,
        "config": style.config(15),
        "data": {"values": [{"word": "Wayleave <b>", "number": 3}, {"word": "Live", "number": 4}]},
        "mark": {"type": "bar", "cursor": "pointer", "tooltip": True},
        "encoding": {
            "x": {"field": "number", "type": "quantitative"},
            "y": {"field": "word", "type": "nominal"},
            "href": {"value": "https://elsewhere.example"},
        },
    } | changes


def test_draw_gives_an_inline_image_fit_for_a_strict_policy():
    drawn = charts.draw(spec(), **NAMES)

    assert drawn.startswith("<svg")
    assert 'role="img"' in drawn
    assert '<title id="test-title">3 of 4 are live</title>' in drawn
    assert '<desc id="test-description">Four bars &amp; a &lt;line&gt;.</desc>' in drawn
    assert re.search(r'viewBox="0 0 \d+ \d+"', drawn)
    assert not re.search(r'<svg[^>]* (width|height)="', drawn)
    assert "Wayleave &lt;b&gt;" in drawn
    assert not re.search(r"style=|<script|<style|\bon\w+=|href|class=|xmlns|url\(", drawn)


def test_draw_measures_and_names_our_font():
    drawn = charts.draw(spec(), **NAMES)

    assert 'font-family="Atkinson Hyperlegible Next, Arial, sans-serif"' in drawn
    assert drawn.count("font-family") == 1


def test_tidy_lets_only_listed_elements_and_attributes_pass():
    unclean = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" '
        'style="color:red" onload="x()"><script>x()</script><style>*{}</style>'
        '<g transform="translate(0,0)"><a href="javascript:x()"><path d="M0,0" fill="red"/></a>'
        '<path d="M1.23456,-0.00012L9,9" fill="red" style="cursor:pointer" class="c"/></g>'
        "<foreignObject>x</foreignObject></svg>"
    )

    clean = svg.tidy(unclean, name="n", title="t", description="d")

    assert clean.endswith('</desc><path d="M1.2,0L9,9" fill="red" /></svg>')
    assert not re.search("style|<script|onload|href|class|foreign", clean)


def test_draw_keeps_a_drawing_and_shares_it_between_processes(monkeypatch):
    first = charts.draw(spec(), **NAMES)
    caches["drawn"].clear()  # as in another process
    monkeypatch.setattr(easel, "paint", None)

    assert charts.draw(spec(), **NAMES) == first


def test_draw_keeps_an_unshared_drawing_to_this_process():
    charts.draw(spec(), **NAMES, share=False)

    assert not caches["default"]._cache
    assert caches["drawn"]._cache


def test_draw_draws_again_when_a_figure_changes():
    before = charts.draw(spec(), **NAMES)
    after = charts.draw(spec(data={"values": [{"word": "Live", "number": 9}]}), **NAMES)

    assert before != after


def test_draw_starts_another_painter_when_one_was_killed():
    charts.draw(spec(), **NAMES)
    first = easel._painter.pid
    os.kill(first, signal.SIGKILL)
    time.sleep(0.05)

    assert charts.draw(spec(width=200), **NAMES)
    assert easel._painter.pid != first


def test_draw_answers_nothing_and_says_so_in_the_log_when_it_cannot(caplog):
    assert charts.draw(spec(mark="no such mark"), **NAMES) == ""
    assert "A chart could not be drawn" in caplog.text
    # A bad chart does no harm to the next one.
    assert charts.draw(spec(), **NAMES)


def test_painter_fetches_no_data():
    remote = spec(data={"url": "http://127.0.0.1:9/rows.csv"})

    assert "<path" not in charts.draw(remote, **NAMES)


def test_painter_ends_when_its_owner_does():
    charts.draw(spec(), **NAMES)
    painter = easel._painter
    painter.stdin.close()

    assert painter.wait(timeout=5) == 0


def test_painter_measures_with_our_font(tmp_path, monkeypatch):
    make = runpy.run_path(str(settings.BASE_DIR / "scripts" / "fonts.py"))["make"]
    make(tmp_path)
    monkeypatch.setattr(easel, "fonts_folder", lambda: str(tmp_path))
    easel.stop()
    words = "74 surgeries in scope, will we win?"
    alone = spec(
        data={"values": [{"words": words}]},
        mark={"type": "text", "fontSize": 20, "fontWeight": "bold"},
        encoding={"text": {"field": "words"}},
        width=1,
        height=1,
        padding=0,
    )

    drawn = charts.draw(alone, **NAMES)

    font = TTFont(next(tmp_path.glob("*-700-*.ttf")))
    advances, glyphs = font["hmtx"].metrics, font.getBestCmap()
    width = sum(advances[glyphs[ord(letter)]][0] for letter in words) * 20 / 1000
    found = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn)[1])
    assert found == pytest.approx(width * 1000 / font["head"].unitsPerEm, rel=0.03)
