"""Councils that are to be dissolved: from when their larger contracts need consent."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from diz_portal import access
from diz_portal.pages import acted, acts, chosen_of, posted
from projects.contracts import selectors
from projects.contracts.forms import DirectionForm
from projects.contracts.models import Dissolution
from projects.contracts.services import contracts as services


@acts
def directions(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.keep_directions")
    here = reverse("contracts:directions")
    form = DirectionForm(
        posted(request),
        cancel=reverse("money:list"),
        initial=selectors.as_it_is(chosen_of(request, "council")["council"]),
    )
    return acted(
        request,
        form,
        lambda: services.direct(by=request.user, **form.cleaned_data),
        done="Direction saved",
        back=here,
        template="projects/workspace/contracts/directions.html",
        title="Section 24 directions",
        caption="Councils to be dissolved",
        rows=Dissolution.objects.select_related("organisation").order_by("organisation__name"),
    )
