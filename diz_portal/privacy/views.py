"""What is held and what is due to go: for managers, who answer for it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal import access

from . import nightly, registry
from .models import RetentionRun
from .tabs import tabs

SOON = 7
RUNS_SHOWN = 10


@require_safe
def register(request):
    """What we hold, and what of it is past its time, for the managers who answer for it."""
    access.require(request.user, "privacy.see_register")
    overdue = {one.what: one.rows for one in nightly.due()}
    records = [{**record, "overdue": overdue.get(record["what"])} for record in registry.summary()]
    return render(
        request,
        "privacy/register.html",
        {"records": records, **tabs(request.user, "privacy:register")},
    )


@require_safe
def retention(request):
    """What is due today and a week from now, and what the last runs did."""
    access.require(request.user, "privacy.see_register")
    now = nightly.due()
    soon = {one.label: one.rows for one in nightly.due(within=SOON)}
    runs = list(RetentionRun.objects.prefetch_related("results")[:RUNS_SHOWN])
    held_back = {one.label: one.held_back for one in runs[0].results.all()} if runs else {}
    periods = {one.label: one for one, _ in nightly.periods()}
    return render(
        request,
        "privacy/retention.html",
        {
            "rows": [
                {
                    "what": one.what,
                    "how_long": periods[one.label].how_long,
                    "starts": periods[one.label].starts,
                    "action": registry.AFTERWARDS[one.action],
                    "now": one.rows,
                    "held_back": held_back.get(one.label, 0),
                    "soon": max(soon[one.label] - one.rows, 0),
                    "problem": one.problem,
                }
                for one in now
            ],
            "runs": runs,
            "last": runs[0] if runs else None,
            "days": SOON,
            **tabs(request.user, "privacy:retention"),
        },
    )
