"""Reports that were asked for are found by whoever reads their list."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Hit, Searchable, Words
from diz_portal.words import uk_datetime

from . import selectors
from .models import ReportJob


def _report(job: ReportJob, user: Any) -> Hit:
    return Hit(
        title=job.name,
        url=reverse("reports:job", args=[job.reference]),
        about=f"Requested on {uk_datetime(job.asked_at)}",
        state=job.get_state_display(),
    )


search.register(
    Searchable(
        kind="reports",
        label="Reports",
        rows=selectors.jobs_of,
        hit=_report,
        order=78,
        words=Words("title"),
        codes=("reference",),
        is_ones_own=True,
    )
)
