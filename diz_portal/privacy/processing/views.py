"""The record of processing in the workspace: an index, a page and a form for each, and a file."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access, trail
from diz_portal.pages import acted, acts, carried_out, chosen_of, confirm, posted, show
from diz_portal.privacy.tabs import tabs
from diz_portal.spreadsheets import csv_response, xlsx_response

from . import explained, selectors, services
from .enums import State
from .forms import ProcessingForm, ProcessorForm
from .models import ProcessingRecord, Processor

HERE = "privacy:data_map"


def find(request, controller: str, purpose: str) -> ProcessingRecord:
    """A record that this person may read; another one does not exist."""
    found = selectors.records(
        ProcessingRecord.objects.visible_to(request.user).filter(
            controller__slug=controller, purpose=purpose
        )
    )
    if not found:
        raise Http404
    access.seen(request.user, "privacy.see_processing", found[0])
    return found[0]


def _chosen(request):
    """What the page and its files are narrowed to."""
    access.require(request.user, "privacy.see_processing")
    chosen = chosen_of(request, "controller", "state")
    found = selectors.records(ProcessingRecord.objects.visible_to(request.user))
    return chosen, found, selectors.narrowed(found, **chosen)


@require_safe
def index(request):
    """Those that are due for review first; what is missing is said of each."""
    chosen, everything, found = _chosen(request)
    today = timezone.localdate()
    controllers = sorted({one.controller for one in everything}, key=str)
    kept = set(ProcessingRecord.objects.kept_by(request.user).values_list("controller", flat=True))
    return render(
        request,
        "privacy/processing/index.html",
        {
            "rows": [
                {
                    "record": one,
                    "basis": explained.basis_in_words(one),
                    "is_due": one.is_due(today),
                    "gaps": selectors.gaps(one),
                }
                for one in found
            ],
            "total": len(everything),
            "due": sum(one.is_due(today) for one in everything),
            "controllers": controllers,
            "keeps": [one for one in controllers if one.pk in kept],
            "states": State.choices,
            "chosen": chosen,
            "is_narrowed": any(chosen.values()),
            "query": request.GET.urlencode(),
            **tabs(request.user, HERE),
        },
    )


def _file(found):
    return selectors.HEADINGS, selectors.cells(found)


@require_safe
def as_csv(request):
    _, _, found = _chosen(request)
    return csv_response(f"data-map-{timezone.localdate():%Y-%m-%d}.csv", *_file(found))


@require_safe
def as_xlsx(request):
    _, _, found = _chosen(request)
    return xlsx_response(f"data-map-{timezone.localdate():%Y-%m-%d}.xlsx", *_file(found))


@require_safe
def record(request, controller, purpose):
    found = find(request, controller, purpose)
    return render(
        request,
        "privacy/processing/record.html",
        {
            "record": found,
            "about": found.about,
            "basis": explained.basis_in_words(found),
            "condition": explained.condition_in_words(found),
            "transfers": explained.transfers_in_words(found),
            "gaps": selectors.gaps(found),
            "is_due": found.is_due(timezone.localdate()),
            "held": selectors.held(found),
            "may_keep": request.user.has_perm("privacy.keep_processing", found),
            "history": trail.url_of(found),
        },
    )


@acts
def edit(request, controller, purpose):
    found = find(request, controller, purpose)
    access.require(request.user, "privacy.keep_processing", found)
    form = ProcessingForm(posted(request), record=found, cancel=found.get_absolute_url())
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, record=found, **form.values),
        done="Record saved and reviewed",
        back=found.get_absolute_url(),
        template="privacy/processing/edit.html",
        record=found,
        about=found.about,
    )


# Processors -----------------------------------------------------------------------


def _controller(request, slug: str):
    """An organisation whose records this person keeps."""
    found = next((one for one in selectors.controllers() if one.slug == slug), None)
    if found is None:
        raise Http404
    access.seen(request.user, "privacy.see_processing", _of(found))
    return found


def _of(controller) -> Processor:
    """What the rules are asked about: whatever this organisation keeps."""
    return Processor(controller=controller)


@require_safe
def processors(request, controller):
    found = _controller(request, controller)
    return render(
        request,
        "privacy/processing/processors.html",
        {
            "controller": found,
            "processors": selectors.processors_with_uses(found),
            "may_keep": request.user.has_perm("privacy.keep_processing", _of(found)),
        },
    )


def _list_of(controller) -> str:
    return reverse("privacy:processors", args=[controller.slug])


@acts
def add_processor(request, controller):
    found = _controller(request, controller)
    access.require(request.user, "privacy.keep_processing", _of(found))
    form = ProcessorForm(posted(request), processor=None, cancel=_list_of(found))

    def add():
        return services.add_processor(by=request.user, controller=found, **form.cleaned_data)

    if carried_out(form, add):
        messages.success(request, "Processor added")
        return redirect(_list_of(found))
    return show(
        request,
        "privacy/processing/processor.html",
        {"form": form, "controller": found, "back": _list_of(found)},
    )


def _processor(request, reference: str) -> Processor:
    found = get_object_or_404(Processor.objects.select_related("controller"), reference=reference)
    access.seen(request.user, "privacy.see_processing", found)
    access.require(request.user, "privacy.keep_processing", found)
    return found


@acts
def processor(request, reference):
    found = _processor(request, reference)
    back = _list_of(found.controller)
    form = ProcessorForm(posted(request), processor=found, cancel=back)
    return acted(
        request,
        form,
        lambda: services.edit_processor(by=request.user, processor=found, **form.cleaned_data),
        done="Processor saved",
        back=back,
        template="privacy/processing/processor.html",
        processor=found,
        controller=found.controller,
    )


@acts
def remove_processor(request, reference):
    found = _processor(request, reference)
    back = _list_of(found.controller)
    return confirm(
        request,
        title=f"Remove {found}?",
        sentence="It will be removed from the list of processors. If a record names it, change "
        "that record first.",
        button="Remove processor",
        back=back,
        act=lambda: services.remove_processor(by=request.user, processor=found),
        done="Processor removed",
    )
