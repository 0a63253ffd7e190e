"""A page with a form: was it sent, did the service take it, and what is shown then."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from diz_portal.access import Refusal
from diz_portal.editing import held, status_of

# GET shows the page, POST does what it asks for; anything else is refused.
acts = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, or nothing while its page is only looked at."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> MultiValueDict | None:
    """The files that came with it."""
    return request.FILES if request.method == "POST" else None


def carried_out(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
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
    _ask_again_for_files(values["form"])
    return render(request, template, values, status=status_of(values["form"]))


def _ask_again_for_files(form: forms.BaseForm) -> None:
    """A browser does not keep a file for a form that comes back: without a word, what was selected
    would be left out the second time."""
    if not form.is_bound or form.is_valid():
        return
    for name in getattr(form, "fields", {}):
        if form.add_prefix(name) in form.files and name not in form.errors:
            shown = form[name]
            shown.help_text = f"Select the file again. {shown.help_text}".strip()


def acted(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], Any],
    *,
    done: str,
    back: str,
    template: str,
    **values: Any,
) -> HttpResponse:
    """The whole of a page with one form: it acts, says `done` and goes back, or shows itself."""
    if carried_out(form, act):
        messages.success(request, done)
        return redirect(back)
    return show(request, template, {"form": form, "back": back, **values})
