"""Where programme managers add the file of another partnership, look at it, and publish it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.impact.models import OtherPartnership
from diz_portal.pages import acts, carried_out, confirm, posted, posted_files, show

from . import selectors, services
from .forms import FileForm


def _list() -> str:
    return reverse("impact_workspace:others")


def _page(found: OtherPartnership) -> str:
    return reverse("impact_workspace:other", args=[found.reference])


def _find(request: HttpRequest, reference: str) -> OtherPartnership:
    require(request.user, "impact.keep")
    return get_object_or_404(OtherPartnership, reference=reference)


@require_safe
def others(request: HttpRequest) -> HttpResponse:
    require(request.user, "impact.keep")
    found = OtherPartnership.objects.all()
    return render(request, "impact/workspace/others.html", {"others": found})


@acts
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, "impact.keep")
    form = FileForm(posted(request), posted_files(request), cancel=_list())
    added = carried_out(
        form, lambda: services.add(content=form.cleaned_data["file"].read(), by=request.user)
    )
    if added:
        return redirect(_page(added))
    values = {"form": form, "back": _list(), "title": "Add another partnership"}
    return show(request, "form.html", values)


@require_safe
def other(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return render(
        request,
        "impact/workspace/other.html",
        {"other": found, "comparison": selectors.comparison(found)},
    )


@acts
def publish(request: HttpRequest, reference: str, file: str) -> HttpResponse:
    """The address says which file was looked at."""
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Publish the comparison with {found.name}?",
        sentence="Anyone will be able to read their figures beside ours, and what differs in how "
        "they are counted. You can withdraw it at any time.",
        button="Publish comparison",
        back=_page(found),
        back_to=found.name,
        act=lambda: services.publish(other=found, sha256=file, by=request.user),
        done="Comparison published",
    )


@acts
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Withdraw the comparison with {found.name}?",
        sentence="The public will no longer see it. You can publish it again.",
        button="Withdraw comparison",
        back=_page(found),
        back_to=found.name,
        act=lambda: services.withdraw(other=found, by=request.user),
        done="Comparison withdrawn",
    )


@acts
def remove(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Remove {found.name}?",
        sentence="Their figures are deleted here. You can add their file again.",
        button="Remove partnership",
        back=_page(found),
        back_to=found.name,
        act=lambda: services.remove(other=found, by=request.user),
        done="Partnership removed",
        after=_list(),
        is_grave=True,
    )
