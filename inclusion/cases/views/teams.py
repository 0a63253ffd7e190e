"""A team: who works on its cases, and who has emergency access to them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, confirm, posted, show
from inclusion.cases.forms.teams import NameLeadForm
from inclusion.cases.models import Duty, Team
from inclusion.cases.selectors import teams as selectors
from inclusion.cases.services import named_leads


def find(request, slug: str) -> Team:
    found = get_object_or_404(
        Team.objects.visible_to(request.user).select_related(
            "organisation", "safeguarding_lead", "data_protection_lead"
        ),
        organisation__slug=slug,
    )
    return seen(request.user, "inclusion.see_team", found)


@require_safe
def team(request, slug):
    found = find(request, slug)
    return render(
        request,
        "inclusion/teams/team.html",
        {
            "team": found,
            "duties": selectors.duties(found, request.user),
            "caseworkers": selectors.caseworkers_of(found),
            "past": selectors.past(found),
        },
    )


@acts
def name(request, slug, duty):
    found, duty = find(request, slug), Duty(duty)
    require(request.user, "inclusion.name_leads", found)
    form = NameLeadForm(posted(request), team=found, duty=duty, by=request.user)

    def name_them():
        return named_leads.name(team=found, duty=duty, by=request.user, **form.cleaned_data)

    if carried_out(form, name_them):
        messages.success(request, f"{duty.label} named")
        return redirect(found)
    page = {"form": form, "team": found, "duty": duty}
    return show(request, "inclusion/teams/name.html", page)


# Verb → (service, question, what happens, button, afterwards).
ACTIONS = {
    "propose": (
        named_leads.propose,
        "Propose the only lead of {team} as {duty}?",
        "We will email them. Nothing changes until they accept.",
        "Propose the lead",
        "Proposal sent",
    ),
    "accept": (
        named_leads.accept,
        "Accept the role of {duty} at {team}?",
        "You will have emergency access to the team’s cases, for one hour at a time and with a "
        "reason. The team is told each time.",
        "Accept role",
        "Role accepted",
    ),
    "decline": (
        named_leads.decline,
        "Decline the role of {duty} at {team}?",
        "The proposal will end. A programme manager can propose you again.",
        "Decline role",
        "Role declined",
    ),
    "remove": (
        named_leads.remove,
        "Remove the {duty} of {team}?",
        "No one will have emergency access in this role until someone else is named. Any proposal "
        "will end too.",
        "Remove {duty}",
        "{Duty} removed",
    ),
}
# The same, where no one is named yet.
WITHDRAW = (
    named_leads.remove,
    "Withdraw the proposal for {duty} of {team}?",
    "The person who was proposed will no longer be able to accept. You can propose someone again.",
    "Withdraw proposal",
    "Proposal withdrawn",
)


@acts
def act(request, slug, duty, verb):
    found, duty = find(request, slug), Duty(duty)
    if verb not in selectors.verbs(found, duty, request.user, even_if_nothing=True):
        raise PermissionDenied
    only_proposed = verb == "remove" and not getattr(found, duty.field)
    service, question, happens, button, done = WITHDRAW if only_proposed else ACTIONS[verb]
    words = {"team": found, "duty": duty.label.lower(), "Duty": duty.label}
    return confirm(
        request,
        title=question.format(**words),
        sentence=happens,
        button=button.format(**words),
        back=found.get_absolute_url(),
        act=lambda: service(team=found, duty=duty, by=request.user),
        done=done.format(**words),
        is_grave=verb == "remove",
    )
