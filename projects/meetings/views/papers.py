"""What a board was given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from diz_portal.pages import acted, acts, confirm, posted, posted_files
from diz_portal.reports.views import sent
from projects.meetings import forms
from projects.meetings.rules import may_read
from projects.meetings.services import meetings as services
from projects.meetings.views.finding import find, keeps, meeting_url


@dataclass(frozen=True)
class Kind:
    title: str
    form: type[Any]
    does: Callable[..., Any]


KINDS = {
    "pack": Kind("Add board pack", forms.PackPaperForm, services.add_pack),
    "report": Kind("Add report", forms.ReportPaperForm, services.add_report),
    "upload": Kind("Add file", forms.FilePaperForm, services.add_file),
}


@acts
def add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    found = keeps(request, reference)
    what = KINDS[kind]
    form = what.form(
        posted(request),
        posted_files(request),
        meeting=found,
        user=request.user,
        cancel=meeting_url(found),
    )
    return acted(
        request,
        form,
        lambda: what.does(by=request.user, meeting=found, **form.cleaned_data),
        done="Paper added",
        back=meeting_url(found),
        template="form.html",
        title=what.title,
        caption=str(found),
    )


@acts
def remove(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    found = keeps(request, reference)
    one = get_object_or_404(found.papers.select_related("document", "meeting"), reference=paper)
    return confirm(
        request,
        title=f"Remove paper: {one.title}?",
        sentence="It will no longer be a paper of this meeting. An uploaded file is deleted.",
        button="Remove paper",
        back=meeting_url(found),
        act=lambda: services.remove_paper(by=request.user, paper=one),
        done="Paper removed",
        is_grave=True,
    )


@require_safe
def file(request: HttpRequest, reference: str, paper: str, kind: str) -> HttpResponse:
    """A format of a report that was a paper, for whoever may read the paper."""
    found = find(request, reference)
    one = get_object_or_404(
        found.papers.filter(job__isnull=False).select_related("job"), reference=paper
    )
    if not may_read(request.user, one):
        raise Http404
    return sent(one.job, kind)
