"""The workspace of partners: the organisations somebody works in, or for a manager all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from diz_portal.access import require
from partners import panels, selectors, services
from partners.forms import AddOrganisationForm, OrganisationForm, ReasonForm
from partners.models import (
    ORGANISATION_MOVES,
    Agreement,
    JoinRequestState,
    Organisation,
    OrganisationState,
    Sector,
)
from partners.rules import is_manager

from .answering import carried_out, confirm, show

A_PAGE = 50
ACTS = ["GET", "HEAD", "POST"]


def find(request, slug) -> Organisation:
    """An organisation whose workspace this person may enter; another one does not exist."""
    return get_object_or_404(Organisation.objects.worked_in_by(request.user), slug=slug)


@require_safe
def list_organisations(request):
    manages = is_manager(request.user)
    chosen = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:100]
        for name in ("q", "state", "sector")
    }
    found = selectors.portfolio(
        request.user, search=chosen["q"], state=chosen["state"], sector=chosen["sector"]
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partners/workspace/list.html",
        {
            "page": page,
            "organisations": page.object_list,
            "count": page.paginator.count,
            "caption": _counted(page.paginator.count),
            "requests": selectors.to_answer(request.user)[:20],
            "chosen": chosen,
            "is_narrowed": any(chosen.values()),
            "manages": manages,
            "states": OrganisationState.choices,
            "sectors": Sector.choices,
        },
    )


@require_safe
def organisation(request, slug):
    """Its people, what waits for an answer, and its agreements."""
    found = find(request, slug)
    user = request.user
    looks_after = user.has_perm("partners.look_after_people", found)
    manages = is_manager(user)
    return render(
        request,
        "partners/workspace/organisation.html",
        {
            "organisation": found,
            "people": selectors.people_of(found),
            "looks_after": looks_after,
            "invitations": selectors.invitations_of(found) if looks_after else [],
            "requests": found.join_requests.waiting() if looks_after else [],
            "agreements": Agreement.objects.visible_to(user).filter(parties=found),
            "manages": manages,
            "moves": ORGANISATION_MOVES[OrganisationState(found.state)] if manages else set(),
            "can_invite": found.state in (OrganisationState.ACTIVE, OrganisationState.INVITED),
            "districts": found.districts.all(),
            "panels": panels.panels_for(found, request, panels.WORKSPACE),
        },
    )


@require_http_methods(ACTS)
def add(request):
    require(request.user, "partners.manage")
    form = AddOrganisationForm(
        request.POST if request.method == "POST" else None, cancel=list_url()
    )

    def bring_in():
        values = dict(form.cleaned_data)
        return services.add_organisation(
            by=request.user, contact_email=values.pop("email"), **values
        )

    if added := carried_out(form, bring_in):
        messages.success(request, f"{added} is on the list.")
        return redirect("partners_workspace:organisation", slug=added.slug)
    return show(request, "partners/workspace/add.html", {"form": form})


@require_http_methods(ACTS)
def edit(request, slug):
    found = find(request, slug)
    require(request.user, "partners.edit_organisation", found)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        organisation=found,
        names_too=is_manager(request.user),
        cancel=url_of(found),
    )

    def save():
        services.edit_organisation(by=request.user, organisation=found, **form.cleaned_data)

    if carried_out(form, save):
        messages.success(request, "The public page has been changed.")
        return redirect(url_of(found))
    return show(request, "partners/workspace/edit.html", {"form": form, "organisation": found})


@require_http_methods(ACTS)
def approve(request, slug):
    """An application: let it in, or decline it with a reason."""
    require(request.user, "partners.manage")
    found = find(request, slug)
    if OrganisationState.INVITED not in ORGANISATION_MOVES[OrganisationState(found.state)]:
        messages.info(request, f"{found} is no longer waiting for an answer.")
        return redirect(url_of(found))
    declines = request.method == "POST" and "reason" in request.POST
    form = ReasonForm(request.POST if declines else None)
    if declines:

        def decline():
            services.decline(
                by=request.user, organisation=found, reason=form.cleaned_data["reason"]
            )

        if carried_out(form, decline):
            messages.success(request, f"{found} has been told.")
            return redirect(list_url())
    elif request.method == "POST":
        return confirm(
            request,
            title=f"Approve {found}",
            sentence="It is invited to take part.",
            button="Approve",
            back=url_of(found),
            act=lambda: services.approve(by=request.user, organisation=found),
            done=f"{found} is approved.",
        )
    return show(
        request,
        "partners/workspace/approve.html",
        {
            "form": form,
            "organisation": found,
            "requests": found.join_requests.filter(state=JoinRequestState.WAITING),
            "is_application": found.state == OrganisationState.APPLIED,
        },
    )


# What a manager may do to an organisation: verb → (service, heading, what happens, afterwards).
MOVES = {
    "suspend": (
        services.suspend,
        "Suspend {}",
        "Its people are shut out of the workspace, and its public page disappears, until it is "
        "reinstated. Nothing is deleted.",
        "{} is suspended.",
    ),
    "reinstate": (
        services.reinstate,
        "Reinstate {}",
        "Its people can work here again, and its public page returns.",
        "{} is active again.",
    ),
    "leave": (
        services.leave,
        "{} leaves the partnership",
        "All its memberships end and its open invitations are withdrawn. What it did here stays "
        "on record.",
        "{} has left the partnership.",
    ),
}


@require_http_methods(ACTS)
def move(request, slug, verb):
    require(request.user, "partners.manage")
    found = find(request, slug)
    service, heading, sentence, afterwards = MOVES[verb]
    return confirm(
        request,
        title=heading.format(found),
        sentence=sentence,
        button=heading.format(found),
        back=url_of(found),
        act=lambda: service(by=request.user, organisation=found),
        done=afterwards.format(found),
        is_grave=verb != "reinstate",
    )


def _counted(number: int) -> str:
    return "1 organisation" if number == 1 else f"{number} organisations"


def url_of(found: Organisation) -> str:
    return reverse("partners_workspace:organisation", args=[found.slug])


def list_url() -> str:
    return reverse("partners_workspace:list")
