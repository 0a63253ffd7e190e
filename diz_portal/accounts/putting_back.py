"""Puts answers back into the form of a page, as its reader had typed them.

Works on the page itself, so that every form has it, ours, the admin's and whatever comes, without
knowing of it. Only the tags of the one form are written anew; all else stays as it is.
"""

from collections import Counter
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from . import unsent

Answers = dict[str, list[str]]
Attributes = list[tuple[str, str | None]]

# Never put back: pressed, chosen from a disk, or a secret.
NEVER = {"button", "file", "image", "password", "reset", "submit"}
OURS = {"csrfmiddlewaretoken", unsent.FIELD}


def put_back(
    page: str, answers: Answers, *, at: str, action: str, notice: Callable[[Answers], str]
) -> str | None:
    """The page with the answers in its form, or None when it has no form for any of them.

    Of several forms it is the one that has most of their names, and is sent to `action`. `at` is
    the page's own path. `notice` gives what stands first in the form, told of the answers that
    found no place there.
    """
    forms = _Forms(at)
    forms.feed(page)
    forms.close()
    number = forms.best(set(answers), action)
    if number is None:
        return None
    writer = _Writer(number, answers)
    writer.feed(page)
    writer.close()
    left_over = {
        name: values
        for name, values in answers.items()
        if name not in writer.placed and any(value.strip() for value in values)
    }
    writer.out.insert(writer.beginning, notice(left_over))
    return "".join(writer.out)


class _Forms(HTMLParser):
    """The forms of a page: where each is sent to, and the names of its inputs."""

    def __init__(self, at: str):
        super().__init__()
        self._at = at
        self._forms: list[tuple[str, Counter[str]]] = []

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        found = dict(attributes)
        if tag == "form":
            action = urlsplit(urljoin(self._at, found.get("action") or "")).path
            self._forms.append((action, Counter()))
        elif self._forms and tag in {"input", "select", "textarea"} and found.get("name"):
            self._forms[-1][1][str(found["name"])] += 1

    def best(self, names: set[str], action: str) -> int | None:
        scores = [
            (len(names & set(inputs) - OURS), where == action, -number)
            for number, (where, inputs) in enumerate(self._forms)
        ]
        likely = [score for score in scores if score[0]]
        return -max(likely)[2] if likely else None


class _Writer(HTMLParser):
    def __init__(self, number: int, answers: Answers):
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.placed: set[str] = set()
        self.beginning = 0
        self._answers = answers
        self._number = number
        self._form = -1
        self._is_inside = False
        self._chosen: list[str] | None = None
        # Of each name, how many inputs for text there were: two may share one.
        self._used: Counter[str] = Counter()
        self._swallows = False

    # What is changed ---------------------------------------------------------------

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        raw = self.get_starttag_text() or ""
        if tag == "form":
            self._form += 1
            self._is_inside = self._form == self._number
            if self._is_inside:
                self.beginning = len(self.out) + 1
        elif self._is_inside and tag == "button":
            self.placed.add(dict(attributes).get("name") or "")
        elif self._is_inside and tag in {"input", "textarea", "select", "option"}:
            raw = getattr(self, f"_{tag}")(attributes, raw)
        self.out.append(raw)

    def handle_startendtag(self, tag: str, attributes: Attributes) -> None:
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._chosen = None
        elif tag == "textarea":
            self._swallows = False
        self.out.append(f"</{tag}>")

    def _input(self, attributes: Attributes, raw: str) -> str:
        found = dict(attributes)
        name, kind = found.get("name") or "", (found.get("type") or "text").lower()
        if not name or name in OURS or kind in NEVER:
            self.placed.add(name)
            return raw
        if kind in {"checkbox", "radio"}:
            self.placed.add(name)
            chosen = (found.get("value") or "on") in self._answers.get(name, [])
            return _with("input", attributes, "checked", "" if chosen else None)
        if (value := self._next(name)) is None:
            return raw
        return _with("input", attributes, "value", value)

    def _textarea(self, attributes: Attributes, raw: str) -> str:
        value = self._next(dict(attributes).get("name") or "")
        if value is None:
            return raw
        self._swallows = True
        # A line feed at the very beginning is taken for part of the tag.
        return f"{raw}\n{escape(value)}"

    def _select(self, attributes: Attributes, raw: str) -> str:
        name = dict(attributes).get("name") or ""
        several = any(one == "multiple" for one, _ in attributes)
        if name in self._answers or (name and several):
            # Nothing is sent for a list of which nothing was chosen.
            self._chosen = self._answers.get(name, [])
            self.placed.add(name)
        return raw

    def _option(self, attributes: Attributes, raw: str) -> str:
        value = dict(attributes).get("value")
        if self._chosen is None or value is None:
            return raw
        return _with("option", attributes, "selected", "" if value in self._chosen else None)

    def _next(self, name: str) -> str | None:
        values = self._answers.get(name, [])
        at = self._used[name]
        if at >= len(values):
            return None
        self._used[name] += 1
        self.placed.add(name)
        return values[at]

    # What stays as it is -------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if not self._swallows:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _with(tag: str, attributes: Attributes, name: str, value: str | None) -> str:
    """The tag with this attribute, or without it for None; an empty one has no value."""
    kept: Attributes = [one for one in attributes if one[0] != name]
    if value is not None:
        kept.append((name, value if name == "value" else None))
    return f"<{tag}" + "".join(_attribute(*one) for one in kept) + ">"


def _attribute(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
