"""Paths, lessons and their questions: for anybody, without an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import kept, pdf
from diz_portal.access import Refusal, seen
from diz_portal.pages import acts
from inclusion.learning import in_print
from inclusion.learning.models import Lesson
from inclusion.learning.selectors import learning as selectors
from inclusion.learning.services import progress
from inclusion.learning.views.learners import done_by, learner_for, learner_of

# On paper: whoever needs it cannot read it on a screen.
TURN_IT_ON = "turn-it-on"


@login_not_required
@require_safe
def paths(request):
    """What would you like to do?"""
    learner = learner_of(request)
    found = selectors.offers(done_by(learner))
    return render(
        request,
        "inclusion/learn/paths.html",
        {
            "offers": found,
            "begun": [one for one in found if one.done and not one.is_finished],
            "sheet": selectors.lesson_called(TURN_IT_ON),
            "learner": learner,
            "hours": settings.SESSION_COOKIE_AGE // 3600,
        },
    )


def _course(request, slug, *, done=True) -> selectors.Course:
    whose = done_by(learner_of(request)) if done else ()
    course = selectors.course(request.user, slug, whose)
    if course is None:
        raise Http404
    return course


@login_not_required
@require_safe
def path(request, slug):
    course = _course(request, slug)
    return render(
        request,
        "inclusion/learn/path.html",
        {"course": course, "links": selectors.leads_on(course.path)},
    )


@login_not_required
@require_safe
def print_out(request, slug):
    """Every lesson on paper, for those who learn away from a screen: pressed once for everybody.

    A manager sees drafts on it, as on the page, and those are kept for nobody."""
    course = selectors.course(request.user, slug)
    if course is None or not course.steps:
        raise Http404
    return _printed(course, f"lesson-print-{course.path.pk}", course.path.slug)


@login_not_required
@require_safe
def print_lesson(request, slug, lesson):
    """One lesson on paper: to lay beside a device that somebody cannot turn on yet."""
    course = _course(request, slug, done=False)
    step = _step(course, lesson)
    return _printed(course.only(step), f"lesson-print-one-{step.lesson.pk}", lesson)


def _printed(course: selectors.Course, named: str, name: str):
    version = in_print.version(course)
    content = kept.content(named, version, lambda: in_print.pressed(course))
    return pdf.response(content, name=name)


@login_not_required
@acts
def lesson(request, slug, lesson):
    """One lesson; the button says that it is done, and leads on."""
    if request.method == "POST":
        return _done(request, slug, lesson)
    if moved := selectors.moved(request.user, slug, lesson):
        return redirect(moved, permanent=True)
    course = _course(request, slug)
    step = _step(course, lesson)
    return render(
        request,
        "inclusion/learn/lesson.html",
        {
            "course": course,
            "step": step,
            "may_review": request.user.has_perm("inclusion.review_lessons"),
            "before": course.at(step.number - 1),
            "after": course.at(step.number + 1),
        },
    )


def _step(course: selectors.Course, slug: str) -> selectors.Step:
    step = course.step_of(slug)
    if step is None:
        raise Http404
    return step


def _done(request, slug, lesson):
    # The page may have been open since before the lesson moved.
    if moved := selectors.moved(request.user, slug, lesson):
        slug = moved.module.path.slug
    found = get_object_or_404(
        Lesson.objects.visible_to(request.user).select_related("module__path"),
        slug=lesson,
        module__path__slug=slug,
    )
    seen(request.user, "inclusion.see_lesson", found)
    try:
        # A manager who looks at a draft leaves no traces in the figures.
        if found.is_published and found.module.path.is_published:
            progress.mark_done(learner=learner_for(request), lesson=found)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    if selectors.quiz(found, request.POST):
        address = reverse("inclusion:learn_questions", args=[slug, lesson])
        return redirect(f"{address}?version={selectors.version_read(found, request.POST)}")
    course = _course(request, slug)
    after = course.at(_step(course, lesson).number + 1)
    return redirect(after.url if after else course.path)


@login_not_required
@require_safe
def questions(request, slug, lesson):
    """The questions after a lesson. Answers stand in the address and nowhere else: nobody keeps
    them, and going back takes nothing away."""
    if moved := selectors.moved(request.user, slug, lesson):
        address = reverse("inclusion:learn_questions", args=[moved.module.path.slug, lesson])
        given = request.GET.urlencode()
        return redirect(f"{address}?{given}" if given else address)
    course = _course(request, slug)
    step = _step(course, lesson)
    asked = selectors.quiz(step.lesson, request.GET)
    if not asked:
        raise Http404
    return render(
        request,
        "inclusion/learn/questions.html",
        {
            "course": course,
            "step": step,
            "asked": asked,
            "version": selectors.version_read(step.lesson, request.GET),
            "is_answered": "answered" in request.GET,
            "unanswered": [one for one in asked if one.chosen is None],
            "right": sum(one.chosen is not None and one.chosen.is_right for one in asked),
            "after": course.at(step.number + 1),
        },
    )
