"""What was pledged, has come, was spent and is held: of all projects, of one, of one partner."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, posted
from partners.models import Organisation
from projects.money import statement_file
from projects.money.enums import SourceState
from projects.money.forms.finance import FinanceForm
from projects.money.models import FundingSource
from projects.money.selectors import finance, portfolio, statement
from projects.money.selectors.statement import Statement
from projects.money.services import finance as services
from projects.money.views.finding import as_at_of, find_project, money_url


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Each project of whose money the person may read at least a part."""
    access.require(request.user, "projects.see_own_money")
    rows = portfolio.rows(request.user)
    return render(
        request,
        "projects/workspace/money/portfolio.html",
        {
            "rows": rows,
            "partners": portfolio.partners(request.user),
            "may_keep": request.user.has_perm("projects.keep_money"),
            "decides_claims": request.user.has_perm("projects.decide_claims"),
        },
    )


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    as_at, form = as_at_of(request)
    sees_all = request.user.has_perm("projects.see_money", found)
    sources = FundingSource.objects.visible_to(request.user).filter(project=found)
    shown = statement.of_sources(sources, as_at)
    return render(
        request,
        "projects/workspace/money/project.html",
        {
            "project": found,
            "form": form,
            "statement": shown,
            "withdrawn": _withdrawn(sources, shown),
            "sees_all": sees_all,
            "sees_contracts": request.user.has_perm("projects.see_contract", found),
            "report_url": reverse("reports:new", args=["pooled-fund-statement"]),
            "finance": finance.of(found) if sees_all else None,
            "gap": finance.gap(found, shown) if sees_all else None,
            "may_keep": request.user.has_perm("projects.keep_money", found),
        },
        status=422 if form.errors else 200,
    )


def _withdrawn(sources: QuerySet[FundingSource], shown: Statement) -> list[FundingSource]:
    """Those that the statement leaves out: they can be restored, so they can be found."""
    there = [line.source.pk for line in (*shown.lines, *shown.in_kind)]
    left = sources.filter(state=SourceState.WITHDRAWN).exclude(pk__in=there)
    return list(left.order_by("title", "pk"))


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """What one partner pledged to all projects, and what became of it."""
    organisation, sources = _given_by(request, slug)
    as_at, form = as_at_of(request)
    return render(
        request,
        "projects/workspace/money/partner.html",
        {
            "organisation": organisation,
            "form": form,
            "statement": statement.of_sources(sources, as_at),
        },
        status=422 if form.errors else 200,
    )


def _given_by(request: HttpRequest, slug: str) -> tuple[Organisation, QuerySet[FundingSource]]:
    organisation = get_object_or_404(Organisation, slug=slug)
    sources = FundingSource.objects.visible_to(request.user).filter(organisation=organisation)
    if not sources.exists():
        raise Http404
    return organisation, sources


@require_safe
def project_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What the person may read of the statement, as on its page."""
    found = find_project(request, slug)
    as_at, form = as_at_of(request)
    if form.errors:
        # The page says what to do.
        return project(request, slug)
    sources = FundingSource.objects.visible_to(request.user).filter(project=found)
    return statement_file.as_csv(statement.of_sources(sources, as_at), f"statement-{slug}")


@require_safe
def partner_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    _, sources = _given_by(request, slug)
    as_at, form = as_at_of(request)
    if form.errors:
        return partner(request, slug)
    return statement_file.as_csv(statement.of_sources(sources, as_at), f"contributions-{slug}")


@acts
def edit_finance(request: HttpRequest, slug: str) -> HttpResponse:
    """What the project costs, why funding differs, and which variance needs a reason."""
    found = find_project(request, slug)
    access.require(request.user, "projects.keep_money", found)
    form = FinanceForm(posted(request), finance=finance.of(found), cancel=money_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, project=found, **form.cleaned_data),
        done="Cost and limits saved",
        back=money_url(found),
        template="projects/workspace/money/finance.html",
        project=found,
        title="Cost and limits",
        caption=found.title,
    )
