"""A page that asks "are you sure": nothing to type, one button, and a way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diz_portal.access import Refusal

WORKSPACE, PUBLIC = "workspace/base.html", "base.html"


def confirm(
    request: HttpRequest,
    *,
    title: str,
    sentence: str,
    button: str,
    back: str,
    act: Callable[[], Any],
    done: str = "",
    is_grave: bool = False,
    after: str = "",
    keep: str = "Cancel",
    back_to: str = "Back",
    layout: str = WORKSPACE,
    template: str = "confirm.html",
    as_read: str = "",
    **values: Any,
) -> HttpResponse:
    """Ask before acting: GET shows what will happen, POST does it and says `done`.

    Then the person is back where they came from, or at `after`. What the service refuses is said
    above the question. `is_grave` is a button in red; `keep` is the link that leaves all as it is.
    A page with more to say than a sentence names a `template` that extends `confirm.html`. What
    cannot be undone may say `as_read`, the state of the record that the page was read in: the form
    sends it back, for the service to compare.
    """
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except Refusal as error:
            refusal = error.message
        else:
            if done:
                messages.success(request, done)
            return redirect(after or back)
    return render(
        request,
        template,
        {
            "title": title,
            "sentence": sentence,
            "button": button,
            "back": back,
            "back_to": back_to,
            "keep": keep,
            "is_grave": is_grave,
            "refusal": refusal,
            "layout": layout,
            "as_read": as_read,
            **values,
        },
        status=422 if refusal else 200,
    )
