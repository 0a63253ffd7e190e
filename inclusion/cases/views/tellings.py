"""Letters to post and calls to make to people who are helped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diz_portal import pdf
from diz_portal.access import Refusal, require, seen
from diz_portal.outbox import by_hand, letters
from diz_portal.outbox.models import Channel
from diz_portal.pages import page_of
from inclusion.cases.models import Case, CaseOpening, Telling
from inclusion.cases.selectors import tellings as selectors
from inclusion.cases.services import openings, reaching, telling
from inclusion.cases.services.letters import letter_to

OPEN = "open"


@require_safe
def to_tell(request):
    require(request.user, "inclusion.work_on_cases")
    channel = request.GET.get("channel", "")
    channel = channel if channel in (Channel.LETTER, Channel.PHONE) else ""
    return render(
        request,
        "inclusion/cases/to_tell.html",
        {
            "page": page_of(request, selectors.waiting(request.user, channel)),
            "counts": selectors.counts(request.user),
            "channel": channel,
        },
    )


def _one(request, reference: str) -> Telling:
    found = Telling.objects.visible_to(request.user).exclude(channel__in=["email", "text"])
    told = get_object_or_404(
        found.select_related(*selectors.WITH_RECORD, "settled_by"), reference=reference
    )
    return seen(request.user, "inclusion.tell", told)


def _opening_of(request, told: Telling) -> CaseOpening | None:
    """Under which the person may read who it is about."""
    return openings.lasting(**_of_record(told), by=request.user)


def _of_record(told: Telling) -> dict:
    return {"case": told.case} if told.case else {"referral": told.referral}


@require_safe
@never_cache
def one(request, reference):
    """Hidden, as the case is, until details are shown."""
    told = _one(request, reference)
    page = {"told": told, "record": told.record, "is_case": isinstance(told.record, Case)}
    if opening := _opening_of(request, told):
        subject, words = telling.words_by_hand(told)
        page |= {
            "opening": opening,
            "person": told.person,
            "subject": subject,
            "words": words,
            "instead": reaching.instead_of(told.person),
        }
    return render(request, "inclusion/cases/telling.html", page)


@require_safe
@never_cache
def printed(request, reference):
    told = _one(request, reference)
    if not told.is_letter or not told.person.address:
        raise Http404
    if not _opening_of(request, told):
        return redirect("inclusion_workspace:telling", reference)
    subject, words = telling.words_by_hand(told)
    letter = letter_to(
        told.person,
        sender=telling.organisation_of(told.record),
        subject=subject,
        words=words,
        reference=told.record.reference,
    )
    return pdf.response(letters.pressed([letter]), name=f"letter-{told.reference}")


@require_POST
def done(request, reference):
    told = _one(request, reference)
    what = request.POST.get("what", "")
    if what == OPEN:
        openings.log_opening(**_of_record(told), by=request.user)
        return redirect("inclusion_workspace:telling", reference)
    try:
        if what == by_hand.NO_ANSWER:
            telling.no_answer(told=told, by=request.user)
        elif what == by_hand.UNDO:
            telling.put_back(told=told, by=request.user)
        else:
            telling.finish(told=told, outcome=what, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("inclusion_workspace:telling", reference)
    messages.success(request, by_hand.SAID[what])
    if what in (by_hand.NO_ANSWER, by_hand.UNDO):
        return redirect("inclusion_workspace:telling", reference)
    return redirect("inclusion_workspace:to_tell")
