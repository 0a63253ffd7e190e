import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal import access, quotas
from diz_portal.pages import page_of

from . import guards, selectors
from .models import Document

logger = logging.getLogger(__name__)

LARGEST_OF_PERSON = 100


@require_safe
def download(request, reference):
    """Hand a paper to somebody who may read it; for everybody else it does not exist."""
    document = get_object_or_404(Document, reference=reference)
    if not guards.may_read(request.user, document):
        raise Http404
    return handed_out(document)


def handed_out(document: Document) -> FileResponse:
    """A paper as a download, for an app's own page that has asked who may read it."""
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        logger.exception("The file of document %s is missing.", document.reference)
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,  # never shown in place: no paper runs as a page of the portal
        filename=document.original_name,
        content_type=document.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def stored_files(request):
    """What lies there of all that was uploaded, for the managers who run the portal."""
    access.require(request.user, "documents.watch_storage")
    kept = selectors.Overview()
    page = page_of(request, kept.by_person())
    context = {
        "whole": kept.in_all(),
        "organisations": kept.by_organisation(),
        "page": page,
        "largest": selectors.largest(),
        "kinds": [f"{store.what}s" for store in quotas.stores()],
        "days": settings.IMPORT_FILES_KEPT_DAYS,
    }
    return render(request, "documents/stored.html", context)


@require_safe
def stored_by(request, reference):
    """One person's files, the largest first."""
    access.require(request.user, "documents.watch_storage")
    person = get_object_or_404(get_user_model(), reference=reference)
    context = {
        "person": person,
        "share": selectors.of_person(person),
        "largest": selectors.largest(of=person, most=LARGEST_OF_PERSON),
        "most": LARGEST_OF_PERSON,
    }
    return render(request, "documents/stored_by.html", context)
