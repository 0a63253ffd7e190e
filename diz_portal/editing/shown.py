"""What a field shows, as a browser sends it back when nobody touches it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import widgets
from django.utils.datastructures import MultiValueDict

# For each of a field's inputs, its values; an empty one is the same as none.
Shown = list[list[str]]


def inner(widget: forms.Widget) -> forms.Widget:
    """The widget itself, where another one (the admin's, with its links) is wrapped around it."""
    while isinstance(wrapped := getattr(widget, "widget", None), forms.Widget):
        widget = wrapped
    return widget


def inputs(name: str, widget: forms.Widget) -> Iterator[tuple[str, forms.Widget]]:
    """Each input of a field by its name in the page: a date has three."""
    widget = inner(widget)
    if isinstance(widget, widgets.MultiWidget):
        names = widget.widgets_names  # type: ignore[attr-defined]  # of no stub
        for suffix, one in zip(names, widget.widgets, strict=True):
            yield from inputs(name + suffix, one)
    else:
        yield name, widget


def _parts(widget: forms.Widget, value: Any) -> Iterator[tuple[forms.Widget, Any]]:
    widget = inner(widget)
    if isinstance(widget, widgets.MultiWidget):
        values = value if isinstance(value, (list, tuple)) else widget.decompress(value) or []
        for one, part in zip(widget.widgets, values, strict=True):
            yield from _parts(one, part)
    else:
        yield widget, value


def shown(widget: forms.Widget, value: Any) -> Shown:
    """What the page shows of a value that is stored."""
    return [_as_sent(one, part) for one, part in _parts(widget, value)]


def _as_sent(widget: forms.Widget, value: Any) -> list[str]:
    if isinstance(widget, widgets.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    found = widget.format_value(value)
    return _plain(found if isinstance(found, (list, tuple)) else [found])


def sent(name: str, widget: forms.Widget, data: MultiValueDict) -> Shown:
    """What came back, told the same way."""
    return [_came(one, one_name, data) for one_name, one in inputs(name, widget)]


def _came(widget: forms.Widget, name: str, data: MultiValueDict) -> list[str]:
    if isinstance(widget, widgets.CheckboxInput):
        return ["on"] if widget.value_from_datadict(data, MultiValueDict(), name) else []
    values = data.getlist(name)
    return _plain(values if _takes_several(widget) else values[-1:])


def _plain(values: Any) -> list[str]:
    """A browser ends lines its own way, ticks in the order of the page, and trims nothing."""
    texts = ["" if one is None else str(one).replace("\r\n", "\n").strip() for one in values]
    return sorted(one for one in texts if one)


def _takes_several(widget: forms.Widget) -> bool:
    return getattr(widget, "allow_multiple_selected", False)


def put(name: str, widget: forms.Widget, data: MultiValueDict, values: Shown) -> None:
    """Write into what came back as if this had been sent."""
    for (one_name, one), texts in zip(inputs(name, widget), values, strict=True):
        if texts:
            data.setlist(one_name, list(texts))
        elif isinstance(one, (widgets.CheckboxInput, widgets.ChoiceWidget)):
            data.pop(one_name, None)
        else:
            data.setlist(one_name, [""])
