"""The budget of a project, a line of it, and what is expected of each quarter."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, carried_out, chosen_of, posted, show
from projects.money import periods
from projects.money.forms.budget import (
    BudgetForm,
    BudgetLineForm,
    ExplainForm,
    ForecastForm,
    year_choices,
)
from projects.money.models import BudgetLine
from projects.money.selectors import budget as selectors
from projects.money.services import budget as services
from projects.money.views.finding import (
    as_at_of,
    find_line,
    find_project,
    find_source,
    line_url,
    source_url,
)
from projects.portfolio.controlled import is_controlled

FORM = "projects/workspace/money/line_form.html"


@require_safe
def budget(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    years = year_choices(selectors.quarters_of(project))
    chosen = chosen_of(request, "year")["year"]
    year = date(int(chosen), 4, 1) if chosen in dict(years) else None
    lines = BudgetLine.objects.visible_to(request.user).filter(source__project=project)
    as_at, form = as_at_of(request)
    may_keep = request.user.has_perm("projects.keep_money", project)
    return render(
        request,
        "projects/workspace/money/budget.html",
        {
            "project": project,
            "budget": selectors.of_lines(lines, project, year, as_at),
            "as_at": as_at,
            "form": form,
            "years": years,
            "chosen": chosen if year else "",
            "year_name": periods.year_name(year) if year else "",
            "sees_all": request.user.has_perm("projects.see_money", project),
            "may_keep": may_keep,
            "sources": list(selectors.may_be_budgeted(project)) if may_keep else [],
        },
        status=422 if form.errors else 200,
    )


@require_safe
def line(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_line(request, slug, reference)
    return render(
        request,
        "projects/workspace/money/line.html",
        {
            "line": found,
            "shown": selectors.of_line(found),
            "revisions": selectors.revisions(found),
            "may_keep": request.user.has_perm("projects.keep_money", found.source),
            "may_forecast": request.user.has_perm("projects.forecast_spend", found),
        },
    )


@acts
def add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    source = find_source(request, slug, reference)
    access.require(request.user, "projects.keep_money", source)
    form = BudgetLineForm(posted(request), source=source, cancel=source_url(source))
    made = carried_out(
        form, lambda: services.add(by=request.user, source=source, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Budget line added. Set its budget next")
        return redirect(line_url(made))
    return show(
        request,
        "projects/workspace/money/act.html",
        {"form": form, "source": source, "title": "Add budget line"},
    )


@acts
def set_budget(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_line(request, slug, reference)
    access.require(request.user, "projects.keep_money", found.source)
    if is_controlled(found.source.project):
        messages.info(request, "This project is under change control. Request the change here")
        return redirect("change:project", slug)
    form = BudgetForm(posted(request), line=selectors.of_line(found), cancel=line_url(found))
    return acted(
        request,
        form,
        lambda: services.set_budget(
            by=request.user,
            line=found,
            amounts=form.amounts,
            reason=form.cleaned_data["reason"],
        ),
        done="Budget saved",
        back=line_url(found),
        template=FORM,
        line=found,
        title="Set budget",
        caption=found.heading,
    )


@acts
def forecast(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Beside it stands what earlier forecasts said and what came."""
    found = find_line(request, slug, reference)
    access.require(request.user, "projects.forecast_spend", found)
    shown = selectors.of_line(found)
    form = ForecastForm(posted(request), line=shown, cancel=line_url(found))
    return acted(
        request,
        form,
        lambda: services.revise_forecast(
            by=request.user,
            line=found,
            amounts=form.amounts,
            code=form.cleaned_data["code"],
            reason=form.cleaned_data["reason"],
        ),
        done="Forecast saved",
        back=line_url(found),
        template=FORM,
        line=found,
        missed=[one for one in shown.quarters if one.forecast_missed_by is not None],
        title="Revise forecast",
        caption=found.heading,
    )


@acts
def explain(request: HttpRequest, slug: str, reference: str, quarter: str) -> HttpResponse:
    found = find_line(request, slug, reference)
    access.require(request.user, "projects.forecast_spend", found)
    try:
        first_day = periods.as_month(quarter)
        shown = selectors.of_line(found).quarter(first_day)
    except (ValueError, StopIteration):
        raise Http404 from None
    form = ExplainForm(posted(request), cancel=line_url(found))
    return acted(
        request,
        form,
        lambda: services.explain(
            by=request.user, line=found, quarter=first_day, **form.cleaned_data
        ),
        done="Reason saved",
        back=line_url(found),
        template=FORM,
        line=found,
        explained=shown,
        title=f"Explain variance in {shown.name}",
        caption=found.heading,
    )
