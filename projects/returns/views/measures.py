"""The measure of a benefit, recorded while writing a monthly return."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from diz_portal import access
from diz_portal.pages import acted, acts, posted
from projects.benefits import services
from projects.benefits.forms import MeasureForm
from projects.benefits.models import Benefit
from projects.returns.services.returns import ReturnNotOpen
from projects.returns.views.return_reading import find


@acts
def measure(request: HttpRequest, reference: str, benefit: str) -> HttpResponse:
    """Recorded as on the benefit's own page; then back to the return."""
    record = find(request, reference)
    access.require(request.user, "projects.write_return", record)
    owned = Benefit.objects.filter(project=record.project_id, owner=record.organisation_id)
    found = get_object_or_404(owned.select_related("project__lead"), reference=benefit)
    access.require(request.user, "projects.keep_benefits", found)
    back = f"{reverse('returns:return', args=[reference])}#measures"
    if not record.is_owed:
        messages.error(request, ReturnNotOpen(record).message)
        return redirect("returns:return", reference)
    form = MeasureForm(posted(request), benefit=found, cancel=back)
    return acted(
        request,
        form,
        lambda: services.record(by=request.user, benefit=found, **form.cleaned_data),
        done="Measure recorded",
        back=back,
        template="form.html",
        title="Record measure",
        caption=str(found),
        sentence=found.measure,
    )
