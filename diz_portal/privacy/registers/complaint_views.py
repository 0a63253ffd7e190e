"""The register of complaints: who has not been told that we have it, and the next step of each."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.pages import acts

from . import step_forms
from .forms import WriteComplaintForm
from .models import Complaint, ComplaintState
from .register import Register, Step
from .services import complaints as services

STEPS = {
    "acknowledge": Step(
        "Acknowledge complaint",
        step_forms.Acknowledge,
        services.acknowledge,
        "Complaint acknowledged",
        "Confirm to the person that we have it, within 30 days of the day we received it.",
        tells=True,
    ),
    "note": Step("Add an investigation note", step_forms.Note, services.note, "Note added"),
    "close": Step(
        "Send the outcome",
        step_forms.Outcome,
        services.close,
        "Outcome sent and complaint closed",
        tells=True,
    ),
    "withdraw": Step(
        "Record as withdrawn",
        step_forms.Withdraw,
        services.withdraw,
        "Complaint recorded as withdrawn",
        "We will not send them anything.",
    ),
    "reopen": Step(
        "Reopen complaint",
        step_forms.ReopenComplaint,
        services.reopen,
        "Complaint reopened",
        "We will tell the person that we are looking into it again.",
        tells=True,
    ),
    "concern": Step(
        "Change organisation",
        step_forms.Concern,
        services.concern,
        "Organisation changed",
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
        return ["note", "reopen"]
    if complaint.state == ComplaintState.RECEIVED:
        return ["acknowledge", "note", "withdraw", "concern"]
    return ["note", "close", "withdraw", "concern"]


REGISTER = Register("complaint", Complaint, WriteComplaintForm, services.receive, STEPS)


@never_cache
@require_safe
def complaints(request):
    return REGISTER.listed(request)


@never_cache
@acts
def new(request):
    return REGISTER.write_down(request)


@never_cache
@require_safe
def complaint_page(request, reference):
    one = REGISTER.one(request, reference)
    return REGISTER.page(request, one, NEXT[ComplaintState(one.state)], possible_steps(one))


@never_cache
@acts
def step(request, reference, step):
    return REGISTER.take_step(request, reference, step)
