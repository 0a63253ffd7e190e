"""What can be asked for at the moment, and how long it takes."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts, posted
from inclusion.cases.views.answering import acted
from inclusion.help.forms.switches import SwitchForm
from inclusion.help.models import Item, ItemSwitch
from inclusion.help.selectors import switches as standing
from inclusion.help.services import switches as switching


@require_safe
def switches(request):
    """What the public may ask for, and how long it takes."""
    require(request.user, "inclusion.switch_items")
    return render(request, "inclusion/devices/switches.html", {"standings": standing.standings()})


@acts
def switch(request, item):
    require(request.user, "inclusion.switch_items")
    if item not in Item.values:
        raise Http404
    back = reverse("inclusion_workspace:switches")
    found = ItemSwitch.objects.filter(item=item).first() or ItemSwitch(item=item)
    form = SwitchForm(posted(request), switch=found, cancel=back)
    return acted(
        request,
        form,
        lambda: switching.set_item(item=item, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Availability of {found.get_item_display().lower()}",
        done="Availability saved. Public pages have been updated",
    )
