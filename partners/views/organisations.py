"""The workspace of partners: the organisations somebody works in, or for a manager all."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.attention import selectors as attention
from diz_portal.open_work import End
from diz_portal.open_work.selectors import in_hand as what_is_in_hand
from diz_portal.open_work.services import Decision
from diz_portal.pages import acted, acts, carried_out, chosen_of, confirm, page_of, posted, show
from diz_portal.words import uk_date
from partners import endings, panels, selectors, services
from partners.forms import AddOrganisationForm, OrganisationForm, ReasonForm
from partners.models import (
    ORGANISATION_MOVES,
    Agreement,
    JoinRequestState,
    Organisation,
    OrganisationState,
    Role,
    Sector,
)
from partners.roles import is_manager
from partners.rules import is_member

from .handing_over import end


def find(request, slug) -> Organisation:
    """An organisation whose workspace this person may enter; another one does not exist."""
    return get_object_or_404(Organisation.objects.worked_in_by(request.user), slug=slug)


@require_safe
def list_organisations(request):
    manages = is_manager(request.user)
    chosen = chosen_of(request, "q", "state", "sector")
    found = selectors.portfolio(
        request.user, search=chosen["q"], state=chosen["state"], sector=chosen["sector"]
    )
    page = page_of(request, found)
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
    may_chase = user.has_perm("attention.chase")
    people = list(selectors.people_of(found))
    return render(
        request,
        "partners/workspace/organisation.html",
        {
            "organisation": found,
            "people": people,
            "to_call": [one for one in people if one.phone and one.role == Role.LEAD]
            or [one for one in people if one.phone],
            # While it is suspended its members see this page, and change nothing.
            "is_working_here": is_member(user, found),
            "looks_after": looks_after,
            "invitations": selectors.invitations_of(found) if looks_after else [],
            "requests": found.join_requests.waiting() if looks_after else [],
            "agreements": Agreement.objects.visible_to(user).filter(parties=found),
            "manages": manages,
            "moves": _moves(found) if manages else set(),
            "can_invite": found.state in (OrganisationState.ACTIVE, OrganisationState.INVITED),
            "districts": found.districts.all(),
            "panels": panels.panels_for(found, request, panels.WORKSPACE),
            "may_chase": may_chase,
            "owes": _owes(user, found) if may_chase else None,
        },
    )


def _owes(user, found: Organisation) -> attention.Owing:
    """What managers wait for, and when it was last asked for."""
    items = attention.owed_by(user, found.name)
    (owing,) = attention.owing(items, {}, timezone.localdate()) or [
        attention.Owing(found.name, [], 0, None)
    ]
    return replace(owing, last=attention.last_chase_of(found.name))


def _moves(found: Organisation) -> set[OrganisationState]:
    moves = ORGANISATION_MOVES[OrganisationState(found.state)]
    return moves - services.organisations.STOPS if services.organisations.runs(found) else moves


@acts
def add(request):
    require(request.user, "partners.manage")
    form = AddOrganisationForm(posted(request), cancel=list_url())

    def bring_in():
        values = dict(form.cleaned_data)
        return services.add_organisation(
            by=request.user, contact_email=values.pop("email"), **values
        )

    if added := carried_out(form, bring_in):
        messages.success(request, f"{added} added")
        return redirect("partners_workspace:organisation", slug=added.slug)
    return show(request, "partners/workspace/add.html", {"form": form})


@acts
def edit(request, slug):
    found = find(request, slug)
    require(request.user, "partners.edit_organisation", found)
    form = OrganisationForm(
        posted(request),
        organisation=found,
        names_too=is_manager(request.user),
        cancel=url_of(found),
    )

    def save():
        services.edit_organisation(by=request.user, organisation=found, **form.cleaned_data)

    return acted(
        request,
        form,
        save,
        done="Public page updated",
        back=url_of(found),
        template="partners/workspace/edit.html",
        organisation=found,
    )


@acts
def approve(request, slug):
    """An application: let it in, or decline it with a reason."""
    require(request.user, "partners.manage")
    found = find(request, slug)
    if OrganisationState.INVITED not in ORGANISATION_MOVES[OrganisationState(found.state)]:
        messages.info(request, f"{found} is not waiting for a decision")
        return redirect(url_of(found))
    declines = request.method == "POST" and "reason" in request.POST
    form = ReasonForm(request.POST if declines else None)
    if declines:

        def decline():
            services.decline(
                by=request.user, organisation=found, reason=form.cleaned_data["reason"]
            )

        if carried_out(form, decline):
            messages.success(request, f"We have emailed {found}")
            return redirect(list_url())
    elif request.method == "POST":
        return confirm(
            request,
            title=f"Approve {found}",
            sentence="It will be invited to join.",
            button="Approve organisation",
            back=url_of(found),
            act=lambda: services.approve(by=request.user, organisation=found),
            done=f"{found} approved",
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


def _find_to_stop(request, slug) -> Organisation | None:
    """An organisation whose part may end; the one that runs the partnership stays, and that is
    said."""
    require(request.user, "partners.manage")
    found = find(request, slug)
    if request.method != "POST" and services.organisations.runs(found):
        messages.info(request, services.LeadOrganisationStays.message)
        return None
    return found


@acts
def suspend(request, slug):
    """Shut its people out, once it is said who takes over what they have in hand."""
    found = _find_to_stop(request, slug)
    if found is None:
        return redirect("partners_workspace:organisation", slug)
    return end(
        request,
        ending=endings.of_organisation(found, End.SUSPENDED),
        title=f"Suspend {found}",
        sentence="Its members will lose access to the workspace and its public page will be "
        "hidden until it is reinstated. Nothing will be deleted.",
        button=f"Suspend {found}",
        back=url_of(found),
        until=services.organisations.last_day(),
        act=lambda decision, until: services.suspend(
            by=request.user, organisation=found, decision=decision, until=until
        ),
        done=f"{found} suspended",
    )


@acts
def leave(request, slug):
    found = _find_to_stop(request, slug)
    if found is None:
        return redirect("partners_workspace:organisation", slug)
    return end(
        request,
        ending=endings.of_organisation(found, End.LEFT),
        title=f"Record that {found} has left",
        sentence="All its memberships will end and open invitations will be withdrawn. Past work "
        "stays on record.",
        button="Record as left",
        back=url_of(found),
        act=lambda decision, until: services.leave(
            by=request.user, organisation=found, decision=decision
        ),
        done=f"{found} has left the partnership",
    )


@acts
def reinstate(request, slug):
    require(request.user, "partners.manage")
    found = find(request, slug)
    title = f"Reinstate {found}"
    return confirm(
        request,
        title=title,
        sentence="Its members will be able to work here again and its public page will be shown. "
        "Work that was reassigned will stay with the people who have it now.",
        button=title,
        back=url_of(found),
        act=lambda: services.reinstate(by=request.user, organisation=found),
        done=f"{found} reinstated",
    )


@acts
def in_hand(request, slug):
    """What a suspended organisation, or one that has left, still has; and to move it on."""
    require(request.user, "partners.manage")
    found = find(request, slug)
    ending = endings.of_work_left(found)
    if request.method != "POST" and not what_is_in_hand(ending):
        messages.info(request, f"{found} has no open work to reassign")
        return redirect(url_of(found))
    return end(
        request,
        ending=ending,
        title=f"Reassign open work of {found}",
        sentence=_how_long(found),
        button="Reassign work",
        back=url_of(found),
        until=found.hands_over_until,
        act=lambda decision, until: services.hand_over(
            by=request.user, organisation=found, decision=decision or Decision(), until=until
        ),
        done="Work reassigned",
    )


def _how_long(found: Organisation) -> str:
    until = found.hands_over_until
    if found.state not in (OrganisationState.SUSPENDED, OrganisationState.LEFT):
        return f"{found} has no caseworker. An organisation lead can give someone that role."
    if until is None or until < timezone.localdate():
        return f"No one at {found} can work on it."
    return (
        f"Until {uk_date(until)} its caseworkers can finish and transfer open cases. They cannot "
        "take new ones."
    )


def _counted(number: int) -> str:
    return "1 organisation" if number == 1 else f"{number} organisations"


def url_of(found: Organisation) -> str:
    return reverse("partners_workspace:organisation", args=[found.slug])


def list_url() -> str:
    return reverse("partners_workspace:list")
