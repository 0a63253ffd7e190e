"""Finding a person's records, and answering for each: copied, erased, or kept with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.pages import acts

from . import erasure, in_work
from .copies import services as copies
from .forms import Refuse, Search
from .mentions import preview
from .models import DataRequest
from .registers.services import requests
from .tabs import tabs


@never_cache
@acts
def people(request):
    access.require(request.user, "privacy.find_people")
    form = Search(request.POST or None)
    context: dict[str, Any] = {"form": form, **tabs(request.user, "privacy:people")}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            wanted = form.cleaned_data["wanted"]
            context |= _found(request.user, wanted) | {"searched": True}
        else:
            status = 422
    return render(request, "privacy/people.html", context, status=status)


def _found(user, wanted):
    """What the person may decide; of the rest only that it is there, and never by a name alone:
    nobody shall find out by guessing who asks for help."""
    records = erasure.find(wanted)
    own = [one for one in records if one.may_decide(user)]
    is_manager = user.has_perm("privacy.see_register")
    others = [one for one in records if one not in own] if is_manager and not wanted.name else []
    return {
        "own": own,
        "others": others,
        "several": not erasure.are_one_person(own),
        "mentions": in_work.mentions(wanted) if is_manager else [],
        "is_manager": is_manager,
    }


def _record(request, kind, reference):
    access.require(request.user, "privacy.find_people")
    one = erasure.record(kind, reference)
    if one is None:
        raise Http404
    return one


def _own(request, kind, reference):
    one = _record(request, kind, reference)
    if not request.user.has_perm("privacy.decide", one):
        raise Http404
    return one


def asked_in(request):
    """The open request in the register for which somebody acts: the page, its forms and the link
    in a colleague's message name it. Who may not read it still shows there what they decided."""
    named = request.POST.get("for") or request.GET.get("for") or ""
    if not (named.isascii() and named.isalnum()):
        return None
    return DataRequest.objects.open().filter(reference=named).first()


def _with_request(page, asked):
    return f"{page}?for={asked.reference}" if asked else page


def _back(request, asked):
    """To the request, for whoever may read it."""
    if asked and request.user.has_perm("privacy.answer_people"):
        return reverse("privacy:request_records", args=[asked.reference])
    return reverse("privacy:people")


@never_cache
@require_safe
def record(request, kind, reference):
    one = _record(request, kind, reference)
    if not request.user.has_perm("privacy.decide", one):
        # A manager learns whom to ask, and nothing else.
        if not request.user.has_perm("privacy.see_register"):
            raise Http404
        asked = asked_in(request)
        context = {"record": one, "asked": asked, "back_url": _back(request, asked)}
        return render(request, "privacy/others.html", context)
    return _page(request, one, Refuse())


def _page(request, one, form, status=200):
    asked = asked_in(request)
    return render(
        request,
        "privacy/record.html",
        {
            "asked": asked,
            "back_url": _back(request, asked),
            "record": one,
            "holdings": erasure.holdings(one),
            "decisions": erasure.decisions_on(one),
            "erased": erasure.is_erased(one),
            "form": form,
        },
        status=status,
    )


@never_cache
@acts
def erase(request, kind, reference):
    """Asked once more, since it cannot be undone; with what others have typed about the person.
    What has been typed since the page was shown is shown first, and nothing is erased."""
    one = _own(request, kind, reference)
    problem = one.obstacle or (erasure.AlreadyErased.message if erasure.is_erased(one) else "")
    asked = asked_in(request)
    shown = set(request.POST.get("shown", "").split())
    ticked = set(request.POST.getlist("tick"))
    if request.method == "POST":
        try:
            erasure.erase(
                kind=kind,
                reference=one.reference,
                by=request.user,
                asked_in=asked,
                shown=shown,
                ticked=ticked,
            )
        except erasure.WordsHaveChanged as refusal:
            problem = refusal.message
        except Refusal as refusal:
            problem = refusal.message
            erasure.keep(one=one, by=request.user, asked_in=asked)
        else:
            messages.success(request, f"Record erased: {one.kind.what} {one.reference}")
            return redirect(_back(request, asked))
    may_go = not (one.obstacle or erasure.is_erased(one))
    finds = erasure.named_in(one, request.user) if may_go else []
    return render(
        request,
        "privacy/erase.html",
        {
            "record": one,
            "holdings": erasure.holdings(one),
            "problem": problem,
            "may_go": may_go,
            "named": preview.of(finds, shown, ticked, again=request.method == "POST"),
            "asked": asked,
            "record_url": _with_request(
                reverse("privacy:record", args=[kind, one.reference]), asked
            ),
        },
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def refuse(request, kind, reference):
    one = _own(request, kind, reference)
    form = Refuse(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    asked = asked_in(request)
    erasure.refuse(one=one, **form.cleaned_data, by=request.user, asked_in=asked)
    messages.success(request, "Decision recorded. Tell the person why you are keeping this record")
    return redirect(_with_request(reverse("privacy:record", args=[kind, one.reference]), asked))


@require_POST
def ask(request, kind, reference):
    """Pass it to those who answer for the record."""
    one = _record(request, kind, reference)
    access.require(request.user, "privacy.see_register")
    asked = asked_in(request)
    told = erasure.ask(one=one, by=request.user, asked_in=asked)
    if told:
        if asked:
            requests.asked_controller(
                request=asked, what=one.kind.what, controller=one.controller, by=request.user
            )
        messages.success(request, f"{one.controller} has been asked to decide")
    else:
        messages.error(
            request, f"No one at {one.controller} has an account that can decide. Call them"
        )
    return redirect(_back(request, asked))


@require_POST
def hand_out(request, kind, reference):
    """Begin a copy of one record: it is read before it is handed out."""
    one = _own(request, kind, reference)
    return prepared(request, [one], asked_in(request))


def prepared(request, records, asked):
    """The page of a copy of these records, begun now or before."""
    return redirect(copies.start(records=records, by=request.user, asked_in=asked))
