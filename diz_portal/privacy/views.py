from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal import access

from . import registry, services


@require_safe
def register(request):
    """What we hold, and what of it is past its time, for the managers who answer for it."""
    access.require(request.user, "privacy.see_register")
    overdue = {one.what: one.rows for one in services.run_retention(dry_run=True)}
    records = [{**record, "overdue": overdue.get(record["what"])} for record in registry.summary()]
    return render(request, "privacy/register.html", {"records": records})
