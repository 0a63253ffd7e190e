"""The register of requests: what is due, and the next step of each."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.pages import acts
from diz_portal.privacy import people_views

from . import selectors, step_forms
from .forms import WriteRequestForm
from .models import DataRequest, RequestKind, RequestState
from .register import Register, Step
from .services import requests as services
from .services.receiving import AlreadyClosed


def _their_copy(request: DataRequest) -> dict[str, bool]:
    """A copy goes another way than the words."""
    needs = request.gives_a_copy
    saved = request.copies.filter(handouts__isnull=False).exists()
    return {"gives_a_copy": needs, "no_copy_saved": needs and not saved}


STEPS = {
    "start": Step("Start work", step_forms.Start, services.start, "Work started"),
    "pause": Step(
        "Stop the clock and ask",
        step_forms.Pause,
        services.pause,
        "Clock stopped, and question sent",
        "The clock stops until they reply. Those days are added to the due date.",
        tells=True,
    ),
    "resume": Step(
        "Restart the clock",
        step_forms.Resume,
        services.resume,
        "Clock restarted",
    ),
    "extend": Step(
        "Extend by two months",
        step_forms.Extend,
        services.extend,
        "Request extended by two months, and message sent",
        "You can do this once, before the due date.",
        tells=True,
    ),
    "answer": Step(
        "Answer request",
        step_forms.Answer,
        services.answer,
        "Request answered and closed",
        tells=True,
        more=_their_copy,
    ),
    "refuse": Step(
        "Refuse request",
        step_forms.Refuse,
        services.refuse,
        "Request refused and closed",
        tells=True,
    ),
    "withdraw": Step(
        "Record as withdrawn",
        step_forms.Withdraw,
        services.withdraw,
        "Request recorded as withdrawn",
        "We will not send them anything.",
    ),
    "reopen": Step(
        "Reopen request",
        step_forms.Reopen,
        services.reopen,
        "Request reopened",
        "If it was closed by mistake or not answered well, its due date does not change. If the "
        "person has asked again, it is due one month after that day.",
        tells=True,
    ),
    "note": Step("Add a note", step_forms.Note, services.note, "Note added"),
    "concern": Step(
        "Change organisation",
        step_forms.Concern,
        services.concern,
        "Organisation changed",
    ),
}
# For these somebody looks at the person's records before they answer.
NEEDS_RECORDS = {RequestKind.ACCESS, RequestKind.ERASURE, RequestKind.PORTABILITY}


def next_step(request: DataRequest, *, has_deeds: bool) -> str:
    """The first button of the page: a step, or the records themselves."""
    if not request.is_open:
        return ""
    if request.is_paused:
        return "resume"
    if request.state == RequestState.RECEIVED:
        return "start"
    return "records" if request.kind in NEEDS_RECORDS and not has_deeds else "answer"


def possible_steps(request: DataRequest) -> list[str]:
    """In the order of the work; what the rules would refuse is not offered."""
    if request.erased_at:
        return []
    if not request.is_open:
        return ["note", "reopen"]
    runs = not request.is_paused
    return [
        *(["resume"] if not runs else []),
        *(["start"] if request.state == RequestState.RECEIVED else []),
        *(["pause"] if runs and not request.is_late else []),
        *(["extend"] if runs and not request.is_late and not request.extended_on else []),
        *(["answer"] if request.state == RequestState.IN_PROGRESS else []),
        "refuse",
        "withdraw",
        "note",
        "concern",
    ]


REGISTER = Register("request", DataRequest, WriteRequestForm, services.receive, STEPS)


@never_cache
@require_safe
def requests(request):
    return REGISTER.listed(request)


@never_cache
@acts
def new(request):
    return REGISTER.write_down(request)


@never_cache
@require_safe
def request_page(request, reference):
    one = REGISTER.one(request, reference)
    deeds = selectors.deeds_of(one)
    copies = list(
        one.copies.select_related("started_by", "finished_by").prefetch_related("handouts__by")
    )
    begun = next((each for each in copies if not (each.is_finished or each.is_emptied)), None)
    first = next_step(one, has_deeds=bool(deeds))
    if first == "records" and begun:
        first = "copy"
    more = {"deeds": deeds, "copies": copies, "begun": begun}
    return REGISTER.page(request, one, first, possible_steps(one), **more)


@never_cache
@acts
def step(request, reference, step):
    return REGISTER.take_step(request, reference, step)


@never_cache
@acts
def records(request, reference):
    """What is held about whoever asks; the chosen records are copied together."""
    one = REGISTER.one(request, reference)
    found = selectors.found_for(one, request.user)
    problem = ""
    if request.method == "POST":
        chosen = selectors.chosen(found.own, request.POST.getlist("record"))
        if not one.is_open:
            problem = AlreadyClosed.of(one).message
        elif not chosen:
            problem = "Select at least one record to copy"
        else:
            return people_views.prepared(request, chosen, one)
    deeds = one.deeds.order_by("at").values_list("kind", "reference", "outcome")
    done = {f"{kind}:{name}": outcome for kind, name, outcome in deeds}
    return render(
        request,
        "privacy/registers/records.html",
        {
            "asked": one,
            "rows": [(record, done.get(record.id, "")) for record in found.own],
            "others": found.others,
            "are_one": found.are_one,
            "problem": problem,
        },
        status=422 if problem else 200,
    )
