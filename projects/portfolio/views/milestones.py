"""A project's milestones: promised, expected, met."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from diz_portal import access
from diz_portal.editing import status_of
from partners.views.answering import carried_out
from projects.portfolio.forms.milestones import BaselineForm, MilestoneForm, NewMilestoneForm
from projects.portfolio.models import Milestone, Project
from projects.portfolio.selectors import milestones as selectors
from projects.portfolio.services import milestones as services
from projects.portfolio.views.common import page_of


def project_of(request, slug: str) -> Project:
    """A project whose workspace the person may open; to everybody else it is not there."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead")
    return get_object_or_404(projects, slug=slug)


def _find(request, slug: str, reference: str) -> Milestone:
    project = project_of(request, slug)
    milestone = get_object_or_404(project.milestones.all(), reference=reference)
    milestone.project = project
    return milestone


@require_safe
def milestones(request, slug):
    project = project_of(request, slug)
    context = {
        "project": project,
        "page": page_of(request, selectors.of_project(project)),
        "may_keep": request.user.has_perm("projects.keep_milestones", project),
        "today": timezone.localdate(),
    }
    return render(request, "projects/workspace/milestones/list.html", context)


def _ask(request, form, act, *, done: str, template: str, context: dict):
    """Show the form, call the service, answer: the shape all three pages share."""
    if carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, done)
        return redirect("projects_workspace:milestones", context["project"].slug)
    return render(
        request,
        f"projects/workspace/milestones/{template}.html",
        {**context, "form": form},
        status=status_of(form),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug):
    project = project_of(request, slug)
    access.require(request.user, "projects.keep_milestones", project)
    form = NewMilestoneForm(request.POST if request.method == "POST" else None, project=project)
    return _ask(
        request,
        form,
        lambda **values: services.add(by=request.user, project=project, **values),
        done="The milestone is added.",
        template="add",
        context={"project": project},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.keep_milestones", found.project)
    form = MilestoneForm(request.POST if request.method == "POST" else None, milestone=found)
    return _ask(
        request,
        form,
        lambda **values: services.update(by=request.user, milestone=found, **values),
        done=f"Saved: {found.title}.",
        template="edit",
        context={
            "project": found.project,
            "milestone": found,
            "changes": list(found.baseline_changes.select_related("approved_by")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def baseline(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.change_baseline")
    form = BaselineForm(request.POST if request.method == "POST" else None)
    return _ask(
        request,
        form,
        lambda **values: services.change_baseline(by=request.user, milestone=found, **values),
        done=f"The baseline of “{found.title}” is changed.",
        template="baseline",
        context={"project": found.project, "milestone": found},
    )
