"""When it comes, when nothing else does, and what is left out."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Fixed
from django import forms
from django.utils.html import format_html
from django.utils.text import slugify

from diz_portal.fields import HourField
from diz_portal.layout import Markup, laid_out

from . import muting
from .models import WEEKDAYS, Digest


class DigestForm(forms.Form):
    """One's own: nobody else can change it."""

    days = forms.TypedMultipleChoiceField(
        label="On which days?",
        help_text="Leave all days unselected if you do not want the email.",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select days from Monday to Sunday"},
    )
    at = HourField(label="At what time?", required=False)
    quiet_from = HourField(
        label="Quiet hours begin (optional)",
        required=False,
        help_text="Emails that can wait are held until quiet hours end. For example, 6pm",
    )
    quiet_until = HourField(
        label="Quiet hours end (optional)", required=False, help_text="For example, 8am"
    )

    def __init__(self, data: Any, *, digest: Digest | None, cancel: str):
        stored = _stored(digest) if digest else {}
        super().__init__(data, initial=stored)
        # A question for each part of the portal, so that nobody reads through forty boxes.
        self.parts = []
        for room, choices in muting.choices().items():
            name = f"muted_{slugify(room)}"
            self.parts.append(name)
            self.fields[name] = forms.MultipleChoiceField(
                label=room,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Select what to leave out from the list"},
            )
            offered = {value for value, _ in choices}
            self.initial[name] = [one for one in stored.get("muted", ()) if one in offered]
        self.helper = laid_out(
            "days",
            Field.text("at", field_width=Fixed.TEN),
            Field.text("quiet_from", field_width=Fixed.TEN),
            Field.text("quiet_until", field_width=Fixed.TEN),
            Markup(
                format_html(
                    '<h2 class="govuk-heading-m">{}</h2><p class="govuk-body">{}</p>',
                    "What should the email leave out?",
                    "The page “What changed” still shows it.",
                )
            ),
            *(Field.checkboxes(name, small=True, legend_size="s") for name in self.parts),
            button="Save email digest",
            cancel=cancel,
        )

    def clean_at(self) -> dt.time | None:
        at: dt.time | None = self.cleaned_data["at"]
        if at and at.hour == 1:
            raise forms.ValidationError(
                "Enter a time before 1am, or 2am or later: the clocks change between 1am and 2am"
            )
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # All of a part is one choice: the others of it say nothing more.
        cleaned["muted"] = [
            one
            for chosen in (cleaned.pop(name, []) for name in self.parts)
            for one in ([part for part in chosen if part.startswith(muting.ALL_OF)] or chosen)
        ]
        begins, ends, at = (cleaned.get(one) for one in ("quiet_from", "quiet_until", "at"))
        if cleaned.get("days") and not at and "at" not in self.errors:
            self.add_error("at", "Enter a time")
        if begins and not ends and "quiet_until" not in self.errors:
            self.add_error("quiet_until", "Enter when quiet hours end")
        elif ends and not begins and "quiet_from" not in self.errors:
            self.add_error("quiet_from", "Enter when quiet hours begin")
        elif begins and ends:
            if begins == ends:
                self.add_error("quiet_until", "Enter an end that is different from the beginning")
            elif at and cleaned.get("days") and _is_between(at, begins, ends):
                self.add_error("at", "Enter a time outside your quiet hours")
        return cleaned


def _stored(digest: Digest) -> dict[str, Any]:
    return {
        name: getattr(digest, name) for name in ("days", "at", "quiet_from", "quiet_until", "muted")
    }


def _is_between(at: dt.time, begins: dt.time, ends: dt.time) -> bool:
    return begins <= at < ends if begins < ends else at >= begins or at < ends
