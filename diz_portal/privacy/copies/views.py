"""Preparing a copy: its page, its pieces, how it will look, and its files.

Whoever may answer for all of its records may; to everybody else it is not there.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access, pdf
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show

from . import papers, services
from .forms import ReadPieces
from .models import Format, PreparedCopy
from .preparing import Preparation, RecordIsGone, records_of

A_PAGE = 10
NOT_SAVED = "What you marked is not saved."


def _copy(request, reference):
    access.require(request.user, "privacy.find_people")
    copy = get_object_or_404(
        PreparedCopy.objects.select_related("request", "started_by", "finished_by"),
        reference=reference,
    )
    left = records_of(copy)
    if not all(request.user.has_perm("privacy.decide", one) for one in left):
        raise Http404
    # Where all of its records are gone, that it was made is left for whoever keeps the register.
    if not left and not request.user.has_perm("privacy.answer_people"):
        raise Http404
    return copy


@never_cache
@require_safe
def copy(request, reference):
    one = _copy(request, reference)
    made, problem = Preparation(one), ""
    context = {"copy": one, "records": records_of(one), "back": _back(request, one)}
    if not one.is_emptied:
        try:
            context |= {
                "pieces": made.pieces,
                "unread": made.unread,
                "blacked": made.blacked,
                "left_over": made.left_over,
                "has_changed": one.is_finished and one.held != made.mark,
            }
        except RecordIsGone as refusal:
            problem = refusal.message
    context |= {
        "problem": problem,
        "files": one.files.all(),
        "handouts": one.handouts.select_related("by"),
    }
    return render(request, "privacy/copies/copy.html", context)


def _back(request, one):
    """Where the officer came from: the request, or the record."""
    if one.request and request.user.has_perm("privacy.answer_people"):
        return one.request.get_absolute_url()
    kind, reference = one.records[0].split(":", 1)
    return reverse("privacy:record", args=[kind, reference])


@never_cache
@acts
def read(request, reference):
    """Page by page; each that is saved leads to the next."""
    one = _copy(request, reference)
    is_sent = request.method == "POST"
    # Who sends what they marked is told on the form that it is finished, and keeps their marks.
    if one.is_emptied or (one.is_finished and not is_sent):
        if is_sent:
            messages.error(request, f"{NOT_SAVED} {services.IsEmptied.message}")
        return redirect(one)
    made = Preparation(one)
    try:
        page = page_of(request, made.pieces, A_PAGE)
    except RecordIsGone as refusal:
        if is_sent:
            messages.error(request, f"{NOT_SAVED} {refusal.message}")
        return redirect(one)
    ids = request.POST.getlist("piece") if is_sent else [p.id for p in page]
    form = ReadPieces(posted(request), made=made, ids=ids, back=one.get_absolute_url())
    if carried_out(
        form, lambda: services.read(copy=one, answers=form.answers(), by=request.user) or True
    ):
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        messages.success(request, "Texts saved")
        return redirect(one)
    return show(request, "privacy/copies/read.html", {"form": form, "copy": one, "page": page})


@never_cache
@require_safe
def preview(request, reference):
    """As the person will read it."""
    one = _copy(request, reference)
    if one.is_emptied:
        return redirect(one)
    try:
        made = Preparation(one)
        held = made.as_handed_out
        # What is held now is not what the files say.
        if one.is_finished and one.held != made.mark:
            return redirect(one)
    except RecordIsGone:
        return redirect(one)
    return render(
        request,
        "privacy/copies/preview.html",
        {"copy": one, "paper": papers.as_paper(held), "title": papers.TITLE},
    )


@never_cache
@acts
def finish(request, reference):
    one = _copy(request, reference)
    made = Preparation(one)
    if one.is_finished or one.is_emptied:
        return redirect(one)
    try:
        left_over = made.left_over
    except RecordIsGone:
        return redirect(one)
    return confirm(
        request,
        title=f"Finish copy {one.reference}?",
        sentence=(
            "The copy will be saved as it is now, as PDF and JSON. You cannot undo this. To "
            "change the redactions, you will need to prepare the copy again."
        ),
        button="Finish copy",
        back=one.get_absolute_url(),
        act=lambda: services.finish(copy=one, by=request.user),
        done="Copy finished",
        template="privacy/copies/finish.html",
        left_over=left_over,
    )


@require_POST
def again(request, reference):
    one = _copy(request, reference)
    try:
        new = services.again(copy=one, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(one)
    return redirect(new)


@require_POST
def hand_out(request, reference):
    """The file, as it was finished."""
    one = _copy(request, reference)
    kind = Format.PDF if request.POST.get("as") == Format.PDF else Format.JSON
    try:
        content = services.hand_out(copy=one, kind=kind, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(one)
    name = f"held-{one.reference}-{timezone.localdate(one.finished_at):%Y-%m-%d}"
    if kind == Format.PDF:
        return pdf.response(content, name=name)
    return HttpResponse(
        content,
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.json"',
            "Cache-Control": "no-store",
        },
    )
