"""What browsers, search engines and finders of faults ask every site for, unbidden."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap as drawn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import sitemaps
from diz_portal.places.selectors import partnership

# RFC 9116 asks for less than a year. Midnight, so that the text is the same for a whole day.
CONTACT_HOLDS = timedelta(days=180)
PLAIN = "text/plain; charset=utf-8"
# Whoever has no account reads nothing there, and a robot that follows links only makes work.
NOT_FOR_ROBOTS = ("/workspace/", "/admin/", "/accounts/", "/seminars/registration/")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.ico"))


@login_not_required
@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/touch.png"))


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.PORTAL_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return drawn(request, sitemaps.all_of_them())


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a fault in the portal's security (RFC 9116)."""
    us = partnership()
    contact = f"mailto:{us.email}" if us.email else f"{settings.PORTAL_URL}{reverse('about')}"
    expires = (timezone.now() + CONTACT_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {settings.PORTAL_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@login_not_required
@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where a password manager leads somebody (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect("account_change_password")
