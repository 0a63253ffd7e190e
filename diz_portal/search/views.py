from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from diz_portal.access import require
from diz_portal.pages import acts

from . import reading
from .forms import SearchForm
from .registry import searchable


@acts
@never_cache
@sensitive_post_parameters("q")
def search(request: HttpRequest) -> HttpResponse:
    """Things by `?q=`, which can be linked to; people too where it is posted, so that no name is
    in an address, a log or the history of a browser. Changes nothing either way."""
    require(request.user, "attention.see")
    by_post = request.method == "POST"
    sent = request.POST if by_post else request.GET
    form = SearchForm(sent if "q" in sent else None, by_post=by_post)
    kind = sent.get("in", "")
    only = searchable(kind) if kind else None
    page = {"form": form, "by_post": by_post, "only": only, "most": reading.MOST}
    if form.is_valid():
        try:
            page["groups"] = reading.found(request.user, form.asked, only.kind if only else "")
            page["asked"] = form.asked
        except reading.TooSlow as refusal:
            form.add_error("q", refusal.message)
    status = 422 if form.errors else 200
    return render(request, "search/search.html", page, status=status)
