"""The forecast of a budget line, revised with a monthly return."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from diz_portal import access
from diz_portal.pages import acted, acts, posted
from projects.money.forms.budget import ForecastForm
from projects.money.selectors import budget
from projects.returns.selectors import forecasts as selectors
from projects.returns.services import forecasts as services
from projects.returns.services.returns import ReturnNotOpen
from projects.returns.views.return_reading import find


@acts
def forecast(request: HttpRequest, reference: str, line: str) -> HttpResponse:
    """Beside it stands what earlier forecasts said and what came."""
    record = find(request, reference)
    lines = selectors.lines_of(record, request.user).select_related("source__project__lead")
    found = get_object_or_404(lines, reference=line)
    access.require(request.user, "projects.revise_with_return", record)
    access.require(request.user, "projects.forecast_spend", found)
    back = reverse("returns:return", args=[reference])
    if not record.is_owed:
        messages.error(request, ReturnNotOpen(record).message)
        return redirect(back)
    shown = budget.of_line(found)
    form = ForecastForm(posted(request), line=shown, cancel=back)
    return acted(
        request,
        form,
        lambda: services.revise(
            by=request.user,
            record=record,
            line=found,
            amounts=form.amounts,
            code=form.cleaned_data["code"],
            reason=form.cleaned_data["reason"],
        ),
        done="Forecast saved",
        back=back,
        template="projects/workspace/returns/forecast.html",
        record=record,
        line=found,
        missed=[one for one in shown.quarters if one.forecast_missed_by is not None],
        title="Revise forecast",
        caption=found.heading,
    )
