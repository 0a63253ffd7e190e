"""Repair: parts removed, added, fitted, disposed of, and needed."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.devices.forms.parts import (
    MOST_SHOWN,
    FitForm,
    RemoveForm,
    RepairForm,
    ShelfForm,
    WaitForm,
)
from inclusion.devices.models import Part, PartKind
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.services import devices, parts
from inclusion.devices.views.devices import find_to_work_on
from partners.roles import is_manager


@require_safe
def spare(request):
    """Spare parts, oldest first."""
    require(request.user, "inclusion.see_stock")
    chosen = chosen_of(request, "kind")
    found = selectors.spare_parts(Part.objects.visible_to(request.user), chosen["kind"])
    page = page_of(request, found)
    count = page.paginator.count
    return render(
        request,
        "inclusion/devices/parts.html",
        {
            "page": page,
            "chosen": chosen,
            "kinds": PartKind.choices,
            "caption": "1 part" if count == 1 else f"{count:,} parts, oldest first",
            "works": request.user.has_perm("inclusion.work_on_stock"),
            "shows_keeper": is_manager(request.user),
        },
    )


@acts
def add(request):
    """A part that was bought or donated; then back to the device it is for, if it is for one."""
    require(request.user, "inclusion.work_on_stock")
    wanted = chosen_of(request, "for")["for"]
    back = reverse("inclusion_workspace:parts")
    if wanted:
        back = reverse(
            "inclusion_workspace:device_fit", args=[find_to_work_on(request, wanted).reference]
        )
    form = ShelfForm(posted(request), user=request.user, cancel=back)
    return acted(
        request,
        form,
        lambda: parts.add(by=request.user, **form.cleaned_data),
        back=back,
        title="Add a spare part",
        done="Spare part added",
    )


@acts
def dispose(request, reference):
    require(request.user, "inclusion.work_on_stock")
    found = get_object_or_404(Part.objects.visible_to(request.user).in_stock(), reference=reference)
    seen(request.user, "inclusion.see_part", found)
    require(request.user, "inclusion.keep_part", found)
    return confirm(
        request,
        title=f"Dispose of {found.title}?",
        sentence="It will be removed from stock. Its history is kept. You cannot undo this.",
        button="Dispose of part",
        back=reverse("inclusion_workspace:parts"),
        act=lambda: parts.dispose(part=found, by=request.user),
        done="Part disposed of",
        is_grave=True,
    )


@acts
def remove(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = RemoveForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: parts.remove(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Remove a part from {found.reference}",
        done="Part removed and added to spare parts",
        sentence="You can only remove a drive after it is wiped.",
    )


@acts
def fit(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    fitting = selectors.parts_for(found)
    form = FitForm(posted(request), parts=fitting, cancel=back)
    # The oldest; all that fit may be sent.
    form.fields["part"].choices = [
        (part.pk, form.fields["part"].label_from_instance(part)) for part in fitting[:MOST_SHOWN]
    ]
    return acted(
        request,
        form,
        lambda: parts.fit(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Fit a part to {found.reference}",
        done="Part fitted",
        sentence="If you fit a used drive, you must wipe it again in this device.",
        link=(
            f"{reverse('inclusion_workspace:part_add')}?for={found.reference}",
            "Add a part that is not in the list",
        ),
        nothing="" if form.fields["part"].choices else "No spare parts in stock",
    )


@acts
def repair(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = RepairForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: devices.repair(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Send {found.reference} to repair",
        done="Device sent to repair",
    )


@acts
def wait(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WaitForm(posted(request), device=found, cancel=back)
    return acted(
        request,
        form,
        lambda: devices.wait_for(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Record part needed for {found.reference}",
        done="Part needed saved",
    )
