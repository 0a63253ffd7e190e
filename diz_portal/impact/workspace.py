"""Where programme managers publish: editions, corrections, and figures that have to be released."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acted, acts, confirm, posted
from diz_portal.words import uk_date

from . import selectors, services
from .declaring import PublicFigure, figures, named
from .forms import CorrectionForm


def _home() -> str:
    return reverse("impact_workspace:overview")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    require(request.user, "impact.keep")
    found = {one.name: one for one in selectors.current()}
    allowed = selectors.released()
    return render(
        request,
        "impact/workspace/overview.html",
        {
            "figures": [(one, found.get(one.name), one.name in allowed) for one in figures()],
            "editions": selectors.editions(),
            "corrections": selectors.corrections(),
        },
    )


@acts
def make_edition(request: HttpRequest) -> HttpResponse:
    require(request.user, "impact.keep")
    today = timezone.localdate()
    return confirm(
        request,
        title="Publish an edition of all figures?",
        sentence=f"Anyone will always be able to read the figures as at {uk_date(today)}. You "
        "cannot change or delete an edition. If a number is wrong, you can publish a correction "
        "beside it.",
        button="Publish edition",
        back=_home(),
        act=lambda: services.make_edition(by=request.user),
        done="Edition published",
        after=reverse("impact:edition", args=[today.isoformat()]),
    )


@acts
def correct(request: HttpRequest) -> HttpResponse:
    require(request.user, "impact.keep")
    form = CorrectionForm(posted(request), cancel=_home())
    return acted(
        request,
        form,
        lambda: services.correct(by=request.user, **form.cleaned_data),
        done="Correction published",
        back=_home(),
        template="form.html",
        title="Publish a correction",
        sentence="Anyone will be able to read it in the list of corrections.",
    )


def _to_release(name: str) -> PublicFigure:
    found = named(name)
    if found is None or not found.needs_release:
        raise Http404
    return found


@acts
def release(request: HttpRequest, slug: str) -> HttpResponse:
    require(request.user, "impact.keep")
    found = _to_release(slug)
    return confirm(
        request,
        title=f"Release this figure: {found.title}?",
        sentence=found.releases,
        button="Release figure",
        back=_home(),
        act=lambda: services.release(figure=slug, by=request.user),
        done="Figure released",
    )


@acts
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    require(request.user, "impact.keep")
    found = _to_release(slug)
    return confirm(
        request,
        title=f"Withdraw this figure: {found.title}?",
        sentence="The page of latest figures will no longer show it. Editions that contain "
        "it will not change.",
        button="Withdraw figure",
        back=_home(),
        act=lambda: services.withdraw(figure=slug, by=request.user),
        done="Figure withdrawn",
    )
