"""What the front page and the impact pages cost, against an empty view."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from diz_portal.demo import services as demo

from .bench_rollout import ROUNDS, _times


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("", include("diz_portal.urls"))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls(__name__)
def test_impact_pages(report, settings, tmp_path):
    # As in production: a search for static files would make an empty view look dear.
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    demo.load(today=timezone.localdate())
    for cache in caches.all():
        cache.clear()
    nothing, front, overview, recipe = _times(
        ["/empty/", "/", "/impact/", "/impact/surgeries-live/"]
    )

    report(
        "The front page and the impact pages",
        f"The example partnership, through every middleware, in turns. Median of {ROUNDS} each. "
        "The pages are stored whole, under the version of what they show "
        "(`diz_portal/versions.py`). They need one query if nothing has been written. "
        "Measure it while nothing else runs: a query waits for a processor, and an empty view "
        "does not. Beside 10 busy programs the same pages took 13 times as long.",
        [
            ("front page / an empty view", "3 ×", f"{front / nothing:.1f} ×"),
            ("impact page / an empty view", "3 ×", f"{overview / nothing:.1f} ×"),
            ("recipe of a figure / an empty view", "3 ×", f"{recipe / nothing:.1f} ×"),
            (
                "front page, and an empty view",
                "",
                f"{1000 * front:.1f} and {1000 * nothing:.1f} ms",
            ),
        ],
    )

    assert front / nothing <= 3
    assert overview / nothing <= 3
    assert recipe / nothing <= 3
