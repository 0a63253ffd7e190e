"""The workspace's room for what the portal cannot send by itself: letters and calls."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diz_portal import pdf
from diz_portal.access import Refusal, require
from diz_portal.pages import page_of
from diz_portal.secrecy import Unreadable

from . import by_hand, letters, selectors
from .models import BY_ITSELF, Channel, Message

# As many as somebody puts into envelopes at one time.
MOST_LETTERS = 200
LOOK_BACK = timedelta(days=7)


def _one(request, reference: str) -> Message:
    require(request.user, "outbox.tell_by_hand")
    found = Message.objects.exclude(channel__in=BY_ITSELF).select_related("done_by")
    return get_object_or_404(found, reference=reference)


@require_safe
def list_waiting(request):
    require(request.user, "outbox.tell_by_hand")
    channel = request.GET.get("channel", "")
    if channel not in (Channel.LETTER, Channel.PHONE):
        channel = ""
    now = timezone.now()
    return render(
        request,
        "outbox/letters.html",
        {
            "page": page_of(request, selectors.for_staff(channel)),
            "counts": selectors.counted_for_staff(),
            "channel": channel,
            "finished": selectors.done_by_staff(now - LOOK_BACK)[:20],
            "now": now,
            "most": MOST_LETTERS,
        },
    )


@require_safe
@never_cache
def one(request, reference):
    message = _one(request, reference)
    words = message.words if _is_readable(message) else ""
    return render(
        request,
        "outbox/letter.html",
        {"message": message, "words": words, "now": timezone.now()},
    )


def _is_readable(message: Message) -> bool:
    """Not, when its text is sealed with a key that is gone."""
    try:
        return bool(message.words)
    except Unreadable:
        return False


@require_safe
def print_one(request, reference):
    message = _one(request, reference)
    if message.channel != Channel.LETTER or not _is_readable(message):
        raise Http404
    return pdf.response(letters.print_letters([message]), name=f"letter-{message.reference}")


@require_safe
def print_all(request):
    """All that wait, in the order of the list; printing changes nothing."""
    require(request.user, "outbox.tell_by_hand")
    waiting = [
        one for one in selectors.for_staff(Channel.LETTER)[:MOST_LETTERS] if _is_readable(one)
    ]
    if not waiting:
        messages.info(request, "There are no letters to print")
        return redirect("letters:list")
    return pdf.response(letters.print_letters(waiting), name=f"letters-{timezone.localdate()}")


@require_POST
def done(request, reference):
    message = _one(request, reference)
    what = request.POST.get("what", "")
    try:
        if what == by_hand.NO_ANSWER:
            by_hand.no_answer(message=message, by=request.user)
        elif what == by_hand.UNDO:
            by_hand.put_back(message=message, by=request.user)
        else:
            by_hand.finish(message=message, outcome=what, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("letters:one", reference)
    messages.success(request, by_hand.SAID[what])
    stays = what in (by_hand.NO_ANSWER, by_hand.UNDO)
    return redirect("letters:one", reference) if stays else redirect("letters:list")
