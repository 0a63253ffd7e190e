"""A project's milestones: baseline, forecast and actual dates."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.lists import selectors as lists
from diz_portal.pages import acted, acts, posted
from projects.portfolio.controlled import is_controlled
from projects.portfolio.forms.milestones import (
    BaselineForm,
    MilestoneForm,
    NewMilestoneForm,
    RestoreForm,
    WithdrawForm,
)
from projects.portfolio.models import Milestone, Project
from projects.portfolio.selectors import milestones as selectors
from projects.portfolio.services import milestones as services
from projects.portfolio.views.common import acted_on, show_withdrawn, url


def project_of(request, slug: str) -> Project:
    """A project whose workspace the person may open; to everybody else it is not there."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead")
    return get_object_or_404(projects, slug=slug)


def _find(request, slug: str, reference: str) -> Milestone:
    project = project_of(request, slug)
    milestone = get_object_or_404(project.milestones.standing(), reference=reference)
    milestone.project = project
    return milestone


@require_safe
def milestones(request, slug):
    project = project_of(request, slug)
    listing = lists.listing("milestones", request, project=slug)
    page = listing.page(request.GET.get("page"))
    under_control = is_controlled(project)
    context = {
        "project": project,
        "is_controlled": under_control,
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "withdrawn": selectors.withdrawn(project),
        "may_restore": request.user.has_perm("projects.change_baseline") and not under_control,
        "may_keep": request.user.has_perm("projects.keep_milestones", project),
    }
    return render(request, "projects/workspace/milestones/list.html", context)


@acts
def add(request, slug):
    project = project_of(request, slug)
    access.require(request.user, "projects.keep_milestones", project)
    if is_controlled(project):
        return redirect("change:project", slug)
    form = NewMilestoneForm(posted(request), project=project)
    return acted_on(
        "milestones",
        request,
        form,
        partial(services.add, project=project),
        done="Milestone added",
        template="add",
        project=project,
    )


@acts
def milestone(request, slug, reference):
    try:
        found = _find(request, slug, reference)
    except Http404:
        return _withdrawn(request, slug, reference)
    access.require(request.user, "projects.keep_milestones", found.project)
    form = MilestoneForm(posted(request), milestone=found)
    return acted_on(
        "milestones",
        request,
        form,
        partial(services.update, milestone=found),
        done="Milestone saved",
        template="edit",
        project=found.project,
        milestone=found,
        is_controlled=is_controlled(found.project),
        changes=list(found.baseline_changes.select_related("approved_by")),
    )


def _withdrawn(request, slug: str, reference: str):
    """Its page once withdrawn, for who may restore it; to everyone else it is not there."""
    project = project_of(request, slug)
    if not request.user.has_perm("projects.change_baseline"):
        raise Http404
    gone = get_object_or_404(project.milestones.exclude(withdrawn_at=None), reference=reference)
    back = ("milestones", "Milestones")
    return show_withdrawn(
        request, gone, project, back=back, restore=("milestone_restore", "Restore milestone")
    )


@acts
def withdraw(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.change_baseline")
    if is_controlled(found.project):
        return redirect("change:project", slug)
    form = WithdrawForm(posted(request), button="Withdraw milestone")
    return acted_on(
        "milestones",
        request,
        form,
        partial(services.withdraw, milestone=found),
        done="Milestone withdrawn",
        template="withdraw",
        project=found.project,
        milestone=found,
    )


@acts
def restore(request, slug, reference):
    project = project_of(request, slug)
    found = get_object_or_404(project.milestones.all(), reference=reference)
    access.require(request.user, "projects.change_baseline")
    if found.withdrawn_at is None:
        return redirect(url("milestones", project))
    if is_controlled(project):
        return redirect("change:project", slug)
    form = RestoreForm(posted(request), button="Restore milestone")
    here = url("milestones", project)
    return acted(
        request,
        form,
        lambda: services.restore(milestone=found, by=request.user, **form.cleaned_data),
        done="Milestone restored",
        back=here,
        template="projects/workspace/restore.html",
        record=found,
        what="milestone",
        list_url=here,
        list_title="Milestones",
        restoring=(
            "It will be shown again in lists, returns and on the public page, with the dates it "
            "had."
        ),
    )


@acts
def baseline(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.change_baseline")
    if is_controlled(found.project):
        return redirect("change:move", slug, reference)
    form = BaselineForm(posted(request))
    return acted_on(
        "milestones",
        request,
        form,
        partial(services.change_baseline, milestone=found),
        done=f"Baseline changed: {found.title}",
        template="baseline",
        project=found.project,
        milestone=found,
    )
