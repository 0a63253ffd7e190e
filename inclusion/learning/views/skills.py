"""What can you do already? For anybody who wishes to know; kept with their progress."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.access import Refusal
from diz_portal.pages import acts, show
from inclusion.learning.models import Assessment, SkillArea
from inclusion.learning.selectors import teaching as selectors
from inclusion.learning.services import assessments
from inclusion.learning.views.asking_skills import area_form, place_of, was_kept
from inclusion.learning.views.learners import learner_for, learner_of


@login_not_required
@never_cache
@acts
def start(request):
    learner = learner_of(request)
    if request.method == "POST":
        try:
            assessment = assessments.begin_own(learner=learner_for(request))
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("inclusion:learn")
        return redirect("inclusion:skills_area", assessments.missing_areas(assessment)[0])
    taken = learner.assessments.finished().order_by("-taken_on", "-pk") if learner else ()
    return render(request, "inclusion/learn/skills_start.html", {"taken": taken})


def _begun(request) -> Assessment | None:
    learner = learner_of(request)
    return learner.assessments.begun().order_by("-pk").first() if learner else None


@login_not_required
@never_cache
@acts
def area(request, area):
    if area not in SkillArea.values:
        raise Http404
    assessment = _begun(request)
    if assessment is None:
        return redirect("inclusion:skills")
    form = area_form(request, assessment, area)
    if was_kept(form, assessment, area):
        left = assessments.missing_areas(assessment)
        return (
            redirect("inclusion:skills_area", left[0])
            if left
            else redirect("inclusion:skills_result", assessment.reference)
        )
    return show(
        request,
        "inclusion/learn/skills_area.html",
        {"form": form, **place_of(assessment, area)},
    )


@login_not_required
@never_cache
@require_safe
def result(request, reference):
    """Of whoever learns in this visit."""
    learner = learner_of(request)
    found = learner.assessments.finished().filter(reference=reference).first() if learner else None
    if found is None:
        raise Http404
    results = selectors.result(found)
    return render(
        request,
        "inclusion/learn/skills_result.html",
        {"assessment": found, "results": results, "paths": selectors.paths_for(results)},
    )
