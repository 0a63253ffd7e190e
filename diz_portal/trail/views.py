from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.pages import page_of

from . import reading
from .registry import tracked_of


@require_safe
def history(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    tracked = tracked_of(kind)
    record = tracked.find(request.user, reference) if tracked else None
    if tracked is None or record is None:
        raise Http404
    context = {
        "record": record,
        "back": tracked.url(record),
        "page": page_of(request, reading.history(tracked, record)),
    }
    return render(request, "workspace/history.html", context)
