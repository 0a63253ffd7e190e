"""Giving a device or mobile data, and seeing what became of it: no account."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import limits
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.databank.models import DataBatch, DataPledge
from inclusion.databank.selectors import databank as data
from inclusion.databank.services import pledges
from inclusion.devices.models import Donation
from inclusion.devices.selectors import devices
from inclusion.devices.services import donations
from inclusion.help.forms.donate import DataForm, DeviceForm
from inclusion.help.selectors import switches
from inclusion.help.selectors.help import anyone_takes_requests


@login_not_required
@require_safe
def start(request):
    """What somebody can give."""
    page = {"told": switches.told(), "nobody": not anyone_takes_requests()}
    return render(request, "inclusion/donate/start.html", page)


def _give(request, form, act, *, what: str, template: str, page: str):
    def take():
        emails = [form.cleaned_data["email"]] if form.cleaned_data["email"] else []
        limits.require_for_public_form(what, request, emails)
        return act(**form.asked())

    if made := carried_out(form, take):
        return redirect(page, made.token)
    return show(request, template, {"form": form, "told": switches.told()})


@login_not_required
@acts
def device(request):
    if not anyone_takes_requests():
        return redirect("inclusion:donate")
    return _give(
        request,
        DeviceForm(posted(request), user=request.user),
        donations.offer,
        what="give a device",
        template="inclusion/donate/device.html",
        page="inclusion:donation",
    )


@login_not_required
@acts
def mobile_data(request):
    return _give(
        request,
        DataForm(posted(request), user=request.user),
        pledges.pledge,
        what="give mobile data",
        template="inclusion/donate/data.html",
        page="inclusion:pledge",
    )


def by_link(model):
    """Find what a personal link names; private to whoever holds it."""

    def decorate(view):
        @wraps(view)
        def found(request, token):
            record = model.objects.by_token(token).first()
            if record is None:
                raise Http404
            return view(request, record)

        return login_not_required(never_cache(found))

    return decorate


@by_link(Donation)
@require_safe
def donation(request, donation):
    """What became of it, without a word about who has it."""
    fate = devices.fate(donation)
    return render(request, "inclusion/donate/donation.html", {"donation": donation, "fate": fate})


@by_link(DataPledge)
@require_safe
def pledge(request, pledge):
    gift = data.gift(DataBatch.objects.filter(pledge=pledge))
    values = {
        "pledge": pledge,
        "gift": gift,
    }
    return render(request, "inclusion/donate/pledge.html", values)
