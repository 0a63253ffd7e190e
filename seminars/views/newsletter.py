"""Mailing list: the managers' list, and the way off it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts, chosen_of, page_of
from diz_portal.spreadsheets import csv_response, xlsx_response
from seminars import services
from seminars.models import Registration
from seminars.selectors import newsletter

HEADER = ["email", "name", "organisation", "agreed_at", "agreed_at_seminar", "unsubscribe_link"]


def _found(request):
    require(request.user, "seminars.manage")
    require(request.user, "seminars.see_registrations")
    chosen = chosen_of(request, "q")
    people = Registration.objects.visible_to(request.user)
    return newsletter.readers(people, search=chosen["q"]), chosen


@require_safe
def readers(request):
    found, chosen = _found(request)
    page = page_of(request, found)
    return render(request, "seminars/workspace/newsletter.html", {"page": page, "chosen": chosen})


def _rows(found):
    for one in found.iterator(chunk_size=2000):
        yield [
            one.email,
            one.name,
            one.organisation,
            one.newsletter_at,
            one.seminar.title,
            newsletter.unsubscribe_link(one),
        ]


@require_safe
def as_csv(request):
    found, _ = _found(request)
    return csv_response("newsletter.csv", HEADER, _rows(found))


@require_safe
def as_xlsx(request):
    found, _ = _found(request)
    return xlsx_response("newsletter.xlsx", HEADER, _rows(found))


# A mail program posts it by itself, without a cookie of ours (RFC 8058); the link is signed.
@csrf_exempt
@login_not_required
@never_cache
@acts
def unsubscribe(request, token):
    registration = newsletter.by_token(token)
    if registration is None:
        raise Http404
    if request.method == "POST":
        services.unsubscribe(registration=registration)
        messages.success(request, "You have been unsubscribed")
        return redirect(request.path)
    return render(
        request,
        "seminars/unsubscribe.html",
        {"is_reader": newsletter.is_reader(registration)},
    )
