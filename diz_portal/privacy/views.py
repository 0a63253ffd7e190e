"""What is held, what is due to go, and the map of both: for managers, who answer for it."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access

from . import datamap, nightly, registry
from .models import RetentionRun

SOON = 7
RUNS_SHOWN = 10

PAGES = [
    ("privacy:requests", "Requests"),
    ("privacy:complaints", "Complaints"),
    ("privacy:people", "Find a person’s records"),
    ("privacy:register", "What we hold"),
    ("privacy:retention", "What is due to go"),
    ("privacy:data_map", "Data map"),
]


@require_safe
def register(request):
    """What we hold, and what of it is past its time, for the managers who answer for it."""
    access.require(request.user, "privacy.see_register")
    overdue = {one.what: one.rows for one in nightly.due()}
    records = [{**record, "overdue": overdue.get(record["what"])} for record in registry.summary()]
    return render(
        request,
        "privacy/register.html",
        {"records": records, "pages": PAGES, "here": "privacy:register"},
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
            "pages": PAGES,
            "here": "privacy:retention",
        },
    )


@require_safe
def data_map(request):
    access.require(request.user, "privacy.see_register")
    return render(
        request,
        "privacy/data_map.html",
        {"records": datamap.rows(), "pages": PAGES, "here": "privacy:data_map"},
    )


@require_safe
def data_map_csv(request):
    access.require(request.user, "privacy.see_register")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(datamap.HEADINGS)
    writer.writerows(datamap.cells(one) for one in datamap.rows())
    name = f"data-map-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
