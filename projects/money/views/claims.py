"""The claims of a project, one of them, and what goes into it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.lists import selectors as lists
from diz_portal.pages import acted, acts, carried_out, confirm, posted, posted_files, show
from projects.money.forms.claims import (
    MOST_OFFERED,
    AddSpendForm,
    ClaimForm,
    EvidenceForm,
    NewClaimForm,
    ShareForm,
)
from projects.money.models import Claim, ClaimEvidence, ClaimLine, Posting
from projects.money.selectors import claim_pages
from projects.money.selectors import claims as selectors
from projects.money.services import claim_steps
from projects.money.services import claims as services
from projects.money.views.finding import (
    claim_url,
    find_claim,
    find_claims_of,
    find_source,
    source_url,
)

FORM = "projects/workspace/money/claim_form.html"


@require_safe
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_claims_of(request, slug)
    listing = lists.listing("claims", request, project=slug)
    page = listing.page(request.GET.get("page"))
    may_claim = request.user.has_perm("projects.claim_money", project)
    return render(
        request,
        "projects/workspace/money/claims.html",
        {
            "project": project,
            "listing": listing,
            "page": page,
            "rows": listing.rows(page),
            "sees_money": request.user.has_perm("projects.see_own_money", project),
            "sources": selectors.may_be_claimed_from(project) if may_claim else [],
            "may_claim": may_claim,
        },
    )


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an officer of finance or a certifier, over all projects."""
    access.require(request.user, "projects.decide_claims")
    return render(
        request,
        "projects/workspace/money/claim_queue.html",
        {"queue": claim_pages.queue(request.user)},
    )


@require_safe
def claim(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_claim(request, slug, reference)
    may_claim = request.user.has_perm("projects.claim_money", found)
    may_certify = request.user.has_perm("projects.certify_claim", found)
    return render(
        request,
        "projects/workspace/money/claim.html",
        {
            "claim": found,
            "shown": claim_pages.shown(found),
            # Who is claimed for reads the claim, and may give nothing to the project.
            "sees_money": request.user.has_perm("projects.see_own_money", found.source),
            "sees_source": request.user.has_perm("projects.see_source", found.source),
            "may_claim": may_claim,
            "may_certify": may_certify,
            "prepared_it": may_certify and claim_steps.prepared(request.user, found),
            "approved_it": may_claim and claim_steps.approved(request.user, found),
        },
    )


@acts
def start(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    source = find_source(request, slug, reference)
    access.require(request.user, "projects.claim_money", source)
    form = NewClaimForm(posted(request), source=source, cancel=source_url(source))
    made = carried_out(
        form, lambda: services.start(by=request.user, source=source, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Claim started. Add its spend next")
        return redirect(claim_url(made))
    return show(
        request,
        FORM,
        {
            "form": form,
            "source": source,
            "title": "Start claim",
            "left": selectors.left_to_claim(source),
            "back": source_url(source),
        },
    )


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _kept(request, slug, reference)
    form = ClaimForm(posted(request), claim=found, cancel=claim_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, claim=found, **form.cleaned_data),
        done="Claim saved",
        back=claim_url(found),
        template=FORM,
        claim=found,
        caption=str(found),
        source=found.source,
        title="Edit claim",
    )


@acts
def add_lines(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """“Left to claim” stays in view; the server works it out again when the form is sent."""
    found = _kept(request, slug, reference)
    offered = selectors.may_be_claimed(found)
    form = AddSpendForm(posted(request), offered=offered, cancel=claim_url(found))
    shown = claim_pages.shown(found)
    return acted(
        request,
        form,
        lambda: services.add_lines(by=request.user, claim=found, **form.cleaned_data),
        done="Spend added. Add its evidence next",
        back=claim_url(found),
        template=FORM,
        claim=found,
        caption=str(found),
        source=found.source,
        title="Add spend",
        shown=shown,
        offers=len(offered),
        most=MOST_OFFERED,
        asks_spend=True,
    )


@acts
def line(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    found, its_line = _line(request, slug, reference, one)
    (spend,) = selectors.spends(Posting.objects.filter(pk=its_line.posting_id), but=its_line)
    form = ShareForm(posted(request), line=its_line, left=spend.left, cancel=claim_url(found))
    return acted(
        request,
        form,
        lambda: services.set_share(by=request.user, line=its_line, **form.cleaned_data),
        done="Share saved",
        back=claim_url(found),
        template=FORM,
        claim=found,
        caption=str(found),
        source=found.source,
        line=its_line,
        title="Change share",
        shown=claim_pages.shown(found),
    )


@acts
def remove_line(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    found, its_line = _line(request, slug, reference, one)
    return confirm(
        request,
        title=f"Remove “{its_line.posting.description}” from this claim?",
        sentence="Its evidence will be deleted from the claim. The spend stays in the accounts and "
        "can be claimed again.",
        button="Remove line",
        back=claim_url(found),
        act=lambda: services.remove_line(by=request.user, line=its_line),
        done="Line removed",
        is_grave=True,
    )


@acts
def evidence(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    found, its_line = _line(request, slug, reference, one)
    form = EvidenceForm(
        posted(request), posted_files(request), line=its_line, cancel=claim_url(found)
    )
    return acted(
        request,
        form,
        lambda: services.add_evidence(by=request.user, line=its_line, **form.cleaned_data),
        done="Evidence saved",
        back=claim_url(found),
        template=FORM,
        claim=found,
        caption=str(found),
        source=found.source,
        line=its_line,
        title="Add evidence",
        files=its_line.evidence.select_related("paper"),
    )


@acts
def remove_evidence(
    request: HttpRequest, slug: str, reference: str, one: str, file: str
) -> HttpResponse:
    found, its_line = _line(request, slug, reference, one)
    kept = get_object_or_404(
        ClaimEvidence.objects.select_related("paper", "line__claim__source"),
        line=its_line,
        reference=file,
    )
    return confirm(
        request,
        title=f"Remove {kept.paper.original_name}?",
        sentence="The file will be deleted. You cannot undo this.",
        button="Remove file",
        back=claim_url(found),
        act=lambda: services.remove_evidence(by=request.user, evidence=kept),
        done="File removed",
        is_grave=True,
    )


def _kept(request: HttpRequest, slug: str, reference: str) -> Claim:
    found = find_claim(request, slug, reference)
    access.require(request.user, "projects.claim_money", found)
    return found


def _line(request: HttpRequest, slug: str, reference: str, one: str) -> tuple[Claim, ClaimLine]:
    found = _kept(request, slug, reference)
    its_line = get_object_or_404(found.lines.select_related("posting__source"), reference=one)
    its_line.claim = found
    return found, its_line
