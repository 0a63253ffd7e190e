"""What is typed about themes and recognition."""

from typing import Any

from django import forms
from django.utils import timezone

from diz_portal.fields import LineField, WholeNumberField
from diz_portal.layout import laid_out

from .declaring import Kind


class ThemeForm(forms.Form):
    """A list of boxes for each kind that can have a theme."""

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[Kind, list[tuple[str, str]]]],
        tagged: dict[str, list[str]],
        cancel: str,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.shown = {kind.name: [key for key, _ in found] for kind, found in choices}
        for kind, found in choices:
            if found:
                self.fields[kind.name] = forms.MultipleChoiceField(
                    label=kind.label,
                    choices=found,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=tagged.get(kind.name, []),
                )
        self.helper = laid_out(*self.fields, button="Save theme", cancel=cancel)


class RecognitionForm(forms.Form):
    title = LineField(
        label="What for",
        max_length=160,
        help_text="For example, Cross-Sector Digital Collaboration of the Year",
        error_messages={"required": "Enter what it is for"},
    )
    given_by = LineField(
        label="Given by", max_length=120, error_messages={"required": "Enter who gave it"}
    )
    year = WholeNumberField(label="Year", error_messages={"required": "Enter the year"})
    source = forms.URLField(
        label="Source",
        max_length=300,
        assume_scheme="https",
        help_text="The page where anyone can check it",
        error_messages={
            "required": "Enter a link to the source",
            "invalid": "Enter a link that starts with https://",
        },
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.fields, button="Add recognition", cancel=cancel)

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not 1990 <= year <= timezone.localdate().year:
            raise forms.ValidationError("Enter a year from 1990 to now")
        return year

    def clean_source(self) -> str:
        source = self.cleaned_data["source"]
        if not source.startswith("https://"):
            raise forms.ValidationError("Enter a link that starts with https://")
        return source
