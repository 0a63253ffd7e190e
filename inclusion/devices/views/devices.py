"""The device bank: what there is, one device and its history, booking in, labels."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import pdf
from diz_portal.access import require, seen
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, carried_out, chosen_of, posted, posted_files, show
from inclusion.cases.views.answering import acted
from inclusion.devices import labels as sheets
from inclusion.devices import steps
from inclusion.devices.forms.devices import BookInForm, EditForm
from inclusion.devices.forms.intake import ListForm
from inclusion.devices.imports import FIELDS
from inclusion.devices.models import (
    DEVICE_MOVES,
    Device,
    DeviceKind,
    DeviceState,
    Donation,
    DonationState,
    HoldingKind,
)
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.services import devices, intake
from inclusion.imports.views import pages as import_pages

MOST_LABELS = 120


def find(request, reference: str) -> Device:
    """A device for somebody who may read of it."""
    require(request.user, "inclusion.see_stock")
    found = Device.objects.visible_to(request.user).select_related("kept_by")
    return seen(request.user, "inclusion.see_device", get_object_or_404(found, reference=reference))


def find_to_work_on(request, reference: str) -> Device:
    """A device for a caseworker of its keeper."""
    device = find(request, reference)
    require(request.user, "inclusion.keep_device", device)
    return device


@require_safe
def list_devices(request):
    require(request.user, "inclusion.see_stock")
    mine = Device.objects.visible_to(request.user)
    listing = lists.listing("devices", request)
    page = listing.page(request.GET.get("page"))
    return render(
        request,
        "inclusion/devices/list.html",
        {
            "page": page,
            "listing": listing,
            "rows": listing.rows(page),
            "caption": listing.kind.said(page.paginator.count),
            "counts": selectors.by_state(mine),
            "waiting": selectors.waiting_for_a_part(mine).count(),
            "waits": selectors.WAITS_FOR_A_PART,
            "works": request.user.has_perm("inclusion.work_on_stock"),
        },
    )


@require_safe
def device(request, reference):
    """Its status, the next step, its wipes and tests, and its whole history."""
    found = find(request, reference)
    works = request.user.has_perm("inclusion.keep_device", found)
    # Who has it is for the caseworkers of its keeper alone: a manager reads of the thing.
    held = found.holdings.select_related("need__case", "by").order_by("-issued_at") if works else []
    return render(
        request,
        "inclusion/devices/device.html",
        {
            "device": found,
            "works": works,
            "step": steps.next_step(found) if works else None,
            "may": steps.possible(found) if works else [],
            "moves": DEVICE_MOVES[DeviceState(found.state)],
            "wipes": found.wipes.select_related("by", "evidence").order_by("-finished_at"),
            "tests": found.pat_tests.order_by("-tested_on"),
            "held": held,
            "fitted": found.parts_fitted.select_related("taken_from", "went_by"),
            "taken": found.parts_taken.select_related("fitted_to", "came_by"),
            "events": found.events.select_related("by").order_by("-at", "-pk"),
            "is_loan": any(one.is_out and one.kind == HoldingKind.LOAN for one in held),
        },
    )


@acts
def book_in(request):
    require(request.user, "inclusion.work_on_stock")
    offer = (
        Donation.objects.visible_to(request.user)
        .filter(state=DonationState.RECEIVED, reference=chosen_of(request, "offer")["offer"])
        .first()
    )
    back = reverse("inclusion_workspace:devices")
    form = BookInForm(
        posted(request),
        user=request.user,
        cancel=back,
        donation=offer,
    )

    def act():
        return devices.book_in(by=request.user, **form.asked())

    if made := carried_out(form, act):
        messages.success(request, "Device booked in. It is in quarantine until it is wiped")
        return redirect(made)
    values = {"form": form, "title": "Book in a device", "back": back, "aside": "intake"}
    return show(request, "inclusion/stock/form.html", values)


@acts
def import_file(request):
    """Many from a list: a preview first, then all of them or none."""
    require(request.user, "inclusion.work_on_stock")
    back = reverse("inclusion_workspace:devices")
    after = import_pages.after(request)
    form = ListForm(
        posted(request), posted_files(request), user=request.user, cancel=back, after=after
    )

    def upload():
        with form.of_the_file():
            return intake.upload(by=request.user, after=after, **form.cleaned_data)

    if batch := carried_out(form, upload):
        return import_pages.uploaded(batch)
    values = {
        "form": form,
        "back": back,
        "title": "Import devices",
        "fields": FIELDS,
        "kinds": DeviceKind.labels,
    }
    return show(request, "inclusion/devices/import.html", values)


@acts
def edit(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = EditForm(posted(request), device=found, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.amend(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Edit details of {found.reference}",
        done="Details saved",
    )


@require_safe
def labels(request):
    """A sheet of labels as PDF: of the devices that were selected, or of one."""
    require(request.user, "inclusion.see_stock")
    wanted = [one[:12] for one in request.GET.getlist("device")][:MOST_LABELS]
    found = (
        Device.objects.visible_to(request.user)
        .filter(reference__in=wanted)
        .select_related("kept_by")
        .order_by("received_at", "pk")
    )
    rows = list(found)
    if not rows:
        messages.warning(request, "Select the devices in the list, then print their labels")
        return redirect("inclusion_workspace:devices")
    return pdf.response(sheets.label_sheet(rows), name="device-labels")
