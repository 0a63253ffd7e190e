"""Where programme managers keep themes and recognition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acted, acts, confirm, posted

from . import selectors, services
from .forms import RecognitionForm, ThemeForm
from .models import Recognition, Theme


def _home() -> str:
    return reverse("knowledge_workspace:overview")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    require(request.user, "knowledge.keep")
    return render(
        request,
        "knowledge/workspace/overview.html",
        {"themes": list(Theme), "found": list(Recognition.objects.all())},
    )


@acts
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    require(request.user, "knowledge.keep")
    if slug not in Theme.values:
        raise Http404
    found = Theme(slug)
    form = ThemeForm(
        posted(request),
        choices=selectors.choices(),
        tagged=selectors.tagged(found),
        cancel=_home(),
    )
    return acted(
        request,
        form,
        lambda: services.set_theme(theme=found, shown=form.shown, given=form.cleaned_data),
        done="Theme saved",
        back=_home(),
        template="form.html",
        title=found.label,
        caption="Theme",
        sentence="Select what belongs to this theme. Its page shows these to anyone.",
    )


@acts
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, "knowledge.keep")
    form = RecognitionForm(posted(request), cancel=_home())
    return acted(
        request,
        form,
        lambda: services.add_recognition(by=request.user, **form.cleaned_data),
        done="Recognition added",
        back=_home(),
        template="form.html",
        title="Add recognition",
        caption="Awards and recognition",
        sentence="Anyone will be able to read it, with its source.",
    )


@acts
def remove(request: HttpRequest, reference: str) -> HttpResponse:
    require(request.user, "knowledge.keep")
    found = get_object_or_404(Recognition, reference=reference)
    return confirm(
        request,
        title=f"Remove this recognition: {found}?",
        sentence="The public page will no longer show it.",
        button="Remove recognition",
        back=_home(),
        act=lambda: services.remove_recognition(recognition=found),
        done="Recognition removed",
        is_grave=True,
    )
