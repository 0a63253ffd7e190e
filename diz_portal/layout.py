"""The pieces of a form's layout that crispy-forms would compile as a template, or print unescaped.

crispy-forms reads the words of a button, a hidden field or a piece of markup as the source of a
Django template, and crispy-forms-gds joins what it drew into plain text and prints it as it is.
Words that a person or a file brought in must become neither. These print what they are given:
markup where our own code says so by its type (`format_html`, a `SafeString`), else words. Forms
take these from here; `tests/shell/test_markup.py` says which pieces they may take from elsewhere.
"""

from collections.abc import Callable, Iterator
from typing import Any

from crispy_forms.utils import TEMPLATE_PACK, render_field
from crispy_forms_gds import layout as gds
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size
from django.forms import CheckboxSelectMultiple, MultiWidget, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

__all__ = [
    "Accordion",
    "Button",
    "ConditionalQuestion",
    "ConditionalRadios",
    "Hidden",
    "Markup",
    "Submit",
    "as_laid_out",
    "button_of",
    "cancel_link",
    "laid_inside",
    "laid_out",
]


def laid_out(
    *fields: Any,
    button: str,
    cancel: str = "",
    cancel_words: str = "Cancel",
    name: str = "send",
    is_main: bool = True,
) -> FormHelper:
    """How every form of the portal looks: one column, small labels, one button that says what it
    does (`name` is what it sends), and a way back.

    What is wrong is said beside the field by us, so the browser is told not to check by itself.
    """
    helper = FormHelper()
    helper.label_size = helper.legend_size = Size.SMALL
    helper.attrs = {"novalidate": "novalidate"}
    link = [cancel_link(cancel, cancel_words)] if cancel else []
    made = Button(name, button) if is_main else Button.secondary(name, button)
    helper.layout = Layout(*fields, made, *link)
    return helper


def as_laid_out(form: Any) -> list[Any]:
    """The fields that are seen, as they follow each other on the page and not as they were
    declared: who goes through a list of errors goes down the page."""
    fields = form.visible_fields()
    layout = getattr(getattr(form, "helper", None), "layout", None)
    if layout is None:
        return fields
    at = {pointer.name: each for each, pointer in enumerate(layout.get_field_names())}
    return sorted(fields, key=lambda field: at.get(field.name, len(at)))


def laid_inside(*fields: Any) -> FormHelper:
    """Fields for a page that has the form, its mark and its buttons already."""
    helper = FormHelper()
    helper.label_size = helper.legend_size = Size.SMALL
    helper.form_tag, helper.disable_csrf = False, True
    helper.layout = Layout(*fields)
    return helper


class Markup:
    """Something between the fields: ours by its type, else words."""

    def __init__(self, html):
        self.html = html

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        return conditional_escape(self.html)


def cancel_link(address: str, words: str = "Cancel") -> Markup:
    """The way back, under a form's button."""
    return Markup(
        format_html(
            '<p class="govuk-body"><a class="govuk-link" href="{}">{}</a></p>', address, words
        )
    )


def button_of(form: Any) -> str:
    """The id of a form's button, to which an error about the whole form leads; of a form whose
    page has the button, of its first field."""
    laid = getattr(getattr(form, "helper", None), "layout", None)
    found = next((one.id for one in _pieces(laid) if isinstance(one, gds.Button)), "")
    shown = form.visible_fields()
    return found or (shown[0].auto_id if shown else "")


def control_of(field: Any, key: str) -> str:
    """The id of the control to which an error of a field leads: the first box of a date, the first
    of a group's choices, the button where there are none. `key`: what stands for the field."""
    if key != field.auto_id:
        return key
    widget = field.field.widget
    if isinstance(widget, MultiWidget):
        return f"{key}_0"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        if not len(field):
            return button_of(field.form)
        # Templates of crispy-forms count from one, Django from zero.
        return f"{key}_1" if getattr(field.form, "helper", None) else f"{key}_0"
    return key


def _pieces(piece: Any) -> Iterator[Any]:
    yield piece
    for one in getattr(piece, "fields", ()):
        yield from _pieces(one)


class _AsGiven:
    """A button or hidden field whose value is printed, not compiled."""

    get_template_name: Callable[[str], str]

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        context.update({"input": self})
        return render_to_string(self.get_template_name(template_pack), context.flatten())


class Button(_AsGiven, gds.Button):
    @classmethod
    def primary(cls, name, value, **kwargs):
        return cls(name, value, **kwargs)

    @classmethod
    def secondary(cls, name, value, **kwargs):
        return cls(name, value, css_class="govuk-button--secondary", **kwargs)

    @classmethod
    def warning(cls, name, value, **kwargs):
        return cls(name, value, css_class="govuk-button--warning", **kwargs)


class Submit(_AsGiven, gds.Submit):
    pass


class Hidden(_AsGiven, gds.Hidden):
    pass


class Accordion(gds.Accordion):
    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        drawn = []
        for index, section in enumerate(self.fields, start=1):
            context.update({"index": index, "parent": self.css_id})
            drawn.append(render_field(section, form, context, template_pack=template_pack))
        context.update({"accordion": self, "content": _joined(drawn)})
        return render_to_string(self.get_template_name(template_pack), context.flatten())


class ConditionalQuestion(gds.ConditionalQuestion):
    def render(self, bound_field, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        labels = [choice[1] for choice in bound_field.field.choices]
        position = labels.index(self.value)
        drawn = [
            render_field(field, form, context, template_pack=template_pack, **kwargs)
            for field in self.fields
        ]
        context.update(
            {
                "choice": list(bound_field.field.choices)[position],
                "field": bound_field,
                # Radios are numbered from 1, also where an error leads to the first.
                "position": position + 1,
                "conditional_content": _joined(drawn),
            }
        )
        return render_to_string(self.get_template_name(template_pack), context.flatten())


class ConditionalRadios(gds.ConditionalRadios):
    def render_choices(self, bound_field, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        questions = [
            one if isinstance(one, ConditionalQuestion) else ConditionalQuestion(one)
            for one in self.choices
        ]
        return _joined(
            [one.render(bound_field, form, context, template_pack, **kwargs) for one in questions]
        )


def _joined(drawn: list[str]) -> SafeString:
    """What templates drew, which escaped what is not ours, in one piece."""
    return SafeString("".join(map(conditional_escape, drawn)))
