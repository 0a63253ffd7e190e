"""The contracts and subsidies of a project, and one contract."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, carried_out, page_of, posted, show
from projects.contracts import forms
from projects.contracts.enums import KPIS_FROM, KPIS_NEEDED, Procurement
from projects.contracts.models import Contract
from projects.contracts.services import contracts as services
from projects.contracts.views.finding import find, find_project, kept, project_url

FORM = "form.html"


def contract_url(contract: Contract) -> str:
    return reverse("contracts:contract", args=[contract.project.slug, contract.reference])


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    return render(
        request,
        "projects/workspace/contracts/project.html",
        {
            "project": found,
            "page": page_of(request, found.contracts.select_related("buyer")),
            "subsidies": found.subsidies.all()[:100],
            "may_keep": request.user.has_perm("projects.keep_contract", found),
            "may_direct": request.user.has_perm("projects.keep_directions"),
        },
    )


@acts
def add(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.keep_contract", found)
    form = forms.NewContractForm(posted(request), project=found, cancel=project_url(found))
    made = carried_out(
        form, lambda: services.enter(by=request.user, project=found, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Contract saved")
        return redirect(contract_url(made))
    values = {
        "form": form,
        "title": "Add contract",
        "caption": str(found),
        "back": project_url(found),
    }
    return show(request, FORM, values)


@require_safe
def contract(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find(request, Contract, slug, reference)
    kpis = list(found.kpis.all())
    needs_kpis = found.regime == Procurement.ACT_2023 and found.value >= KPIS_FROM
    return render(
        request,
        "projects/workspace/contracts/contract.html",
        {
            "contract": found,
            "project": found.project,
            "notices": found.notices.all(),
            "kpis": kpis,
            "missing_kpis": max(KPIS_NEEDED - len(kpis), 0) if needs_kpis else 0,
            "reviews": found.reviews.all(),
            "may_keep": request.user.has_perm("projects.keep_contract", found),
        },
    )


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = kept(request, Contract, slug, reference)
    form = forms.ContractForm(posted(request), contract=found, cancel=contract_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, contract=found, **form.cleaned_data),
        done="Contract saved",
        back=contract_url(found),
        template=FORM,
        title="Edit contract",
        caption=str(found),
    )


@dataclass(frozen=True)
class Act:
    title: str
    form: type[Any]
    does: Callable[..., Any]
    done: str


ACTS = {
    "notice": Act("Add notice", forms.NoticeForm, services.add_notice, "Notice added"),
    "kpi": Act("Add key performance indicator", forms.KpiForm, services.add_kpi, "Indicator added"),
    "plan": Act("Add review date", forms.PlanReviewForm, services.plan_review, "Review added"),
}


@acts
def act(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    found = kept(request, Contract, slug, reference)
    step = ACTS[what]
    form = step.form(posted(request), cancel=contract_url(found))
    return acted(
        request,
        form,
        lambda: step.does(by=request.user, contract=found, **form.cleaned_data),
        done=step.done,
        back=contract_url(found),
        template=FORM,
        title=step.title,
        caption=str(found),
    )


@acts
def review(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    found = kept(request, Contract, slug, reference)
    planned = get_object_or_404(found.reviews.select_related("contract"), reference=one)
    form = forms.ReviewForm(posted(request), cancel=contract_url(found))
    return acted(
        request,
        form,
        lambda: services.review(by=request.user, review=planned, **form.cleaned_data),
        done="Review recorded",
        back=contract_url(found),
        template=FORM,
        title="Record review",
        caption=str(found),
    )
