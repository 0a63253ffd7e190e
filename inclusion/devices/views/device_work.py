"""Working on a device: wiping, inspecting, repairing, testing, retiring."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from diz_portal.access import Refusal, require
from diz_portal.documents.services import store
from diz_portal.pages import acts, confirm, posted, posted_files, show
from diz_portal.words import listed
from inclusion.cases.views.answering import acted
from inclusion.devices import wipe_logs
from inclusion.devices.forms.devices import InspectForm, LogForm, LogsForm, PatForm, WipeForm
from inclusion.devices.forms.parts import RetireForm
from inclusion.devices.models import Device, DeviceState
from inclusion.devices.rules import WIPE_GUARD
from inclusion.devices.services import devices, evidence
from inclusion.devices.views.devices import find_to_work_on

UNTIL_READY = (
    DeviceState.QUARANTINED,
    DeviceState.WIPED,
    DeviceState.WIPE_FAILED,
    DeviceState.GRADED,
    DeviceState.REPAIRING,
)


@acts
def wipe(request, reference):
    """One wipe as somebody saw it; a log says more, and has its own page."""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WipeForm(
        posted(request),
        posted_files(request),
        device=found,
        user=request.user,
        cancel=back,
    )

    @transaction.atomic
    def act():
        details = dict(form.cleaned_data)
        details |= _kept(request, found, details.pop("evidence", None))
        return devices.record_wipe(device=found, by=request.user, **details)

    return acted(
        request,
        form,
        act,
        back=back,
        title=f"Record wipe of {found.reference}",
        done="Wipe recorded",
        sentence="This device cannot be issued without a wipe record.",
    )


def _kept(request, device, paper) -> dict:
    """The certificate or photograph of a wipe, where there is one."""
    if not paper:
        return {}
    title = f"Wipe certificate of {device.reference}"
    return {"evidence": store(upload=paper, title=title, guard=WIPE_GUARD, by=request.user)}


@acts
def log(request):
    """Logs of many drives: each is matched to its device by the serial number of the drive."""
    require(request.user, "inclusion.work_on_stock")
    back = reverse("inclusion_workspace:devices")
    form = _log_form(LogsForm, request, back)
    if form.is_valid():
        read = evidence.record_logs(
            files=[
                (one.name, one.read(wipe_logs.LONGEST + 1)) for one in form.cleaned_data["file"]
            ],
            kept_by=form.cleaned_data["kept_by"],
            by=request.user,
            operator=form.cleaned_data["operator"],
        )
        if any(one.results for one in read):
            return render(request, "inclusion/devices/log_read.html", {"read": read, "back": back})
        for one in read:
            form.add_error("file", one.why if len(read) == 1 else f"{one.name}: {one.why}")
    return show(request, "inclusion/devices/log.html", {"form": form, "back": back})


@acts
def device_log(request, reference):
    """A log about one device, whose drive it names."""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = _log_form(LogForm, request, back)
    if form.is_valid():
        try:
            results = evidence.record_log(
                content=form.cleaned_data["file"].read(wipe_logs.LONGEST + 1),
                kept_by=found.kept_by,
                by=request.user,
                operator=form.cleaned_data["operator"],
                device=found,
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            failed = next((one.why for one in results if one.wipe and not one.wipe.passed), "")
            messages.success(
                request,
                f"The log shows that the wipe failed: {failed}. This has been recorded"
                if failed
                else "Wipe recorded from the log",
            )
            return redirect(back)
    return show(request, "inclusion/devices/log.html", {"form": form, "back": back})


def _log_form(kind: type[LogForm], request, back: str) -> LogForm:
    return kind(
        posted(request),
        posted_files(request),
        user=request.user,
        cancel=back,
        label="nwipe log",
        accept=".txt,.log,text/plain",
        button="Upload log",
    )


@acts
def inspect(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = InspectForm(posted(request), device=found, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.inspect(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Inspect and grade {found.reference}",
        done="Inspection saved",
    )


@acts
def test(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = PatForm(posted(request), user=request.user, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.record_pat(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Record PAT test of {found.reference}",
        done="PAT test recorded",
    )


@acts
def ready(request, reference):
    found = find_to_work_on(request, reference)
    return confirm(
        request,
        title=f"Mark {found.reference} as ready to issue?",
        sentence=_about_ready(found),
        button="Mark as ready",
        back=found.get_absolute_url(),
        act=lambda: devices.make_ready(device=found, by=request.user),
        done="Device marked as ready to issue",
    )


def _about_ready(device: Device) -> str:
    if device.state not in UNTIL_READY:
        return f"You cannot mark it as ready, because its status is “{device.get_state_display()}”."
    if missing := devices.still_missing(device):
        return f"Before you can mark it as ready, it must be {listed(missing)}."
    proofs = ["wiped"] * device.holds_data + ["inspected"] + ["PAT tested"] * device.mains_powered
    return f"It has been {listed(proofs)}. You will be able to reserve it for someone."


@acts
def retire(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    unproven = found.holds_data and not devices.is_wiped(found)
    form = RetireForm(
        posted(request),
        posted_files(request),
        device=found if unproven else None,
        user=request.user,
        cancel=back,
    )

    @transaction.atomic
    def act():
        details = form.asked()
        if details["destroyed"]:
            details["destroyed"] |= _kept(request, found, details["destroyed"].pop("paper"))
        return devices.retire(device=found, by=request.user, **details)

    return acted(
        request,
        form,
        act,
        back=back,
        title=f"Retire {found.reference}",
        done="Device retired. Its history is kept",
        sentence="It can no longer be issued. It may contain data, because there is no wipe "
        "record: "
        "wipe it first, or enter who destroyed its drive."
        if unproven
        else "It can no longer be issued.",
    )
