"""Subsidy assessments of a project."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from projects.contracts import forms
from projects.contracts.models import Subsidy
from projects.contracts.services import subsidies as services
from projects.contracts.views.finding import find, find_project, kept, project_url

FORM = "form.html"


def subsidy_url(subsidy: Subsidy) -> str:
    return reverse("contracts:subsidy", args=[subsidy.project.slug, subsidy.reference])


@acts
def add(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    access.require(request.user, "projects.keep_contract", project)
    form = forms.SubsidyForm(posted(request), cancel=project_url(project))
    made = carried_out(
        form, lambda: services.assess(by=request.user, project=project, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Assessment saved. Another person reviews it next")
        return redirect(subsidy_url(made))
    values = {
        "form": form,
        "title": "Assess an award",
        "caption": str(project),
        "back": project_url(project),
    }
    return show(request, FORM, values)


@require_safe
def subsidy(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find(request, Subsidy, slug, reference)
    may_keep = request.user.has_perm("projects.keep_contract", found)
    return render(
        request,
        "projects/workspace/contracts/subsidy.html",
        {
            "subsidy": found,
            "project": found.project,
            "may_keep": may_keep and found.withdrawn_on is None,
            "may_review": may_keep
            and found.withdrawn_on is None
            and found.reviewed_on is None
            and found.assessed_by_id != request.user.pk,
        },
    )


@acts
def review(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = kept(request, Subsidy, slug, reference)
    return confirm(
        request,
        title=f"Is this assessment of {found.enterprise} right?",
        sentence="Your review is recorded with your name. The assessment cannot be changed "
        "afterwards.",
        button="Confirm assessment",
        back=subsidy_url(found),
        act=lambda: services.review(by=request.user, subsidy=found),
        done="Assessment reviewed",
    )


@dataclass(frozen=True)
class Act:
    title: str
    form: type[Any]
    does: Callable[..., Any]
    done: str


ACTS = {
    "upload": Act("Record upload", forms.UploadForm, services.upload, "Upload saved"),
    "confirm": Act(
        "Record confirmation", forms.ConfirmForm, services.confirm_award, "Confirmation saved"
    ),
    "withdraw": Act(
        "Withdraw assessment", forms.WithdrawForm, services.withdraw, "Assessment withdrawn"
    ),
}


@acts
def act(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    found = kept(request, Subsidy, slug, reference)
    step = ACTS[what]
    form = step.form(posted(request), cancel=subsidy_url(found))
    return acted(
        request,
        form,
        lambda: step.does(by=request.user, subsidy=found, **form.cleaned_data),
        done=step.done,
        back=subsidy_url(found),
        template=FORM,
        title=step.title,
        caption=str(found),
    )
