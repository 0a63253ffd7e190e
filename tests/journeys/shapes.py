"""What a page is made of, told apart as a browser and axe would tell it apart.

Hundreds of pages are made of the same few hundred pieces. A piece is an element with the way that
leads to it: tags, classes, the names of attributes and the values that carry a meaning, whether it
is empty, whether a field has a label and a reference leads anywhere, and which heading follows
which. A page without a piece that is new has been judged already, but for what belongs to a page as
a whole; a label taken away or a picture without words is a new piece, and so is looked at.

What scripts and the policy take hold of is told apart: `hooks`.
"""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Attributes whose very value decides: of the others only the presence, and whether it is empty.
TELLING = {
    *("type", "role", "lang", "scope", "tabindex", "autocomplete", "http-equiv", "target", "rel"),
    *("aria-hidden", "aria-live", "aria-expanded", "aria-pressed", "aria-current", "aria-sort"),
}
# Where something is sent, how long it may be, where a line is drawn: nothing that is judged.
SILENT = {
    *("name", "id", "for", "action", "method", "formaction", "enctype", "novalidate", "accept"),
    *("maxlength", "minlength", "size", "cols", "rows", "min", "max", "step", "inputmode"),
    *("pattern", "spellcheck", "required", "checked", "selected", "multiple", "draggable"),
    *("width", "height", "x", "y", "d", "cx", "cy", "r", "x1", "x2", "y1", "y2", "points"),
    *("viewbox", "transform", "text-anchor", "datetime", "style"),
}
LOADED = {("script", "src"), ("link", "href")}
# Named after what stands in it.
BY_NAME = re.compile(r"(field|column|model)-(?!row|box)\S+")
REFERENCES = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
HEADING = re.compile(r"h[1-6]")


class Shapes(HTMLParser):
    """`Shapes(html).found`: every piece of the page; `.hooks`: what its scripts take hold of."""

    def __init__(self, page: str):
        super().__init__()
        self.found: set[str] = set()
        self.hooks: set[str] = set()
        self._way: list[str] = []
        self._is_empty = [True]
        self._heading = "none"
        self._ids: set[str] = set()
        self._references: set[tuple[str, str]] = set()
        self._fields: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        self._tie()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._hook(tag, told)
        step = self._step(tag, told)
        self.found.add(" > ".join([*self._way, step]))
        self._is_empty[-1] = False
        if HEADING.fullmatch(tag):
            self.found.add(f"{tag} after {self._heading}")
            self._heading = tag
        self._remember(tag, told)
        if tag not in VOID:
            self._way.append(step)
            self._is_empty.append(True)

    def handle_endtag(self, tag: str) -> None:
        if not any(step.split(" ", 1)[0] == tag for step in self._way):
            return
        ended = ""
        while ended != tag:
            way = " > ".join(self._way)
            ended = self._way.pop().split(" ", 1)[0]
            if self._is_empty.pop():
                self.found.add(f"{way}: empty")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._is_empty[-1] = False

    def _hook(self, tag: str, told: dict[str, str]) -> None:
        """Scripts find their places by `data-…` alone; what stands in the page the policy refuses.

        A script or a style of the page itself is a hook of its own, every time.
        """
        own = f" {self.getpos()}"
        for name, value in told.items():
            if name.startswith("data-"):
                self.hooks.add(f"{name}={value}" if name == "data-module" else name)
            elif name == "style" or name.startswith("on"):
                self.hooks.add(f"{name}={value}{own}")
        if tag == "script":
            data = told.get("type", "")
            self.hooks.add(f"script {told.get('src') or data or own}")
        elif tag in {"style", "iframe", "object", "embed"}:
            self.hooks.add(f"{tag}{own}")

    @staticmethod
    def _step(tag: str, told: dict[str, str]) -> str:
        classes = sorted({BY_NAME.sub(r"\1-…", one) for one in told.get("class", "").split()})
        marks = [
            f"{name}={value if name in TELLING or (tag, name) in LOADED else '…' if value else ''}"
            for name, value in sorted(told.items())
            if name not in SILENT and name != "class" and not name.startswith("data-")
        ]
        return " ".join([tag, *(f".{one}" for one in classes), *marks])

    def _remember(self, tag: str, told: dict[str, str]) -> None:
        if name := told.get("id"):
            if name in self._ids:
                self.found.add(f"twice: {name}")
            self._ids.add(name)
        self._references |= {
            (attribute, one) for attribute in REFERENCES for one in told.get(attribute, "").split()
        }
        kind = told.get("type", tag)
        if tag in {"input", "select", "textarea"} and kind not in NEEDS_NO_LABEL:
            names = {"aria-label", "aria-labelledby", "title"} & told.keys()
            inside = any(step.split(" ", 1)[0] == "label" for step in self._way)
            if not names and not inside:
                self._fields.append((kind, told.get("id", "")))

    def _tie(self) -> None:
        labelled = {one for attribute, one in self._references if attribute == "for"}
        self.found |= {
            f"{kind} without a label" for kind, one in self._fields if one not in labelled
        }
        self.found |= {
            f"{attribute} leads nowhere: {one}"
            for attribute, one in self._references
            if one not in self._ids
        }


class Known:
    """The pieces that have been judged and found good, for as long as the process lives."""

    def __init__(self) -> None:
        self._good: dict[str, set[str]] = {}

    def new(self, where: str, pieces: set[str]) -> set[str]:
        return pieces - self._good.get(where, set())

    def add(self, where: str, pieces: set[str]) -> None:
        self._good.setdefault(where, set()).update(pieces)
