"""The front door for businesses, and the page on which people tell us their connection."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import kept, limits
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, posted, show
from diz_portal.places.connectivity import words
from diz_portal.places.connectivity.measures import TOLD, Measure
from diz_portal.places.models import District, Postcode
from diz_portal.places.selectors import where_is
from diz_portal.places.spelling import why_none

from . import near, selectors, services, speed
from .forms import ConnectionForm, NeedForm
from .models import Connection, Technology

DAY = 24 * 60 * 60
# From one address in a day: a business park or a library is one address.
MOST_A_DAY = 30
HAVE, NEED = "connection_told", "business_need_told"
SLOWER = (Technology.PART_FIBRE, Technology.COPPER, Technology.WIRELESS, Technology.MOBILE)


class EnoughForToday(Refusal):
    message = (
        "Your network has sent us many answers today. Try again tomorrow, or from another network"
    )


def _require_room(what: str, request: HttpRequest, emails: list[str]) -> None:
    limits.require_for_public_form(what, request, emails)
    who = limits.address_of(request)
    if settings.PUBLIC_FORM_LIMITS and not limits.take(
        f"{what}-a-day", who, tries=MOST_A_DAY, window=DAY
    ):
        raise EnoughForToday


@login_not_required
@require_safe
def business(request: HttpRequest) -> HttpResponse:
    """What can be ordered and what is planned near a postcode, and who helps."""
    typed = request.GET.get("postcode", "").replace("\x00", "").strip()[:12]
    problem = why_none(typed) if typed else ""
    place = where_is(typed) if typed and not problem else None
    return render(
        request,
        "demand/business.html",
        {
            "typed": typed,
            "problem": problem,
            "place": place,
            "knows_postcodes": place is not None or Postcode.objects.exists(),
            "available": _said(place.district) if place else [],
            "sites": near.sites_near(place) if place else [],
            "support": selectors.support(),
            "events": near.events(),
        },
    )


def _said(district: District) -> list[dict[str, Any]]:
    """What can be had in a district: the share, of what, and whose figure of when it is."""
    return [
        {
            "share": words.share(one.share),
            "says": TOLD[Measure(one.measure)].says,
            "release": one.release,
        }
        for one in selectors.available(district)
    ]


@login_not_required
@acts
def need(request: HttpRequest) -> HttpResponse:
    """A business says what it needs; once a day from one browser."""
    if request.session.get(NEED) == _today():
        return redirect("demand:need_sent")
    cancel = reverse("demand:business")
    typed = request.GET.get("postcode", "").replace("\x00", "")[:12]
    form = NeedForm(posted(request), user=request.user, cancel=cancel, initial={"postcode": typed})

    def tell() -> Any:
        email = form.cleaned_data["email"]
        _require_room("business-need", request, [email] if email else [])
        return services.need(**form.asked())

    if carried_out(form, tell):
        request.session[NEED] = _today()
        return redirect("demand:need_sent")
    return show(request, "demand/need.html", {"form": form})


@login_not_required
@require_safe
def need_sent(request: HttpRequest) -> HttpResponse:
    if request.session.get(NEED) != _today():
        return redirect("demand:need")
    return render(request, "demand/need_sent.html")


@login_not_required
@require_safe
@kept.until_written
def companies(request: HttpRequest) -> HttpResponse:
    return render(request, "demand/companies.html", {"found": selectors.companies()})


@login_not_required
@acts
def connection(request: HttpRequest) -> HttpResponse:
    """Somebody tells us what they have, and reads what they could have."""
    form = ConnectionForm(posted(request), user=request.user)

    def tell() -> Connection:
        _require_room("connection", request, [])
        earlier = request.session.get(HAVE, "")
        return services.tell(**form.told(), instead_of=earlier)

    if told := carried_out(form, tell):
        request.session[HAVE] = told.reference
        return redirect("demand:connection_told")
    return show(
        request,
        "demand/connection.html",
        {
            "form": form,
            "is_on": speed.is_on(),
            # From here on this server may be what held a test up.
            "limit": settings.SPEED_TEST_MBPS * services.NEAR_THE_LIMIT,
        },
    )


@login_not_required
@require_safe
def connection_told(request: HttpRequest) -> HttpResponse:
    """What they told us today, beside what Ofcom says is available there."""
    found = (
        Connection.objects.select_related("sector", "district")
        .filter(reference=request.session.get(HAVE, ""), told_on=timezone.localdate())
        .first()
    )
    if found is None:
        return redirect("demand:connection")
    figures = _said(found.district) if found.district else []
    return render(
        request,
        "demand/connection_told.html",
        {
            "told": found,
            "available": figures,
            "could_be_faster": found.technology in SLOWER,
            "has_none": found.technology == Technology.NONE,
            # Never compared where this server was the limit.
            "compares": found.at_least_mbps is not None and not found.server_was_limit,
            "heard": next(
                (one for one in selectors.sectors_heard() if one.area == found.sector.code), None
            ),
        },
    )


@login_not_required
@require_safe
@kept.until_written
def areas(request: HttpRequest) -> HttpResponse:
    """What people in our districts told us, by area."""
    return render(
        request,
        "demand/areas.html",
        {"districts": selectors.districts_heard(), "sectors": selectors.sectors_heard()},
    )


@login_not_required
@require_safe
def speed_test(request: HttpRequest) -> HttpResponseBase:
    if not speed.is_on():
        raise Http404
    return speed.download(request)


def _today() -> str:
    return timezone.localdate().isoformat()
