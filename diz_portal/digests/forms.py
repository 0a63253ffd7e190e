"""When it comes, when nothing else does, and what is left out."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Fixed
from django import forms

from diz_portal.changes import kinds
from diz_portal.fields import HourField, choice_field
from diz_portal.layout import laid_out

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
    muted = forms.MultipleChoiceField(
        label="What should the email leave out?",
        help_text="The page “What changed” still shows it.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select what to leave out from the list"},
    )

    def __init__(self, data: Any, *, digest: Digest | None, cancel: str):
        super().__init__(data, initial=_stored(digest) if digest else None)
        choice_field(self, "muted").choices = [(kind.name, kind.title) for kind in kinds()]
        self.helper = laid_out(
            "days",
            Field.text("at", field_width=Fixed.TEN),
            Field.text("quiet_from", field_width=Fixed.TEN),
            Field.text("quiet_until", field_width=Fixed.TEN),
            Field.checkboxes("muted", small=True, legend_size="s"),
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
