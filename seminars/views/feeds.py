"""Feeds: the same to everybody, and sent again only when something has changed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from seminars.selectors import feeds


@login_not_required
@require_safe
@conditional_page
def feed(request, kind):
    content_type, write = feeds.KINDS[kind]
    response = HttpResponse(write(), content_type=f"{content_type}; charset=utf-8")
    # Read by scripts of other pages too: it is open data.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response
