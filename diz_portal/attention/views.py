import secrets

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acted, acts, posted
from diz_portal.places.selectors import partnership

from . import counting, selectors, services
from .forms import ChaseForm, prefilled


@require_safe
def home(request):
    """The first screen after signing in: what needs this person, and nothing else first."""
    if not request.user.has_perm("attention.see"):
        # Where signing in leads: somebody whose part has ended is told so, not just refused.
        return render(request, "workspace/no_part.html", status=403)
    items = selectors.items_for(request.user)
    request.attention_count = len(items)  # the navigation shows it without asking again
    counting.keep(request.user, len(items))
    may_chase = request.user.has_perm("attention.chase")
    chases = selectors.last_chases(items) if may_chase else {}
    groups = [
        (urgency.value, [(item, chases.get(item.key)) for item in found])
        for urgency, found in selectors.grouped(items)
    ]
    return render(
        request,
        "workspace/home.html",
        {
            "groups": groups,
            "count": len(items),
            "may_chase": may_chase,
            "panels": selectors.panels_for(request.user),
            "today": timezone.localdate(),
        },
    )


@acts
def chase(request, key):
    """Read the prefilled email, change it, send it."""
    require(request.user, "attention.chase")
    item = selectors.find(request.user, key)
    if item is None or not item.can_be_chased:
        raise Http404("This task has already been done or is no longer yours")
    home_url = reverse("workspace:home")
    initial = prefilled(item, partnership().name) | {"form_key": secrets.token_hex(12)}
    form = ChaseForm(posted(request), initial=initial, cancel_url=home_url)
    return acted(
        request,
        form,
        lambda: services.chase(item=item, by=request.user, **form.cleaned_data),
        done=f"Reminder sent to {item.owed_by}",
        back=home_url,
        template="workspace/chase.html",
        item=item,
        people=list(item.recipients()),
        last=selectors.last_chases([item]).get(item.key),
    )
