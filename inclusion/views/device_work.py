"""Working on a device: wiping, inspecting, repairing, testing, retiring."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diz_portal.access import Refusal, require
from diz_portal.documents.services import store
from inclusion import wipe_logs
from inclusion.forms.devices import (
    InspectForm,
    LogForm,
    PatForm,
    RetireForm,
    WhyForm,
    WipeForm,
)
from inclusion.rules import WIPE_GUARD
from inclusion.services import devices, evidence
from partners.views.answering import confirm, show

from .devices import acted, find_to_work_on

ACTS = ["GET", "HEAD", "POST"]


def _sent(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(ACTS)
def wipe(request, reference):
    """One wipe as somebody saw it; a log says more, and has its own page."""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WipeForm(
        _sent(request),
        request.FILES if request.method == "POST" else None,
        device=found,
        user=request.user,
        cancel=back,
    )

    @transaction.atomic
    def act():
        details = dict(form.cleaned_data)
        paper = details.pop("evidence", None)
        if paper:
            details["evidence"] = store(
                upload=paper,
                title=f"Proof of wiping {found.reference}",
                guard=WIPE_GUARD,
                by=request.user,
            )
        return devices.record_wipe(device=found, by=request.user, **details)

    return acted(
        request,
        form,
        act,
        back=back,
        title=f"Record that {found.reference} was wiped",
        done="Recorded.",
        sentence="Nobody gets this device without this proof.",
    )


@require_http_methods(ACTS)
def log(request):
    """A log of many drives: each is matched to its device by the serial number of the drive."""
    require(request.user, "inclusion.work_on_stock")
    return _log(request, reverse("inclusion_workspace:devices"))


@require_http_methods(ACTS)
def device_log(request, reference):
    found = find_to_work_on(request, reference)
    return _log(request, found.get_absolute_url(), found)


def _log(request, back: str, device=None):
    form = LogForm(
        _sent(request),
        request.FILES if request.method == "POST" else None,
        user=request.user,
        cancel=back,
        label="The log that nwipe wrote",
        accept=".txt,.log,text/plain",
        button="Read the log",
    )
    if form.is_valid():
        try:
            results = evidence.record_log(
                content=form.cleaned_data["file"].read(wipe_logs.LONGEST + 1),
                kept_by=device.kept_by if device else form.cleaned_data["kept_by"],
                by=request.user,
                operator=form.cleaned_data["operator"],
                device=device,
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            if device:
                passed = all(one.wipe.passed for one in results if one.wipe)
                messages.success(
                    request,
                    "The log proves that it was wiped."
                    if passed
                    else "The log says that the wipe failed. It is written down so.",
                )
                return redirect(back)
            return render(
                request, "inclusion/devices/log_read.html", {"results": results, "back": back}
            )
    return show(request, "inclusion/devices/log.html", {"form": form, "back": back})


@require_http_methods(ACTS)
def inspect(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = InspectForm(_sent(request), device=found, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.inspect(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Inspect {found.reference}",
        done="Inspected.",
    )


@require_http_methods(ACTS)
def repair(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WhyForm(
        _sent(request),
        label="What is wrong, and which part is needed?",
        hint="About the device, never about people.",
        button="Send it to repair",
        missing="Say what is wrong.",
        cancel=back,
        longest=100,
    )
    return acted(
        request,
        form,
        lambda: devices.repair(device=found, by=request.user, why=form.cleaned_data["why"]),
        back=back,
        title=f"Send {found.reference} to repair",
        done="Sent to repair.",
    )


@require_http_methods(ACTS)
def test(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = PatForm(_sent(request), user=request.user, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.record_pat(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Electrical test of {found.reference}",
        done="Recorded.",
    )


@require_http_methods(ACTS)
def ready(request, reference):
    found = find_to_work_on(request, reference)
    return confirm(
        request,
        title=f"Is {found.reference} ready?",
        sentence="It can then be reserved for somebody. It was wiped, inspected and, if it has a "
        "charger, tested.",
        button="It is ready",
        back=found.get_absolute_url(),
        act=lambda: devices.make_ready(device=found, by=request.user),
        done="It is ready.",
    )


@require_http_methods(ACTS)
def retire(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = RetireForm(_sent(request), cancel=back)
    return acted(
        request,
        form,
        lambda: devices.retire(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Retire {found.reference}",
        done="Retired. Its history stays.",
        sentence="Nobody gets it any more. If it holds data and was not wiped, its drive is "
        "destroyed.",
    )
