"""The register of complaints: who has not been told that we have it, and the next step of each."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from diz_portal import access
from diz_portal.privacy.views import PAGES

from . import selectors, step_forms
from .answering import Step, data_of, page_of, shown_of, take_step, write_down
from .forms import WriteComplaintForm
from .models import Complaint, ComplaintState
from .services import complaints as services

STEPS = {
    "acknowledge": Step(
        "Acknowledge it",
        step_forms.Acknowledge,
        services.acknowledge,
        "The complaint is acknowledged.",
        "Tell the person that we have it, within 30 days of the day it came.",
        tells=True,
    ),
    "note": Step(
        "Add a note of the investigation", step_forms.Note, services.note, "The note is added."
    ),
    "close": Step(
        "Tell them the outcome",
        step_forms.Outcome,
        services.close,
        "The outcome is on its way to them, and the complaint is closed.",
        tells=True,
    ),
    "withdraw": Step(
        "They take it back",
        step_forms.Withdraw,
        services.withdraw,
        "The complaint is closed.",
        "Nothing is sent to them.",
    ),
    "concern": Step(
        "Change the organisation",
        step_forms.Concern,
        services.concern,
        "The organisation is changed.",
    ),
}
NEXT = {
    ComplaintState.RECEIVED: "acknowledge",
    ComplaintState.ACKNOWLEDGED: "note",
    ComplaintState.INVESTIGATING: "close",
    ComplaintState.CLOSED: "",
}


def possible_steps(complaint: Complaint) -> list[str]:
    """In the order of the work; what the rules would refuse is not offered."""
    if complaint.erased_at:
        return []
    if not complaint.is_open:
        return ["note"]
    if complaint.state == ComplaintState.RECEIVED:
        return ["acknowledge", "note", "withdraw", "concern"]
    return ["note", "close", "withdraw", "concern"]


def _one(request, reference) -> Complaint:
    access.require(request.user, "privacy.answer_people")
    rows = Complaint.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("controller", "written_by"), reference=reference)


@never_cache
@require_safe
def complaints(request):
    access.require(request.user, "privacy.answer_people")
    rows = Complaint.objects.visible_to(request.user)
    show = shown_of(request)
    return render(
        request,
        "privacy/registers/complaints.html",
        {
            "page": page_of(request, selectors.shown(rows, show)),
            "show": show,
            "pages": PAGES,
            "here": "privacy:complaints",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    access.require(request.user, "privacy.answer_people")
    back = reverse("privacy:complaints")
    form = WriteComplaintForm(data_of(request), button="Write it down", cancel=back)
    return write_down(request, form, services.receive, title="Write down a complaint", back=back)


@never_cache
@require_safe
def complaint_page(request, reference):
    one = _one(request, reference)
    first = NEXT[ComplaintState(one.state)]
    others = [name for name in possible_steps(one) if name != first]
    return render(
        request,
        "privacy/registers/complaint.html",
        {
            "asked": one,
            "events": one.events.select_related("by"),
            "first": first,
            "first_title": STEPS[first].title if first else "",
            "others": [(name, STEPS[name].title) for name in others],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, reference, step):
    one = _one(request, reference)
    return take_step(request, STEPS, step, "complaint", one)
