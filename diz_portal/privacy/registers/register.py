"""What both registers are: a list, a page to write one down, a page for each, and its steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from diz_portal import access
from diz_portal.pages import acted, carried_out, chosen_of, page_of, posted, show
from diz_portal.privacy.tabs import tabs

from . import selectors
from .selectors import ALL, CLOSED, OPEN

FORM = "privacy/registers/form.html"


@dataclass(frozen=True)
class Step:
    """One thing that can be done: its form, its service, and what is said then.

    `tells`: the person is sent what is typed. `more` is what its page says beside that.
    """

    title: str
    form: type
    act: Any
    done: str
    lead: str = ""
    tells: bool = False
    more: Callable[[Any], Mapping[str, Any]] = lambda one: {}


@dataclass(frozen=True)
class Register:
    """`what` names a record in addresses and templates, and is the argument of the services."""

    what: str
    model: Any
    form: type
    receive: Callable[..., Any]
    steps: Mapping[str, Step]

    @property
    def here(self) -> str:
        return f"privacy:{self.what}s"

    def one(self, request: HttpRequest, reference: str) -> Any:
        access.require(request.user, "privacy.answer_people")
        rows = self.model.objects.visible_to(request.user)
        return get_object_or_404(
            rows.select_related("controller", "written_by"), reference=reference
        )

    def listed(self, request: HttpRequest) -> HttpResponse:
        access.require(request.user, "privacy.answer_people")
        wanted = chosen_of(request, "show")["show"]
        which = wanted if wanted in (CLOSED, ALL) else OPEN
        rows = selectors.shown(self.model.objects.visible_to(request.user), which)
        page = page_of(request, rows)
        selectors.with_one_calendar(page)
        return render(
            request,
            f"privacy/registers/{self.what}s.html",
            {"page": page, "show": which, **tabs(request.user, self.here)},
        )

    def write_down(self, request: HttpRequest) -> HttpResponse:
        """For somebody who rang, wrote or came."""
        access.require(request.user, "privacy.answer_people")
        back = reverse(self.here)
        form: Any = self.form(posted(request), button=f"Save {self.what}", cancel=back)
        if made := carried_out(form, lambda: self.receive(**form.asked(), by=request.user)):
            messages.success(
                request, f"{self.what.capitalize()} recorded. Its reference is {made.reference}"
            )
            return redirect(made)
        values = {
            "form": form,
            "title": f"Record a {self.what}",
            "sentence": f"For a {self.what} made by phone, letter or email, or in person.",
            "back": back,
        }
        return show(request, FORM, values)

    def page(
        self, request: HttpRequest, one: Any, first: str, possible: list[str], **more: Any
    ) -> HttpResponse:
        """`first` is the step of the page's button; the others stand beside it."""
        return render(
            request,
            f"privacy/registers/{self.what}.html",
            {
                "asked": one,
                "events": one.events.select_related("by"),
                "first": first,
                "first_title": self.steps[first].title if first in self.steps else "",
                "others": [(name, self.steps[name].title) for name in possible if name != first],
                **more,
            },
        )

    def take_step(self, request: HttpRequest, reference: str, name: str) -> HttpResponse:
        one = self.one(request, reference)
        step = self.steps.get(name)
        if step is None:
            raise Http404
        back = one.get_absolute_url()
        form = step.form(posted(request), cancel=back, asked=one)
        return acted(
            request,
            form,
            lambda: step.act(**{self.what: one}, by=request.user, **form.cleaned_data),
            done=step.done,
            back=back,
            template=FORM,
            title=step.title,
            caption=f"{self.what.capitalize()} {one.reference}",
            sentence=step.lead,
            asked=one if step.tells else None,
            **step.more(one),
        )
