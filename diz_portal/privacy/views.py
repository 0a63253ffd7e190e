from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal import access

from . import registry


@require_safe
def register(request):
    """What we hold, for the managers who answer for it."""
    access.require(request.user, "privacy.see_register")
    return render(request, "privacy/register.html", {"records": registry.summary()})
