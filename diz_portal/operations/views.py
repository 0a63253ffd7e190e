"""The operations page: for managers, who answer for the portal, and for whoever runs it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import access, words
from diz_portal.backups import releasing
from diz_portal.pages import acts
from diz_portal.pages.asking import confirm

from . import selectors


@never_cache
@require_safe
def overview(request):
    access.require(request.user, "operations.see")
    lines = selectors.lines()
    return render(
        request,
        "operations/overview.html",
        {
            "lines": lines,
            "to_do": sum(not line.is_well for line in lines),
            "held": releasing.held(),
        },
    )


@acts
def release(request):
    access.require(request.user, "operations.see")
    held = releasing.held()
    when = f" to the backup of {words.uk_datetime(held.taken_at)}" if held else ""
    return confirm(
        request,
        title="Release messages?",
        sentence=f"The portal was restored{when}. If this is the portal that people use, and you "
        "have checked what was restored, release the messages. Those that were held will be sent. "
        "Files that no record uses will be deleted again.",
        button="Release messages",
        back=reverse("operations:overview"),
        act=lambda: releasing.release(by=request.user),
        done="Messages released",
        is_grave=True,
    )
