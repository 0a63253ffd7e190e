"""The two shapes of a page that acts: a form that calls a service, and "are you sure"."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diz_portal.access import Refusal
from diz_portal.editing import held, status_of


def posted(request: HttpRequest) -> Any:
    """What a form was sent with, or nothing while its page is only looked at."""
    return request.POST if request.method == "POST" else None


def carried_out(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Call the service when the form is valid; what it refuses is said on the form.

    A form that changes a record does so under its lock, and only where nobody else changed the
    same (`diz_portal.editing`). Answers what the service answered (True when that is nothing), or
    None.
    """
    with held(form):
        if not form.is_valid():
            return None
        try:
            result = act()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return None
        except forms.ValidationError as error:
            form.add_error(None, error)
            return None
    return True if result is None else result


def show(request: HttpRequest, template: str, values: dict[str, Any]) -> HttpResponse:
    """A page with its form: 422 when the form came back with errors, 409 where two people met."""
    return render(request, template, values, status=status_of(values["form"]))


def confirm(
    request: HttpRequest,
    *,
    title: str,
    sentence: str,
    button: str,
    back: str,
    act: Callable[[], Any],
    done: str,
    is_grave: bool = False,
) -> HttpResponse:
    """Ask before acting: GET shows what will happen, POST does it."""
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except Refusal as error:
            refusal = error.message
        else:
            messages.success(request, done)
            return redirect(back)
    return render(
        request,
        "partners/confirm.html",
        {
            "title": title,
            "sentence": sentence,
            "button": button,
            "back": back,
            "is_grave": is_grave,
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )
