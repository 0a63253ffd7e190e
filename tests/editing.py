"""Sending a form that changes a record, as a browser does: with all that stands on its page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.contrib.admin import site
from django.test import Client

from diz_portal.admin_site import StackedInline
from inclusion.models import Lesson, QuizQuestion

MARK = "opened"


@dataclass
class Control:
    """One input of a form: what it is called and what would be sent for it."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    # What could be chosen instead: (value, label).
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class PostForm:
    action: str
    controls: dict[str, Control] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, list[str]]:
        return {one.name: list(one.values) for one in self.controls.values() if one.values}

    @property
    def edits(self) -> bool:
        """Whether it carries the mark of the record that it was opened with."""
        return MARK in self.controls

    def is_prefilled(self) -> bool:
        """Whether it shows something that was not typed just now."""
        shown = [
            one
            for one in self.controls.values()
            if one.kind not in {"hidden", "submit", "csrf"} and any(one.values)
        ]
        return bool(shown)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PostForm] = []
        self._form: PostForm | None = None
        self._text: Control | None = None
        self._select: Control | None = None
        self._option: tuple[str, bool] | None = None
        self._words = ""

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self._form = PostForm(has.get("action") or "")
            if has.get("method", "get").lower() == "post":
                self.forms.append(self._form)
        elif self._form is None or (not has.get("name") and tag != "option"):
            return
        elif tag == "input":
            self._input(has)
        elif tag == "textarea":
            self._text = self._control(has["name"], "textarea")
            self._words = ""
        elif tag == "select":
            self._select = self._control(has["name"], "several" if "multiple" in has else "select")
        elif tag == "option" and self._select is not None:
            self._option = (has.get("value") or "", "selected" in has)
            self._words = ""

    def _control(self, name: str, kind: str) -> Control:
        assert self._form is not None
        return self._form.controls.setdefault(name, Control(name, kind))

    def _input(self, has: dict) -> None:
        kind, value = has.get("type", "text"), has.get("value")
        if kind in {"submit", "button", "image", "reset", "file"} or "disabled" in has:
            return
        control = self._control(has["name"], kind)
        if kind in {"checkbox", "radio"}:
            value = "on" if value is None else value
            control.options.append((value, value))
            if "checked" in has:
                control.values.append(value)
        else:
            control.values.append(value or "")

    def handle_data(self, data):
        self._words += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text is not None:
            # A browser drops the first line feed, and ends lines its own way.
            text = self._words.replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
            self._text.values.append(text)
            self._text = None
        elif tag == "option" and self._select is not None and self._option:
            value, is_chosen = self._option
            self._select.options.append((value, self._words.strip()))
            if is_chosen:
                self._select.values.append(value)
            self._option = None
        elif tag == "select" and self._select is not None:
            if self._select.kind == "select" and not self._select.values:
                self._select.values = [value for value, _ in self._select.options[:1]]
            self._select = None
        elif tag == "form":
            self._form = None


def forms_of(page: str) -> list[PostForm]:
    """The forms of a page that are sent by POST."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def opened(client: Client, url: str) -> dict[str, str]:
    """What the page was opened with, as its forms carry it."""
    page = client.get(url).content.decode()
    return {
        name: control.values[0]
        for form in forms_of(page)
        for name, control in form.controls.items()
        if name == MARK or name.endswith(f"-{MARK}")
    }


def edit(client: Client, url: str, data: dict | None = None, **more):
    """Open the page, change what `data` says and send it; the rest is left alone."""
    return client.post(url, {**opened(client, url), **(data or {})}, **more)


def filled(client: Client, url: str) -> dict[str, list[str]]:
    """All that a browser would send of the first form that edits a record, untouched."""
    page = client.get(url).content.decode()
    return next(form for form in forms_of(page) if form.edits or form.is_prefilled()).sent


def questions_in_the_admin(monkeypatch: Any) -> None:
    """Lines that can be changed and deleted under a record of the admin, as any page of it may have
    tomorrow: today each that has lines only shows them."""

    class Questions(StackedInline):
        model = QuizQuestion
        extra = 0

    monkeypatch.setattr(site.get_model_admin(Lesson), "inlines", [Questions])
