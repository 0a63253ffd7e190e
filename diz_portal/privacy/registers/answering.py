"""What the pages of both registers do alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diz_portal.access import Refusal

from .selectors import ALL, CLOSED, OPEN

PER_PAGE = 50


@dataclass(frozen=True)
class Step:
    """One thing that can be done: its form, its service, and what is said then.

    `tells`: the person is sent what is typed.
    """

    title: str
    form: type
    act: Any
    done: str
    lead: str = ""
    tells: bool = False


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def shown_of(request: HttpRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in (CLOSED, ALL) else OPEN


def page_of(request: HttpRequest, rows: Any) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def write_down(
    request: HttpRequest, form: Any, receive: Callable[..., Any], *, title: str, back: str
) -> HttpResponse:
    """For somebody who rang, wrote or came."""
    if made := _carried_out(form, lambda: receive(**form.asked(), by=request.user)):
        messages.success(request, f"Written down. Its reference is {made.reference}.")
        return redirect(made)
    lead = "That came by telephone, letter or email, or in person."
    return _show(request, form, title=title, lead=lead, back_url=back)


def take_step(
    request: HttpRequest, steps: dict[str, Step], name: str, what: str, one: Any
) -> HttpResponse:
    """`what` is the argument by which the service knows the record, and its caption."""
    step = steps.get(name)
    if step is None:
        raise Http404
    back = one.get_absolute_url()
    form = step.form(data_of(request), cancel=back)

    def act() -> Any:
        return step.act(**{what: one}, by=request.user, **form.cleaned_data)

    if _carried_out(form, act):
        messages.success(request, step.done)
        return redirect(back)
    return _show(
        request,
        form,
        title=step.title,
        caption=f"{what.capitalize()} {one.reference}",
        lead=step.lead,
        asked=one if step.tells else None,
        back_url=back,
    )


def _carried_out(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Call the service when the form is valid; what it refuses is said on the form."""
    if not form.is_valid():
        return None
    try:
        return act() or True
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None


def _show(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    values = {"form": form, **context}
    return render(request, "privacy/registers/form.html", values, status=status)
