"""Grants to voluntary bodies: the register, one grant, and its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.access import seen
from diz_portal.lists import selectors as lists
from diz_portal.pages import acted, acts, carried_out, posted, show
from projects.money.forms import regrants as forms
from projects.money.models import FundingSource, Regrant
from projects.money.regrant_enums import TO_RELEASE, RegrantState
from projects.money.selectors import regrants as selectors
from projects.money.services import regrants as services
from projects.portfolio.models import Project


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.see_own_money")
    listing = lists.listing("grants", request)
    page = listing.page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "may_keep": request.user.has_perm("projects.keep_money"),
        "report_url": reverse("reports:new", args=["grants-register"]),
    }
    return render(request, "projects/workspace/money/grants/list.html", context)


def _find(request: HttpRequest, reference: str) -> Regrant:
    grants = Regrant.objects.visible_to(request.user).select_related(
        "source__project__lead", "source__organisation", "recipient__organisation"
    )
    found = get_object_or_404(grants, reference=reference)
    return seen(request.user, "projects.see_regrant", found)


def _kept(request: HttpRequest, reference: str) -> Regrant:
    found = _find(request, reference)
    access.require(request.user, "projects.keep_money", found.source)
    return found


def grant_url(grant: Regrant) -> str:
    return reverse("money:grant", args=[grant.reference])


@require_safe
def grant(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    row: Any = selectors.with_paid(Regrant.objects.filter(pk=found.pk)).get()
    may_keep = request.user.has_perm("projects.keep_money", found.source)
    context = {
        "grant": found,
        "paid": row.paid,
        "left": found.amount - row.paid,
        "progress": selectors.PROGRESS[selectors.progress(row)],
        "postings": selectors.postings_of(found),
        "notes": found.notes.select_related("by"),
        "steps": found.steps.select_related("by"),
        "published": [TO_RELEASE[name] for name in found.public_fields],
        "may_keep": may_keep,
        "sees_source": request.user.has_perm("projects.see_source", found.source),
        "may_pay": may_keep and found.state == RegrantState.AWARDED and row.paid < found.amount,
    }
    return render(request, "projects/workspace/money/grants/grant.html", context)


@acts
def add(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.keep_money")
    back = reverse("money:grants")
    form = forms.NewGrantForm(posted(request), sources=_sources(request.user), cancel=back)
    made = carried_out(form, lambda: services.decide(by=request.user, **form.cleaned_data))
    if made:
        messages.success(request, "Grant added")
        return redirect(grant_url(made))
    values = {"form": form, "title": "Add grant", "back": back}
    return show(request, "projects/workspace/money/grants/add.html", values)


def _sources(user: Any) -> Any:
    """Out of which the person may make grants: of projects whose accounts they keep."""
    kept = [one.pk for one in Project.objects.worked_on_by(user) if _keeps(user, one)]
    return FundingSource.objects.standing().filter(project__in=kept)


def _keeps(user: Any, project: Project) -> bool:
    return user.has_perm("projects.keep_money", project)


@acts
def add_recipient(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.keep_money")
    back = reverse("money:grant_add")
    form = forms.RecipientForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: services.add_recipient(by=request.user, **form.cleaned_data),
        done="Recipient added",
        back=back,
        template="form.html",
        title="Add recipient",
    )


@dataclass(frozen=True)
class Act:
    """A step: `does` is called with `by=`, `regrant=` and what was typed."""

    title: str
    form: Callable[..., Any]
    does: Callable[..., Any]
    done: str
    sentence: str = ""


ACTS = {
    "edit": Act("Edit grant", forms.GrantForm, services.edit, "Grant saved"),
    "award": Act("Award grant", forms.AwardGrantForm, services.award, "Grant awarded"),
    "vary": Act(
        "Change amount",
        forms.VaryGrantForm,
        services.vary,
        "Amount changed",
        "The earlier amount stays in the history.",
    ),
    "pay": Act(
        "Record payment",
        forms.PayGrantForm,
        services.pay,
        "Payment recorded",
        "The payment is spend of the funding source.",
    ),
    "monitor": Act("Add monitoring note", forms.MonitorForm, services.monitor, "Note saved"),
    "cancel": Act(
        "Cancel grant",
        forms.CancelGrantForm,
        services.cancel,
        "Grant cancelled",
        "You cannot undo this. The grant stays on record.",
    ),
    "publish": Act(
        "Select what is published",
        forms.PublishForm,
        services.publish,
        "Published fields saved",
        "The public edition of the grants register contains only what you select here.",
    ),
}
# What a form has to know besides.
_OF_GRANT = {"edit", "vary", "pay", "monitor", "cancel", "publish"}


@acts
def act(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    found = _kept(request, reference)
    step = ACTS[what]
    known: dict[str, Any] = {"grant": found} if what in _OF_GRANT else {}
    form = step.form(posted(request), cancel=grant_url(found), **known)
    return acted(
        request,
        form,
        lambda: step.does(by=request.user, regrant=found, **form.cleaned_data),
        done=step.done,
        back=grant_url(found),
        template="projects/workspace/money/grants/act.html",
        grant=found,
        title=step.title,
        sentence=step.sentence,
    )
