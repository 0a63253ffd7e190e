"""Our figures beside those of another partnership, for anybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import selectors


@login_not_required
@require_safe
def others(request: HttpRequest) -> HttpResponse:
    return render(request, "impact/others.html", {"others": selectors.published()})


@login_not_required
@require_safe
def compared(request: HttpRequest, reference: str) -> HttpResponse:
    other = get_object_or_404(selectors.published(), reference=reference)
    return render(
        request,
        "impact/compared.html",
        {"other": other, "comparison": selectors.comparison(other)},
    )
