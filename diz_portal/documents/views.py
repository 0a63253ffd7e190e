import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from . import guards
from .models import Document

logger = logging.getLogger(__name__)


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
    except OSError:
        logger.exception("the file of document %s is missing", document.reference)
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
