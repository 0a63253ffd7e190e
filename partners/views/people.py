"""An organisation's people: invitations, roles, and requests to join."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from diz_portal.access import require, seen
from diz_portal.editing import held
from diz_portal.editing.forms import MARK
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import Decision
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from partners import endings, selectors, services
from partners.forms import ApproveForm, InviteForm, PhoneForm, ReasonForm, RoleForm
from partners.models import Invitation, JoinRequest, JoinRequestState, OrganisationState, Role

from .handing_over import end
from .organisations import find, list_url, url_of


@acts
def invite(request, slug):
    organisation = find(request, slug)
    require(request.user, "partners.invite", organisation)
    form = InviteForm(
        posted(request),
        roles=selectors.roles_to_give(request.user, organisation),
        cancel=url_of(organisation),
    )

    def send():
        return services.invite(by=request.user, organisation=organisation, **form.cleaned_data)

    return acted(
        request,
        form,
        send,
        done="Invitation sent. It expires in 14 days",
        back=url_of(organisation),
        template="partners/workspace/invite.html",
        organisation=organisation,
    )


@acts
def send_again(request, reference):
    invitation = _invitation(request, reference)
    return confirm(
        request,
        title=f"Send the invitation to {invitation.name or invitation.email} again?",
        sentence=f"We will email {invitation.name or invitation.email} a new link, which expires "
        "after 14 days. The old link will stop working.",
        button="Send invitation again",
        back=url_of(invitation.organisation),
        act=lambda: services.send_again(by=request.user, invitation=invitation),
        done="Invitation sent again",
    )


@acts
def withdraw(request, reference):
    invitation = _invitation(request, reference)
    return confirm(
        request,
        title=f"Withdraw the invitation to {invitation.name or invitation.email}?",
        sentence=f"The link sent to {invitation.name or invitation.email} will stop working.",
        button="Withdraw invitation",
        back=url_of(invitation.organisation),
        act=lambda: services.withdraw(by=request.user, invitation=invitation),
        done="Invitation withdrawn",
        is_grave=True,
    )


@acts
def change_role(request, slug, person):
    organisation, membership = _membership(request, slug, person)
    form = RoleForm(
        posted(request),
        membership=membership,
        roles=selectors.roles_to_give(request.user, organisation, to=membership),
        cancel=url_of(organisation),
    )

    def change():
        services.change_role(by=request.user, membership=membership, **form.cleaned_data)

    with held(form):
        if form.is_valid():
            role = form.cleaned_data["role"]
            ending = endings.of_role(membership)
            # Where something is in hand, the choice is carried to the page that asks who takes
            # it, with the mark of the form in which it was made.
            if role != membership.role and in_hand(ending):
                return end(
                    request,
                    ending=ending,
                    title=f"Change the role of {membership.person}",
                    sentence=f"Their role at {organisation} will change to "
                    f"{Role(role).label.lower()}.",
                    button="Change role",
                    back=url_of(organisation),
                    carried={"role": role, MARK: request.POST.get(MARK, "")},
                    act=lambda decision, until: services.change_role(
                        by=request.user, membership=membership, role=role, decision=decision
                    ),
                    done=f"Role of {membership.person} changed",
                )

        if carried_out(form, change):
            messages.success(request, f"Role of {membership.person} changed")
            return redirect(url_of(organisation))
    page = {"form": form, "organisation": organisation, "membership": membership}
    return show(request, "partners/workspace/role.html", page)


@acts
def change_phone(request, slug, person):
    """Where a member is called at work: their own to keep, and of those who look after members."""
    organisation = find(request, slug)
    membership = get_object_or_404(
        selectors.people_of(organisation).select_related("organisation"), person__reference=person
    )
    require(request.user, "partners.change_phone", membership)
    form = PhoneForm(posted(request), membership=membership, cancel=url_of(organisation))

    def change():
        services.change_phone(by=request.user, membership=membership, **form.cleaned_data)

    return acted(
        request,
        form,
        change,
        done="Phone number saved",
        back=url_of(organisation),
        template="form.html",
        title=f"Phone number: {membership.person}",
        caption=str(organisation),
    )


@acts
def remove(request, slug, person):
    organisation, membership = _membership(request, slug, person)
    return end(
        request,
        ending=endings.of_membership(membership),
        title=f"Remove {membership.person} from {organisation}",
        sentence="They will no longer be able to act for the organisation. Their past work stays "
        "on record under their name.",
        button="Remove from organisation",
        back=url_of(organisation),
        act=lambda decision, until: services.end_membership(
            by=request.user, membership=membership, decision=decision
        ),
        done=f"{membership.person} removed from {organisation}",
    )


@acts
def left_by_people(request, slug):
    """What people who have left still have in hand here; and to pass it on."""
    organisation = find(request, slug)
    require(request.user, "partners.look_after_people", organisation)
    ending = endings.of_people_gone(organisation)
    if request.method != "POST" and not in_hand(ending):
        messages.info(request, "People who have left have no open work to reassign")
        return redirect(url_of(organisation))
    return end(
        request,
        ending=ending,
        title=f"Reassign work of people who have left {organisation}",
        sentence="They are no longer caseworkers here, or their account is closed.",
        button="Reassign work",
        back=url_of(organisation),
        act=lambda decision, until: services.pass_on_of_people_gone(
            by=request.user, organisation=organisation, decision=decision or Decision()
        ),
        done="Work reassigned",
    )


@acts
def join_request(request, reference):
    """Somebody asks to join: approve with a role, or decline with a reason."""
    asked = get_object_or_404(
        JoinRequest.objects.visible_to(request.user).select_related("organisation", "decided_by"),
        reference=reference,
    )
    seen(request.user, "partners.decide_join_request", asked)
    organisation = asked.organisation
    if asked.state == JoinRequestState.WAITING and organisation.state in (
        OrganisationState.APPLIED,
        OrganisationState.LEFT,
    ):
        return redirect("partners_workspace:approve", slug=organisation.slug)
    has_lead = organisation.memberships.leads().exists()
    decision = request.POST.get("decision")
    approval = ApproveForm(
        None if decision == "decline" else posted(request),
        initial={"role": Role.CONTRIBUTOR if has_lead else Role.LEAD},
        roles=selectors.roles_to_give(request.user, organisation),
    )
    refusal = ReasonForm(request.POST if decision == "decline" else None)
    if approval.is_bound and decision != "approve":
        approval.full_clean()
        approval.add_error(None, "Select “Approve and invite” or “Decline”")

    def approve():
        services.approve_join_request(by=request.user, request=asked, **approval.cleaned_data)

    def decline():
        services.decline_join_request(by=request.user, request=asked, **refusal.cleaned_data)

    if carried_out(approval, approve):
        messages.success(request, f"{asked.name} invited")
        return redirect(list_url())
    if carried_out(refusal, decline):
        messages.success(request, f"We have emailed {asked.name}")
        return redirect(list_url())
    return show(
        request,
        "partners/workspace/join_request.html",
        {
            "asked": asked,
            "organisation": organisation,
            "form": approval if approval.is_bound else refusal,
            "approval": approval,
            "refusal": refusal,
            "is_waiting": asked.state == JoinRequestState.WAITING,
        },
    )


def _invitation(request, reference) -> Invitation:
    found = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("organisation"),
        reference=reference,
    )
    return seen(request.user, "partners.settle_invitation", found)


def _membership(request, slug, person):
    organisation = find(request, slug)
    require(request.user, "partners.look_after_people", organisation)
    membership = get_object_or_404(
        selectors.people_of(organisation).select_related("organisation"), person__reference=person
    )
    return organisation, seen(request.user, "partners.see_membership", membership)
