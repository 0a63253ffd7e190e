"""Case studies and lessons learned in the workspace of a project."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.impact.declaring import named
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project
from projects.stories import services
from projects.stories.forms import (
    LessonForm,
    NewLessonForm,
    NewStoryForm,
    SendBackForm,
    StoryForm,
)
from projects.stories.models import CaseStudy, LessonLearned

FORM = "form.html"


def _list_url(project: Project) -> str:
    return reverse("stories:project", args=[project.slug])


def story_url(story: CaseStudy) -> str:
    return reverse("stories:story", args=[story.project.slug, story.reference])


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.see_stories", found)
    return render(
        request,
        "projects/workspace/stories/list.html",
        {
            "project": found,
            "stories": list(found.case_studies.select_related("organisation")),
            "lessons": list(found.lessons_learned.all()),
            "may_write": request.user.has_perm("projects.write_stories", found),
            "may_publish": request.user.has_perm("projects.publish_stories", found),
        },
    )


def _find(request: HttpRequest, slug: str, reference: str, permission: str) -> CaseStudy:
    rows = CaseStudy.objects.worked_on_by(request.user).select_related(
        "project__lead", "organisation"
    )
    found = get_object_or_404(rows, project__slug=slug, reference=reference)
    access.seen(request.user, "projects.see_stories", found)
    access.require(request.user, permission, found)
    return found


@acts
def write(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.write_stories", found)
    form = NewStoryForm(posted(request), project=found, cancel=_list_url(found))
    made = carried_out(
        form, lambda: services.write(by=request.user, project=found, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Case study added")
        return redirect(story_url(made))
    values = {
        "form": form,
        "title": "Write a case study",
        "caption": str(found),
        "back": _list_url(found),
    }
    return show(request, FORM, values)


@require_safe
def story(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference, "projects.see_stories")
    return render(
        request,
        "projects/workspace/stories/story.html",
        {
            "project": found.project,
            "story": found,
            "figures": [one.title for one in map(named, found.figures) if one],
            "events": found.events.select_related("by"),
            "may_write": request.user.has_perm("projects.write_stories", found),
            "may_publish": request.user.has_perm("projects.publish_stories", found),
        },
    )


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference, "projects.write_stories")
    form = StoryForm(posted(request), story=found, cancel=story_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, story=found, **form.cleaned_data),
        done="Case study saved",
        back=story_url(found),
        template=FORM,
        title="Edit case study",
        caption=str(found),
    )


def _asked(
    request: HttpRequest,
    found: CaseStudy,
    act: Callable[..., Any],
    *,
    title: str,
    sentence: str,
    button: str,
    done: str,
) -> HttpResponse:
    return confirm(
        request,
        title=f"{title}: {found}?",
        sentence=sentence,
        button=button,
        back=story_url(found),
        act=lambda: act(by=request.user, story=found),
        done=done,
    )


@acts
def send(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _asked(
        request,
        _find(request, slug, reference, "projects.write_stories"),
        services.send,
        title="Send this case study for review",
        sentence="Someone who did not write it reads it before a programme manager publishes it. "
        "You cannot edit it while it is in review.",
        button="Send for review",
        done="Case study sent for review",
    )


@acts
def send_back(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference, "projects.write_stories")
    form = SendBackForm(posted(request), cancel=story_url(found))
    return acted(
        request,
        form,
        lambda: services.send_back(by=request.user, story=found, **form.cleaned_data),
        done="Case study sent back",
        back=story_url(found),
        template=FORM,
        title="Send this case study back",
        caption=str(found),
    )


@acts
def review(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _asked(
        request,
        _find(request, slug, reference, "projects.write_stories"),
        services.review,
        title="Mark this case study as reviewed",
        sentence="You confirm that it is true, that everyone who is named has agreed, and that it "
        "says how the impact is known.",
        button="Mark as reviewed",
        done="Case study reviewed",
    )


@acts
def publish(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _asked(
        request,
        _find(request, slug, reference, "projects.publish_stories"),
        services.publish,
        title="Publish this case study",
        sentence="Anyone can then read all of it, and which organisation wrote it.",
        button="Publish case study",
        done="Case study published",
    )


@acts
def withdraw(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _asked(
        request,
        _find(request, slug, reference, "projects.publish_stories"),
        services.withdraw,
        title="Withdraw this case study",
        sentence="The public can no longer read it. It becomes a draft and needs another review.",
        button="Withdraw case study",
        done="Case study withdrawn",
    )


# Lessons learned -----------------------------------------------------------------------------


def _lesson(request: HttpRequest, slug: str, reference: str, permission: str) -> LessonLearned:
    rows = LessonLearned.objects.worked_on_by(request.user).select_related("project__lead")
    found = get_object_or_404(rows, project__slug=slug, reference=reference)
    access.seen(request.user, "projects.see_stories", found)
    access.require(request.user, permission, found)
    return found


@acts
def add_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    access.require(request.user, "projects.write_stories", found)
    form = NewLessonForm(posted(request), cancel=_list_url(found))
    return acted(
        request,
        form,
        lambda: services.add_lesson(by=request.user, project=found, **form.cleaned_data),
        done="Lesson added",
        back=_list_url(found),
        template=FORM,
        title="Add a lesson learned",
        caption=str(found),
    )


@acts
def edit_lesson(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _lesson(request, slug, reference, "projects.write_stories")
    form = LessonForm(posted(request), lesson=found, cancel=_list_url(found.project))
    return acted(
        request,
        form,
        lambda: services.edit_lesson(by=request.user, lesson=found, **form.cleaned_data),
        done="Lesson saved",
        back=_list_url(found.project),
        template=FORM,
        title="Edit lesson learned",
        caption=str(found.project),
    )


@acts
def release_lesson(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _lesson(request, slug, reference, "projects.publish_stories")
    return confirm(
        request,
        title=f"Release this lesson: {found}?",
        sentence="Anyone can then read it, with the name of the project.",
        button="Release lesson",
        back=_list_url(found.project),
        act=lambda: services.release_lesson(lesson=found),
        done="Lesson released",
    )


@acts
def withdraw_lesson(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _lesson(request, slug, reference, "projects.publish_stories")
    return confirm(
        request,
        title=f"Withdraw this lesson: {found}?",
        sentence="The public can no longer read it. You can release it again.",
        button="Withdraw lesson",
        back=_list_url(found.project),
        act=lambda: services.withdraw_lesson(lesson=found),
        done="Lesson withdrawn",
    )
