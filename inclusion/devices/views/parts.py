"""The repair bench: parts taken out, put on the shelf, fitted, thrown away, and waited for."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.devices.forms.parts import (
    MOST_SHOWN,
    FitForm,
    RepairForm,
    ShelfForm,
    TakeOutForm,
    WaitForm,
)
from inclusion.devices.models import Part, PartKind
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.services import devices, parts
from inclusion.devices.views.devices import find_to_work_on
from partners.roles import is_manager


@require_safe
def shelf(request):
    """Spare parts, what came first first."""
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
            "caption": f"{count:,} part{'' if count == 1 else 's'}, longest here first",
            "works": request.user.has_perm("inclusion.work_on_stock"),
            "shows_keeper": is_manager(request.user),
        },
    )


@acts
def add(request):
    """A part that was bought or given; then back to the device it is for, if it is for one."""
    require(request.user, "inclusion.work_on_stock")
    wanted = request.GET.get("for", "")[:12]
    back = reverse("inclusion_workspace:parts")
    if wanted:
        back = reverse(
            "inclusion_workspace:device_fit", args=[find_to_work_on(request, wanted).reference]
        )
    form = ShelfForm(posted(request), user=request.user, cancel=back)
    return acted(
        request,
        form,
        lambda: parts.put_on_shelf(by=request.user, **form.cleaned_data),
        back=back,
        title="Put a part on the shelf",
        done="It is on the shelf.",
    )


@acts
def throw_away(request, reference):
    require(request.user, "inclusion.work_on_stock")
    found = get_object_or_404(
        Part.objects.visible_to(request.user).on_the_shelf(), reference=reference
    )
    seen(request.user, "inclusion.see_part", found)
    require(request.user, "inclusion.keep_part", found)
    return confirm(
        request,
        title=f"Throw away: {found.title}?",
        sentence="It leaves the shelf for good. That it was here stays written down.",
        button="Throw it away",
        back=reverse("inclusion_workspace:parts"),
        act=lambda: parts.throw_away(part=found, by=request.user),
        done="It is off the shelf.",
        is_grave=True,
    )


@acts
def take_out(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = TakeOutForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: parts.take_out(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Take a part out of {found.reference}",
        done="It is on the shelf of spare parts.",
        sentence="A drive is taken out only once it was wiped.",
    )


@acts
def fit(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    spare = selectors.parts_for(found)
    form = FitForm(posted(request), parts=spare, cancel=back)
    # The nearest at hand; all that fit may be sent.
    form.fields["part"].choices = [
        (part.pk, form.fields["part"].label_from_instance(part)) for part in spare[:MOST_SHOWN]
    ]
    return acted(
        request,
        form,
        lambda: parts.fit(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Fit a part into {found.reference}",
        done="It is fitted.",
        sentence="A drive that was used before has to be wiped in its new place.",
        link=(
            f"{reverse('inclusion_workspace:part_add')}?for={found.reference}",
            "It is not on the shelf yet: enter it",
        ),
        nothing="" if form.fields["part"].choices else "No spare part is on the shelf.",
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
        done="Sent to repair.",
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
        title=f"What {found.reference} waits for",
        done="Saved.",
    )
