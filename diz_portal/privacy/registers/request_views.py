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
    "start": Step("Start work", step_forms.Start, services.start, "Work on it has started."),
    "pause": Step(
        "Ask them something first",
        step_forms.Pause,
        services.pause,
        "The clock is stopped, and they are asked.",
        "Until they tell us, the clock stands still. The days are added to the time there is.",
        tells=True,
    ),
    "resume": Step(
        "Start the clock again",
        step_forms.Resume,
        services.resume,
        "The clock runs again.",
    ),
    "extend": Step(
        "Take two more months",
        step_forms.Extend,
        services.extend,
        "They are told that it takes longer.",
        "Once only, and before the answer is late.",
        tells=True,
    ),
    "answer": Step(
        "Answer",
        step_forms.Answer,
        services.answer,
        "The request is answered and closed.",
        tells=True,
        more=_their_copy,
    ),
    "refuse": Step(
        "Refuse",
        step_forms.Refuse,
        services.refuse,
        "The request is refused and closed.",
        tells=True,
    ),
    "withdraw": Step(
        "They no longer want it",
        step_forms.Withdraw,
        services.withdraw,
        "The request is closed.",
        "Nothing is sent to them.",
    ),
    "reopen": Step(
        "Reopen request",
        step_forms.Reopen,
        services.reopen,
        "Request reopened",
        "What was closed by mistake or not answered well is due on the day it was due before. "
        "Someone who asks again gets an answer within a month of that day.",
        tells=True,
    ),
    "note": Step("Add a note", step_forms.Note, services.note, "The note is added."),
    "concern": Step(
        "Change the organisation",
        step_forms.Concern,
        services.concern,
        "The organisation is changed.",
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
            problem = "Choose at least one record to copy."
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
