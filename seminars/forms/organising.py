"""What an organiser types at the door, for a series, and to hold a seminar again."""

from crispy_forms_gds.layout import Field, Fixed, Fluid
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, EmailField, LineField, NameField, WordsField, choice_field
from diz_portal.layout import laid_out
from seminars.forms.workspace import HourField
from seminars.models import Place, Seminar, Series
from seminars.times import NoSuchTime, in_london

WIDE = {"field_width": Fluid.TWO_THIRDS}


class WalkInForm(forms.Form):
    """As little as will do while others stand behind them."""

    name = NameField(
        label="Their name", max_length=150, error_messages={"required": "Enter their name"}
    )
    guest_name = NameField(label="Name of their guest (optional)", max_length=150, required=False)
    organisation = NameField(label="Organisation (optional)", max_length=150, required=False)
    email = EmailField(
        label="Email address (optional)",
        help_text="For slides, recordings and a certificate.",
        required=False,
    )
    place = forms.ChoiceField(
        label="How are they attending?", widget=forms.RadioSelect, initial=Place.IN_PERSON
    )

    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        names = ["name", "guest_name", "organisation", "email"]
        lines = [Field.text(name, **WIDE) for name in names]
        if len(seminar.ways) == 1:
            del self.fields["place"]
        else:
            choice_field(self, "place").choices = [(way.value, way.label) for way in seminar.ways]
            lines.append("place")
        self.helper = laid_out(*lines, button="Add walk-in", cancel=cancel)


class CopyForm(forms.Form):
    """The same seminar on another day."""

    title = LineField(label="Title", max_length=150, error_messages={"required": "Enter a title"})
    day = DayField(label="New day", required_message="Enter the day of the seminar")
    starts = HourField(label="Starts at")
    ends = HourField(label="Ends at")
    with_link = forms.BooleanField(
        label="Copy the joining link",
        help_text="Only if the link is for both seminars: anyone with the old link can join.",
        required=False,
    )

    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        starts, ends = timezone.localtime(seminar.starts_at), timezone.localtime(seminar.ends_at)
        initial = {"title": seminar.title, "starts": starts.time(), "ends": ends.time()}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        lines = [
            Field.text("title", **WIDE),
            "day",
            Field.text("starts", field_width=Fixed.TEN),
            Field.text("ends", field_width=Fixed.TEN),
        ]
        if seminar.joining_link:
            lines.append("with_link")
        else:
            del self.fields["with_link"]
        self.helper = laid_out(*lines, button="Copy seminar", cancel=cancel)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day, starts, ends = (cleaned.pop(name, None) for name in ("day", "starts", "ends"))
        for name, hour in (("starts", starts), ("ends", ends)):
            if day and hour:
                try:
                    cleaned[f"{name}_at"] = in_london(day, hour)
                except NoSuchTime as refusal:
                    self.add_error(name, refusal.message)
        if {"starts_at", "ends_at"} <= set(cleaned):
            if cleaned["ends_at"] <= cleaned["starts_at"]:
                self.add_error("ends", "Enter an end that is after the start")
            elif cleaned["starts_at"] <= timezone.now():
                self.add_error("day", "Enter a day in the future")
        return cleaned


class SeriesForm(Edits, forms.Form):
    title = LineField(label="Title", max_length=150, error_messages={"required": "Enter a title"})
    summary = WordsField(
        label="Description (optional)",
        max_length=1000,
        required=False,
    )

    def __init__(self, *args, series: Series | None = None, cancel: str, **kwargs):
        super().__init__(*args, record=series, **kwargs)
        self.helper = laid_out(
            Field.text("title", **WIDE),
            Field.textarea("summary", rows=4),
            button="Save series" if series else "Add series",
            cancel=cancel,
        )

    def written(self, series: Series) -> dict:
        return {"title": series.title, "summary": series.summary}
