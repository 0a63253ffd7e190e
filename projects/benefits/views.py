"""Benefits in the workspace of a project."""

from decimal import ROUND_HALF_UP, Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access, charts
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from diz_portal.spreadsheets import csv_response
from projects.benefits import files, selectors, services
from projects.benefits.compared import compared_on_a_page
from projects.benefits.drawings import curve
from projects.benefits.forms import (
    BenefitForm,
    MeasureForm,
    NewBenefitForm,
    SiteMeasuresForm,
)
from projects.benefits.models import Benefit
from projects.benefits.selectors import Realised
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project

FORM = "form.html"


def benefit_url(benefit: Benefit, name: str = "benefit") -> str:
    return reverse(f"benefits:{name}", args=[benefit.project.slug, benefit.reference])


def _list_url(project: Project) -> str:
    return reverse("benefits:project", args=[project.slug])


def _said(number: Decimal) -> str:
    """Whole from 100 on, where pence of a measure say nothing."""
    rounded = number.quantize(Decimal(1), ROUND_HALF_UP) if abs(number) >= 100 else number
    return f"{rounded:,f}".removesuffix(".00")


def drawn(one: Realised) -> tuple[str, str]:
    """The title of its curve, and the curve."""
    unit = one.benefit.unit
    if one.last is None:
        title = f"From {_said(one.benefit.baseline)} to {_said(one.benefit.target)} {unit}"
    else:
        title = f"{_said(one.last.amount)} {unit}, planned {_said(one.points[-1].planned)}"
    svg = charts.in_each_size(
        lambda size: curve(one, size),
        name=f"benefit-{one.benefit.reference}",
        title=title,
        description="The dashed line is the plan. The solid line is what was measured.",
    )
    return title, svg


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.see_benefits", found)
    return render(
        request,
        "projects/workspace/benefits/list.html",
        {
            "project": found,
            "roles": selectors.by_role(selectors.realised(found.benefits.all())),
            "may_keep": request.user.has_perm("projects.keep_benefits", found),
        },
    )


@require_safe
def project_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All of the project, released or not: a row for each baseline, measure and target."""
    found = find_project(request, slug)
    access.require(request.user, "projects.see_benefits", found)
    rows = files.rows(selectors.realised(found.benefits.all()))
    return csv_response(f"{found.slug}-benefits.csv", files.CSV_HEADER, rows)


def _find(request: HttpRequest, slug: str, reference: str) -> Benefit:
    rows = Benefit.objects.worked_on_by(request.user).select_related("project__lead", "owner")
    found = get_object_or_404(rows, project__slug=slug, reference=reference)
    return access.seen(request.user, "projects.see_benefits", found)


def _kept(request: HttpRequest, slug: str, reference: str) -> Benefit:
    found = _find(request, slug, reference)
    access.require(request.user, "projects.keep_benefits", found)
    return found


@acts
def add(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.keep_benefits", found)
    form = NewBenefitForm(posted(request), project=found, cancel=_list_url(found))
    made = carried_out(
        form, lambda: services.add(by=request.user, project=found, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Benefit added")
        return redirect(benefit_url(made))
    values = {
        "form": form,
        "title": "Add benefit",
        "caption": str(found),
        "back": _list_url(found),
    }
    return show(request, FORM, values)


@require_safe
def benefit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference)
    (one,) = selectors.realised(Benefit.objects.filter(pk=found.pk))
    title, svg = drawn(one)
    may_keep = request.user.has_perm("projects.keep_benefits", found)
    may_release = request.user.has_perm("projects.release_benefits", found)
    return render(
        request,
        "projects/workspace/benefits/benefit.html",
        {
            "project": found.project,
            "benefit": found,
            "one": one,
            "curve_title": title,
            "curve": svg,
            "compared": compared_on_a_page(found),
            "corrected": found.measures.exclude(corrected_by=None).select_related("corrected_by"),
            "may_keep": may_keep,
            "may_edit": may_keep and (may_release or not found.is_released),
            "may_release": may_release,
        },
    )


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _kept(request, slug, reference)
    form = BenefitForm(posted(request), benefit=found, cancel=benefit_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, benefit=found, **form.cleaned_data),
        done="Benefit saved",
        back=benefit_url(found),
        template=FORM,
        title="Edit benefit",
        caption=str(found),
    )


@acts
def record(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _kept(request, slug, reference)
    form = MeasureForm(posted(request), benefit=found, cancel=benefit_url(found))
    return acted(
        request,
        form,
        lambda: services.record(by=request.user, benefit=found, **form.cleaned_data),
        done="Measure recorded",
        back=benefit_url(found),
        template=FORM,
        title="Record measure",
        caption=str(found),
        sentence=found.measure,
    )


@acts
def record_sites(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _kept(request, slug, reference)
    form = SiteMeasuresForm(posted(request), benefit=found, cancel=benefit_url(found))
    return acted(
        request,
        form,
        lambda: services.record_sites(by=request.user, benefit=found, **form.cleaned_data),
        done="Measures of sites recorded",
        back=benefit_url(found),
        template=FORM,
        title="Record measures of sites",
        caption=str(found),
        sentence="They compare sites that are connected with those still waiting. The public reads "
        "averages of 10 sites or more, never those of one.",
    )


@acts
def correct(request: HttpRequest, slug: str, reference: str, measure: str) -> HttpResponse:
    found = _kept(request, slug, reference)
    was = get_object_or_404(found.measures.select_related("corrected_by"), reference=measure)
    names = ("on", "amount", "people", "method")
    form = MeasureForm(
        posted(request),
        benefit=found,
        cancel=benefit_url(found),
        corrects=True,
        initial={name: getattr(was, name) for name in names},
    )
    return acted(
        request,
        form,
        lambda: services.record(by=request.user, benefit=found, corrects=was, **form.cleaned_data),
        done="Measure corrected",
        back=benefit_url(found),
        template=FORM,
        title="Correct measure",
        caption=str(found),
    )


@acts
def release(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference)
    access.require(request.user, "projects.release_benefits", found)
    return confirm(
        request,
        title=f"Release this benefit: {found}?",
        sentence="Anyone can then read its outcome, who benefits, owner, baseline, target, "
        "measures and how they were measured, other causes and disbenefits. Dependencies stay "
        "private.",
        button="Release benefit",
        back=benefit_url(found),
        act=lambda: services.release(by=request.user, benefit=found),
        done="Benefit released",
    )


@acts
def withdraw(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference)
    access.require(request.user, "projects.release_benefits", found)
    return confirm(
        request,
        title=f"Withdraw this benefit: {found}?",
        sentence="The public can no longer read it. You can release it again.",
        button="Withdraw benefit",
        back=benefit_url(found),
        act=lambda: services.withdraw(by=request.user, benefit=found),
        done="Benefit withdrawn",
    )
