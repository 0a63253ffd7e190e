"""The front page, the statements, and the development page that shows every component."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal import figures, kept, samples
from diz_portal.places import selectors


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return kept.until_changed(request, figures.version, lambda: _home(request))


def _home(request: HttpRequest) -> HttpResponse:
    offer, *others = figures.invitations_for(request) or [None]
    return render(
        request,
        "pages/home.html",
        {
            "figures": figures.headlines_for(request)[:3],
            "panels": figures.panels_for(request),
            "progress": figures.panels_for(request, shows_progress=True),
            "offer": offer,
            "invitations": others,
            "districts": [district.name for district in selectors.our_districts()],
        },
    )


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "pages/about.html",
        {"districts": [district.name for district in selectors.our_districts()]},
    )


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "known_browser": settings.KNOWN_BROWSER_COOKIE,
    }
    ages = {
        "session_hours": settings.SIGNED_IN_AT_MOST // 3600,
        "idle_hours": settings.SIGNED_IN_IDLE // 3600,
        "idle_minutes_near_residents": settings.SIGNED_IN_IDLE_NEAR_RESIDENTS // 60,
        "known_browser_days": settings.KNOWN_BROWSER_AGE // (24 * 60 * 60),
    }
    return render(request, "pages/cookies.html", {"names": names, **ages})


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, so that a change to one is seen before it is made."""
    return render(request, "components/all.html", samples.values())
