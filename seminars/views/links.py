"""The personal link: the key of whoever registered."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


@login_not_required
@require_safe
def moved(request, token, to):
    """An address that messages of before have leads on to the one it has now."""
    return redirect(to, token)
