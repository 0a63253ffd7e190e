"""Finding what an address names, for the person who asks: what they may not read is not there."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from diz_portal.access import seen
from projects.money.forms.finance import AsAtForm
from projects.money.models import BudgetLine, Claim, FundingSource, Posting
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt


def find_project(request: HttpRequest, slug: str) -> Project:
    """A project of whose money the person may read at least a part."""
    found = get_object_or_404(
        Project.objects.worked_on_by(request.user).select_related("lead"), slug=slug
    )
    if not request.user.has_perm("projects.see_own_money", found):
        raise Http404
    return found


def find_claims_of(request: HttpRequest, slug: str) -> Project:
    """A project of which the person may read a claim, or at least a part of its money."""
    claimed = Claim.objects.visible_to(request.user).filter(source__project__slug=slug)
    if not claimed.exists():
        return find_project(request, slug)
    return get_object_or_404(
        Project.objects.worked_on_by(request.user).select_related("lead"), slug=slug
    )


def find_source(request: HttpRequest, slug: str, reference: str) -> FundingSource:
    sources = FundingSource.objects.visible_to(request.user).select_related(
        "project__lead", "organisation"
    )
    found = get_object_or_404(sources, project__slug=slug, reference=reference)
    return seen(request.user, "projects.see_source", found)


def find_posting(request: HttpRequest, slug: str, reference: str) -> Posting:
    postings = Posting.objects.visible_to(request.user).select_related(
        "source__project__lead", "organisation", "by"
    )
    found = get_object_or_404(postings, source__project__slug=slug, reference=reference)
    return seen(request.user, "projects.see_posting", found)


def find_line(request: HttpRequest, slug: str, reference: str) -> BudgetLine:
    lines = BudgetLine.objects.visible_to(request.user).select_related(
        "source__project__lead", "source__organisation", "organisation"
    )
    found = get_object_or_404(lines, source__project__slug=slug, reference=reference)
    return seen(request.user, "projects.see_budget_line", found)


def find_claim(request: HttpRequest, slug: str, reference: str) -> Claim:
    claims = Claim.objects.visible_to(request.user).select_related(
        "source__project__lead", "organisation"
    )
    found = get_object_or_404(claims, source__project__slug=slug, reference=reference)
    return seen(request.user, "projects.see_claim", found)


def claim_url(claim: Claim) -> str:
    return reverse("money:claim", args=[claim.source.project.slug, claim.reference])


def line_url(line: BudgetLine) -> str:
    return reverse("money:line", args=[line.source.project.slug, line.reference])


def money_url(project: Project) -> str:
    return reverse("money:project", args=[project.slug])


def source_url(source: FundingSource) -> str:
    return reverse("money:source", args=[source.project.slug, source.reference])


def as_at_of(request: HttpRequest) -> tuple[AsAt, AsAtForm]:
    """The day that was asked for; of an unreadable one, today, and the form says so."""
    form = AsAtForm(request.GET if "as_at" in request.GET else None)
    day = form.cleaned_data.get("as_at") if form.is_bound and form.is_valid() else None
    return (AsAt.on(day) if day else AsAt.today()), form
