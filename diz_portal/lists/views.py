"""The pages of lists and of saved views."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show
from diz_portal.reports import registry as reports
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.services import ask

from . import registry, selectors, services
from .forms import ViewForm
from .listing import Listing
from .models import REPORT
from .reports import ListReport
from .state import State


@require_safe
def saved(request):
    """All views that the person may open, and the lists there are."""
    kinds = registry.open_to(request.user)
    if not kinds:
        raise Http404
    page = page_of(request, selectors.views_of(request.user))
    values = {"page": page, "kinds": kinds}
    return render(request, "lists/views.html", values)


@require_safe
def show_list(request, of):
    """A list as a whole: whatever of it the person may read, in every project."""
    kind = selectors.kind_of(request.user, of)
    listing = selectors.listing(of, request)
    page = listing.page(request.GET.get("page"))
    values = {
        "kind": kind,
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "caption": kind.said(page.paginator.count),
    }
    return render(request, "lists/list.html", values)


@require_safe
def choose(request, of):
    """Leads to the view that was chosen above a list, or to the list without one."""
    kind = selectors.kind_of(request.user, of)
    if reference := request.GET.get("view", ""):
        return redirect(selectors.view(request.user, reference))
    return redirect(f"{kind.page(State.asked(kind, request.GET).filters)}?view=")


@require_safe
def view(request, reference):
    """A view stands on the page of its list."""
    found = selectors.view(request.user, reference)
    kind = selectors.kind_of(request.user, found.of_list)
    shown = selectors.of_view(found, request.user)
    return redirect(f"{kind.page(shown.state.filters)}?view={found.reference}")


@acts
def save(request, of):
    """Give what was chosen a name."""
    kind = selectors.kind_of(request.user, of)
    listing = Listing(kind, request.user, State.asked(kind, request.GET))
    back = f"{kind.page(listing.state.filters)}?{listing.query}"
    form = ViewForm(posted(request), user=request.user, cancel=back)

    def act():
        return services.save(kind=kind, state=listing.state, by=request.user, **form.answers())

    if made := carried_out(form, act):
        messages.success(request, "View saved")
        return redirect(made)
    values = {"form": form, "title": "Save this view", "listing": listing, "back": back}
    return show(request, "lists/save.html", values)


@acts
def edit(request, reference):
    found = _kept(request, reference)
    back = reverse("lists:view", args=[reference])
    form = ViewForm(posted(request), user=request.user, view=found, cancel=back)

    def act():
        return services.edit(view=form.record, by=request.user, **form.answers())

    if carried_out(form, act):
        messages.success(request, "View changed")
        return redirect(found)
    values = {"form": form, "title": "Edit this view", "back": back, "view": found}
    return show(request, "lists/edit.html", values)


@require_POST
def keep(request, reference):
    """Save what the page shows in the view it came from."""
    found = _kept(request, reference)
    kind = selectors.kind_of(request.user, found.of_list)
    state = State.read(kind, request.POST.get("state", ""))
    try:
        services.keep(
            view=found,
            state=state,
            was=State.read(kind, request.POST.get("was", "")),
            by=request.user,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        here = kind.page(state.filters)
        return redirect(f"{here}?{state.query(view=found.reference)}")
    messages.success(request, "View changed")
    return redirect(found)


@acts
def mend(request, reference):
    found = _kept(request, reference)
    problems = selectors.of_view(found, request.user).problems
    return confirm(
        request,
        title=f"Repair view “{found.name}”?",
        sentence="Choices that are no longer available will be removed from the view. Everything "
        "else will stay as it is. You cannot undo this.",
        button="Repair view",
        back=reverse("lists:view", args=[reference]),
        act=lambda: services.mend(view=found, by=request.user),
        done="View repaired",
        template="lists/mend.html",
        problems=problems,
    )


@require_POST
def copy(request, reference):
    """Someone’s view, for oneself."""
    found = selectors.view(request.user, reference)
    try:
        made = services.copy(view=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    messages.success(request, "View copied. Only you can open the copy")
    return redirect("lists:edit", made.reference)


@acts
def delete(request, reference):
    found = _kept(request, reference)
    number = schedules.made_of(report=REPORT, answers=found.question).filter(paused_at=None).count()
    paused = ""
    if number:
        paused = f" {reports_said(number)} created from it will be paused."
    others = "" if found.shared == "own" else " Everyone it is shared with will lose it too."
    return confirm(
        request,
        title=f"Delete view “{found.name}”?",
        sentence=f"The view will be deleted.{paused}{others} The rows of the list stay. You "
        "cannot undo this.",
        button="Delete view",
        back=reverse("lists:view", args=[reference]),
        after=reverse("lists:views"),
        act=lambda: services.delete(view=found, by=request.user),
        done="View deleted",
        is_grave=True,
    )


def reports_said(number):
    return "1 scheduled report" if number == 1 else f"{number} scheduled reports"


@require_POST
def open_with(request, reference):
    found = selectors.view(request.user, reference)
    services.open_with(view=found, by=request.user)
    messages.success(request, f"{found.kind.title}: default view set")
    return redirect(found)


@require_POST
def open_without(request, reference):
    found = selectors.view(request.user, reference)
    services.open_without(view=found, by=request.user)
    messages.success(request, f"{found.kind.title}: default view removed")
    return redirect(found)


@require_POST
def export(request, of):
    """A file of what was chosen, created in the background however short it is."""
    kind = selectors.kind_of(request.user, of)
    state = State.read(kind, request.POST.get("state", "")).kept(kind)
    report = reports.named(ListReport.name)
    typed = {
        "list": kind.name,
        "state": state.query(),
        "attempt": request.POST.get("attempt", ""),
    }
    form = report.asks(typed, report=report, user=request.user)
    if not form.is_valid():
        raise Http404
    try:
        job = ask(
            report=report,
            question=form.question(),
            answers=form.stored(),
            by=request.user,
            attempt=form.cleaned_data["attempt"],
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{kind.page(state.filters)}?{state.query()}")
    return redirect("reports:job", job.reference)


def _kept(request, reference):
    found = selectors.view(request.user, reference)
    access.require(request.user, "lists.keep_view", found)
    return found
