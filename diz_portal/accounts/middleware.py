"""Ends visits in time, keeps what was typed into them, and puts it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from . import putting_back, time_limit, unsent

SIGN_IN_AGAIN = (
    "You have been signed out. Sign in again and we will put what you typed back in the form. "
    "Nothing has been sent yet."
)


class TimeLimit:
    def __init__(self, get_response: Any):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        time_limit.end_or_renew(request)
        kept = None
        if request.method == "GET" and request.session.get(unsent.WAITING):
            kept = unsent.take_back(request)
        response = self.get_response(request)
        return _put_back(request, response, kept) if kept else response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Behind Django's own check of the form (CSRF), before the sign-in is asked for."""
        if request.method != "POST" or request.user.is_authenticated:
            return None
        if page := unsent.keep(request):
            messages.info(request, SIGN_IN_AGAIN)
            return redirect_to_login(f"{page}#what-you-typed")
        return None


def _put_back(request: HttpRequest, response: HttpResponse, kept: unsent.Kept) -> HttpResponse:
    page = None
    if response.status_code == 200 and "html" in response.get("Content-Type", ""):
        page = putting_back.put_back(
            response.content.decode(),
            kept.answers,
            at=request.path,
            action=kept.action,
            notice=lambda left_over: _notice("account/put_back.html", left_over),
        )
    if page is None:
        # The form is not there any more, or its page cannot be opened: the words are.
        return HttpResponse(_notice("account/put_back_to_copy.html", kept.answers, request))
    response.content = page
    return response


def _notice(template: str, answers: unsent.Answers, request: HttpRequest | None = None) -> str:
    words = [value for values in answers.values() for value in values if value.strip()]
    return render_to_string(template, {"words": words}, request=request)
