"""The personal link: the key of whoever registered."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from seminars import services
from seminars.selectors import seminars as selectors


def by_link(view):
    """Find the registration of a personal link; of one that was erased, say so."""

    @wraps(view)
    def found(request, token, **more):
        registration = selectors.by_token(token)
        if registration is None:
            raise Http404
        if registration.erased_at:
            return render(request, "seminars/erased.html", status=410)
        response = view(request, registration, **more)
        if request.method == "POST" and response.status_code != 405:
            # Looking proves nothing: mail scanners follow links, but press no buttons.
            services.answered(registration=registration)
        return response

    # Private to whoever holds the link: no copy is kept on the way or in a shared browser.
    return login_not_required(never_cache(found))
