"""The mail a development machine would have sent: there is no mail server to look at."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.pages import page_of
from diz_portal.secrecy import Unreadable

from .models import Message

PER_PAGE = 30


def in_development_only(view):
    """Open to everybody, because an invited person cannot sign in yet; elsewhere not there."""

    @login_not_required
    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.SHOW_SENT_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@in_development_only
def sent_mail(request):
    post = Message.objects.defer("body", "sealed")
    if to := request.GET.get("to", "").replace("\x00", "").strip():
        post = post.filter(to__icontains=to)
    page = page_of(request, post, PER_PAGE)
    return render(request, "outbox/sent_mail.html", {"post": page, "to": to})


@in_development_only
def message(request, reference):
    message = get_object_or_404(Message, reference=reference)
    try:
        words = message.words
    except Unreadable:
        words = ""
    return render(request, "outbox/message.html", {"message": message, "words": words})
