"""Issuing a pack, publishing it, and reading its editions."""

import logging

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acts, confirm
from diz_portal.places.selectors import partnership
from diz_portal.reports.declaring import Edition, Format
from diz_portal.reports.formats import snapshot
from diz_portal.reports.frozen import thawed
from diz_portal.reports.views import sent
from projects.packs import editions, selectors
from projects.packs.contents import of_draft
from projects.packs.services import issuing
from projects.packs.views.packs import page_url

logger = logging.getLogger(__name__)


def _pack(request, reference):
    pack = selectors.pack(request.user, reference)
    access.require(request.user, "projects.issue_packs", pack)
    return pack


@acts
def issue(request, reference):
    pack = _pack(request, reference)
    return confirm(
        request,
        title=f"Issue board pack: {pack.about}?",
        sentence="Both editions will be created and kept as they are now. After that, no one "
        "can change the pack. Put corrections in the next one.",
        button="Issue board pack",
        back=page_url(pack),
        as_read=issuing.state_of(pack),
        act=lambda: issuing.issue(
            by=request.user, pack=pack, as_read=request.POST.get("as_read", "")
        ),
        done="Board pack issued",
    )


@acts
def publish(request, reference):
    pack = _pack(request, reference)
    return confirm(
        request,
        title=f"Publish board pack: {pack.about}?",
        sentence="Anyone will be able to read the public edition of this pack on the project’s "
        "public page.",
        button="Publish board pack",
        back=page_url(pack),
        act=lambda: issuing.publish(by=request.user, pack=pack),
        done="Board pack published",
    )


@acts
def unpublish(request, reference):
    pack = _pack(request, reference)
    return confirm(
        request,
        title=f"Unpublish board pack: {pack.about}?",
        sentence="It will be removed from the public page, so only people who sign in will be able "
        "to read it. We cannot remove copies that people have downloaded.",
        button="Unpublish board pack",
        back=page_url(pack),
        act=lambda: issuing.unpublish(by=request.user, pack=pack),
        done="Board pack unpublished",
    )


@require_safe
def read(request, reference, edition):
    """An edition as a page: of a draft as it would be issued now."""
    pack = selectors.pack(request.user, reference)
    if edition not in Edition.values:
        raise Http404
    if edition == Edition.EXEMPT:
        access.seen(request.user, "projects.read_exempt_pack", pack)
    if pack.is_draft:
        paper, as_at, read_at = editions.paper(of_draft(pack), edition), pack.until, timezone.now()
    else:
        issued = selectors.edition_of(pack, edition, request.user)
        paper, as_at = thawed(issued.paper), issued.as_at
        read_at = pack.issued_at or timezone.now()
    return render(
        request,
        "packs/read.html",
        {
            "pack": pack,
            "edition": edition,
            "paper": snapshot.of(
                paper, as_at=as_at, read_at=read_at, edition=edition, author=partnership().name
            ),
        },
    )


@require_safe
def file(request, reference, edition, kind):
    pack = selectors.pack(request.user, reference)
    issued = selectors.edition_of(pack, edition, request.user)
    if kind not in Format.values:
        raise Http404
    return sent(issued.job, kind)
