import logging

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show

from . import fresh, registry, selectors, services
from .formats import TYPES
from .models import ReportFile
from .question import Edition
from .registry import Format

logger = logging.getLogger(__name__)
A_LIST = 20


@require_safe
def reports(request):
    """Which reports there are, and those that were created."""
    offered = registry.open_to(request.user)
    if not offered:
        raise Http404
    page = page_of(request, selectors.jobs_of(request.user), A_LIST)
    return render(request, "reports/list.html", {"offered": offered, "page": page})


@acts
def new(request, report):
    """Ask for a report."""
    report = registry.named(report)
    if report is None or not report.may_run(request.user):
        raise Http404
    form = report.asks(
        posted(request), report=report, user=request.user, cancel=reverse("reports:list")
    )

    def ask():
        question = form.question()
        if not report.may_run(request.user, question.answers):
            raise Refusal(
                "You do not have access to this report. Select something else to report on"
            )
        return services.ask(
            report=report,
            question=question,
            answers=form.stored(),
            by=request.user,
            attempt=form.cleaned_data["attempt"],
        )

    if asked := carried_out(form, ask):
        return redirect("reports:job", asked.reference)
    values = {
        "form": form,
        "title": report.title,
        "sentence": report.about,
        "back": reverse("reports:list"),
    }
    return show(request, "reports/new.html", values)


@require_safe
def job(request, reference):
    """How far it is, and what it became."""
    found = selectors.job(request.user, reference)
    files = [one for one in found.files.all() if one.format != ReportFile.SNAPSHOT]
    return render(
        request,
        "reports/job.html",
        {
            "job": found,
            "files": files,
            "may_keep": request.user.has_perm("reports.keep_report", found),
        },
    )


@require_safe
def read(request, reference):
    """The report as a page of the portal."""
    found = selectors.job(request.user, reference)
    try:
        paper = selectors.shown(found)
    except FileNotFoundError:
        logger.exception("the page of report %s is missing", reference)
        raise Http404 from None
    return render(request, "reports/read.html", {"job": found, "paper": paper})


@require_safe
def download(request, reference, kind):
    found = selectors.job(request.user, reference)
    if kind not in Format.values:
        raise Http404
    return sent(found, kind)


def sent(found, kind):
    """A file of a report, for whom may read it. Its name says which edition it is."""
    kept = selectors.file_of(found, kind)
    try:
        content = kept.file.open("rb")
    except FileNotFoundError:
        logger.exception("a file of report %s is missing", found.reference)
        raise Http404 from None
    edition = "-exempt" if found.edition == Edition.EXEMPT else ""
    response = FileResponse(
        content,
        as_attachment=True,  # never shown in place: no file runs as a page of the portal
        filename=f"{slugify(found.title)[:80] or found.report}-{found.as_at}{edition}.{kind}",
        content_type=TYPES[Format(kind)],
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def latest(request, report, kind):
    """The same address every night: on to the copy that the person has today."""
    found = fresh.newest(request.user, report)
    if found is None or kind not in Format.values:
        raise Http404
    return redirect("reports:download", found.reference, kind)


@require_POST
def cancel(request, reference):
    found = _kept(request, reference)
    return _does(request, found, services.cancel, "Report cancelled")


@require_POST
def try_again(request, reference):
    found = _kept(request, reference)
    return _does(request, found, services.try_again, "")


def _kept(request, reference):
    found = selectors.job(request.user, reference)
    access.require(request.user, "reports.keep_report", found)
    return found


def _does(request, found, act, done):
    try:
        act(job=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if done:
            messages.success(request, done)
    return redirect("reports:job", found.reference)


@acts
def delete(request, reference):
    found = _kept(request, reference)
    return confirm(
        request,
        title=f"Delete report: {found.title}?",
        sentence=f"{found.title} and all its files will be deleted. You cannot undo this.",
        button="Delete report",
        back=reverse("reports:job", args=[found.reference]),
        after=reverse("reports:list"),
        act=lambda: services.delete(job=found, by=request.user),
        done="Report deleted",
        is_grave=True,
    )
