"""What programme managers see of open data: what was found, each with its record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.access import require

from . import selectors
from .declaring import Reading, standards


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    require(request.user, "open_data.look_after")
    found = []
    for one in standards():
        document = one.document(Reading())
        found.append((one, [] if document is None else list(one.findings(document)), document))
    return render(
        request,
        "open_data/checks.html",
        {
            "found": [(one, findings, bool(document)) for one, findings, document in found],
            "checks": selectors.last_validations(),
        },
    )
