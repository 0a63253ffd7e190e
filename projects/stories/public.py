"""Published case studies and released lessons, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.impact import selectors as impact
from diz_portal.knowledge import selectors as knowledge
from projects.stories.models import CaseStudy, LessonLearned


@login_not_required
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    rows = CaseStudy.objects.public().select_related("project", "organisation")
    return render(request, "projects/stories/list.html", {"stories": list(rows)})


@login_not_required
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    rows = CaseStudy.objects.public().select_related("project", "organisation")
    found = get_object_or_404(rows, slug=slug)
    return render(
        request,
        "projects/stories/story.html",
        {
            "story": found,
            "figures": list(impact.current_of_these(found.figures).values()),
            "themes": knowledge.themes_of("case-study", found.reference),
        },
    )


@login_not_required
@require_safe
def lesson(request: HttpRequest, reference: str) -> HttpResponse:
    rows = LessonLearned.objects.public().select_related("project")
    found = get_object_or_404(rows, reference=reference)
    return render(
        request,
        "projects/stories/lesson.html",
        {"lesson": found, "themes": knowledge.themes_of("lesson", found.reference)},
    )
