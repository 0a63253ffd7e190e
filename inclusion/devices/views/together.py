"""The same step for the devices that were selected in the list."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from diz_portal.access import require
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.devices.forms.devices import PatForm
from inclusion.devices.forms.together import GradeForm, NothingToType
from inclusion.devices.models import Device
from inclusion.devices.services import devices
from inclusion.devices.services.together import with_each

MOST = 120
LIST = "inclusion_workspace:devices"


def selected(request) -> list[Device]:
    """Of those that the person works on; they are in the address, also when the form is sent."""
    wanted = [one[:12] for one in request.GET.getlist("device")][:MOST]
    found = Device.objects.worked_on_by(request.user).filter(reference__in=wanted)
    return list(found.select_related("kept_by").order_by("received_at", "pk"))


def _together(
    request, form: forms.Form, act: Callable[..., Any], *, title: str, done: str
) -> HttpResponse:
    chosen = selected(request)
    back = reverse(LIST)
    if not chosen:
        messages.warning(request, "Select the devices in the list first")
        return redirect(back)
    result = carried_out(form, lambda: with_each(chosen, act, by=request.user, **_typed(form)))
    values = {"form": form, "title": title, "back": back, "chosen": chosen, "result": result}
    if result is None:
        return show(request, "inclusion/devices/together.html", values)
    if result.done:
        number = len(result.done)
        messages.success(request, f"1 device {done}" if number == 1 else f"{number} devices {done}")
    if not result.left:
        return redirect(back)
    return show(request, "inclusion/devices/together_left.html", values)


def _typed(form: forms.Form) -> dict:
    return form.asked() if hasattr(form, "asked") else form.cleaned_data


@acts
def inspect(request):
    require(request.user, "inclusion.work_on_stock")
    form = GradeForm(posted(request), cancel=reverse(LIST), button="Save inspections")
    return _together(
        request,
        form,
        devices.inspect,
        title="Inspect and grade these devices",
        done="inspected",
    )


@acts
def test(request):
    require(request.user, "inclusion.work_on_stock")
    form = PatForm(
        posted(request), user=request.user, cancel=reverse(LIST), button="Record PAT tests"
    )
    return _together(
        request,
        form,
        devices.record_pat,
        title="Record PAT tests of these devices",
        done="PAT tested",
    )


@acts
def ready(request):
    require(request.user, "inclusion.work_on_stock")
    form = NothingToType(posted(request), cancel=reverse(LIST), button="Mark as ready")
    return _together(
        request,
        form,
        devices.make_ready,
        title="Mark these devices as ready to issue?",
        done="marked as ready",
    )
