"""Making Vega's SVG fit for our pages: small, named, and clean under a strict policy.

Only the elements and attributes listed here pass. What is left out on purpose: `style` and
event attributes (our Content-Security-Policy forbids them), roles and labels of single marks
(the drawing is one image with a name, and its figures stand in a table), and the namespaces,
which HTML does not need.
"""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

ELEMENTS = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan"}
ATTRIBUTES = {
    "d",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "font-size",
    "font-weight",
    "height",
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
}
# Of these, what a group may say for its children.
INHERITED = {
    "fill",
    "font-size",
    "font-weight",
    "stroke",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-width",
    "text-anchor",
}
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(e-?\d+)?")
FAMILY = "Atkinson Hyperlegible Next, Arial, sans-serif"


def tidy(drawn: str, *, name: str, title: str, description: str) -> str:
    """The drawing as an inline image that a screen reader can name; `name` is unique on a page."""
    source = fromstring(drawn)
    image = Element("svg", _attributes(source))
    for size in ("width", "height"):
        image.attrib.pop(size, None)
    image.attrib |= {
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-description",
        "focusable": "false",
        "font-family": FAMILY,
    }
    SubElement(image, "title", {"id": f"{name}-title"}).text = title
    SubElement(image, "desc", {"id": f"{name}-description"}).text = description
    for child in source:
        _copy(child, image)
    return tostring(image, encoding="unicode")


def _copy(source: Element, parent: Element) -> None:
    tag = source.tag.rpartition("}")[2]
    if tag not in ELEMENTS or source.get("display") == "none":
        return
    attributes = _attributes(source)
    if tag == "path" and not {"fill", "stroke"} & attributes.keys():
        return  # the frames around groups: never seen
    if tag == "g":
        # Gathered apart first: a group that says nothing of its own may gain what all in it share.
        group = Element("g", attributes)
        for child in source:
            _copy(child, group)
        _lift(group)
        if group.attrib:
            parent.extend([group] if len(group) else [])
        else:
            parent.extend(group)
        return
    copy = SubElement(parent, tag, attributes)
    copy.text = source.text
    for child in source:
        _copy(child, copy)


def _lift(group: Element) -> None:
    """Say once on the group what each of its children says alike."""
    if len(group) < 2:
        return
    first, *others = group
    for key in INHERITED & first.attrib.keys():
        value = first.attrib[key]
        if key not in group.attrib and all(other.get(key) == value for other in others):
            group.set(key, value)
            for child in group:
                del child.attrib[key]


def _attributes(source: Element) -> dict[str, str]:
    return {
        key: LONG_NUMBER.sub(_shorter, value)
        for key, value in source.attrib.items()
        if key in ATTRIBUTES and (key, value) not in DEFAULTS
    }


DEFAULTS = {("opacity", "1"), ("transform", "translate(0,0)"), ("font-weight", "normal")}


def _shorter(number: re.Match) -> str:
    # A tenth of a unit is finer than any screen shows.
    short = f"{float(number[0]):.1f}".removesuffix(".0")
    return "0" if short == "-0" else short
