from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts

from . import selectors, services
from .models import CalendarAddress

# What a calendar that subscribes is given: somewhat back, and half a year ahead.
BACK, AHEAD = timedelta(days=31), timedelta(days=183)


@acts
def calendar(request):
    """Six weeks, and the private address at which another calendar reads them."""
    require(request.user, "attention.see")
    if request.method == "POST":
        if "stop" in request.POST:
            services.stop_address(by=request.user)
            messages.success(request, "Private address stopped")
        else:
            services.create_address(by=request.user)
            messages.success(request, "Private address created")
        return redirect("agenda:calendar")
    address = CalendarAddress.objects.filter(person=request.user).first()
    weeks = selectors.weeks_of(request.user, timezone.localdate())
    return render(
        request,
        "agenda/calendar.html",
        {
            "weeks": weeks,
            "is_empty": not any(week.entries for week in weeks),
            "address": settings.PORTAL_URL
            + reverse("agenda_feed", args=[selectors.token_of(address)])
            if address
            else "",
        },
    )


@login_not_required
@never_cache
@require_safe
def feed(request, token):
    """For whoever has the address, as long as its owner may see it and has not stopped it."""
    found = selectors.by_token(token)
    if found is None or not found.person.is_active or not found.person.has_perm("attention.see"):
        raise Http404
    # With the first calendar: icalendar is nothing to the other pages.
    from .files import calendar_of

    today = timezone.localdate()
    entries = selectors.entries_of(found.person, today - BACK, today + AHEAD)
    return HttpResponse(
        calendar_of(entries),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="workspace.ics"'},
    )
