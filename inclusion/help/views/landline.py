"""Your landline is changing: what to do, and the leaflet about it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import kept, pdf
from inclusion.cases.models import NeedKind
from inclusion.help import leaflets
from inclusion.help.selectors.help import anyone_takes_requests
from inclusion.landline.models import SWITCH_OFF
from inclusion.learning.pictures import PICTURES
from inclusion.learning.selectors.learning import path_called

# The learning path about it has this address.
ABOUT_IT = "your-landline-is-changing"


@login_not_required
@require_safe
def page(request):
    """What changes, who should act, what to ask; the button leads to the request for help."""
    return render(
        request,
        "inclusion/help/landline.html",
        {
            "day": SWITCH_OFF,
            "is_over": timezone.localdate() > SWITCH_OFF,
            # As a template can name them.
            "pictures": {name.replace("-", "_"): one for name, one in PICTURES.items()},
            "forms": leaflets.Form,
            "wanted": NeedKind.LANDLINE,
            "nobody": not anyone_takes_requests(),
            "lessons": path_called(ABOUT_IT),
        },
    )


@login_not_required
@require_safe
def leaflet(request, form):
    """To print and hand over, pressed once for everybody who asks."""
    if form not in leaflets.Form.values:
        raise Http404
    chosen = leaflets.Form(form)
    content = kept.content(
        f"landline-leaflet-{chosen}", leaflets.version(chosen), lambda: leaflets.pressed(chosen)
    )
    return pdf.response(content, name=f"your-landline-is-changing-{chosen}")
