"""What was learned, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.pages import chosen_of
from diz_portal.search import Asked

from . import selectors
from .models import Recognition, Theme


@login_not_required
@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """Everything, or what has all of the words that were asked for."""
    typed = chosen_of(request, "q")["q"]
    asked = Asked.of(typed, by_post=False) if typed else None
    problem = asked.problem if asked else ""
    return render(
        request,
        "knowledge/knowledge.html",
        {
            "typed": typed,
            "problem": problem,
            "groups": [] if problem else selectors.knowledge(asked),
            "themes": list(Theme),
        },
        status=422 if problem else 200,
    )


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in Theme.values:
        raise Http404
    found = Theme(slug)
    return render(
        request,
        "knowledge/theme.html",
        {"theme": found, "groups": selectors.of_theme(found), "themes": list(Theme)},
    )


@login_not_required
@require_safe
def recognition(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/recognition.html", {"found": list(Recognition.objects.all())})
