"""Choosing one's digest, and the way out of it by its link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from diz_portal.access import require
from diz_portal.pages import acted, acts, posted

from . import services
from .forms import DigestForm
from .models import Digest


@acts
def digest(request):
    require(request.user, "attention.see")
    mine = Digest.objects.filter(person=request.user).first()
    form = DigestForm(posted(request), digest=mine, cancel=reverse("mfa_index"))
    return acted(
        request,
        form,
        lambda: services.choose(by=request.user, **form.cleaned_data),
        done="Email digest saved",
        back=reverse("digests:digest"),
        template="digests/digest.html",
        digest=mine,
    )


# A mail program posts it by itself, without a cookie of ours (RFC 8058); the link is signed.
@csrf_exempt
@login_not_required
@never_cache
@acts
def stop(request, token):
    found = services.by_token(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.stop(digest=found)
        messages.success(request, "Email digest stopped")
        return redirect(request.path)
    return render(request, "digests/stop.html", {"is_on": bool(found.days)})
