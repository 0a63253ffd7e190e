"""What several forms ask in the same words."""

from django import forms
from django.core.exceptions import ValidationError

from partners.identifiers import normalise
from partners.models import IdentifierType


class IdentifierFields(forms.Form):
    """The kind of identifier and the identifier, checked for form and given its one spelling."""

    identifier_type = forms.ChoiceField(
        label="What is the organisation known by?",
        choices=IdentifierType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the organisation is known by."},
    )
    identifier = forms.CharField(
        label="Its code or number",
        help_text="As the register writes it. Spaces and capital letters do not matter.",
        max_length=20,
        error_messages={"required": "Enter the code or number."},
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, text = cleaned.get("identifier_type"), cleaned.get("identifier")
        if kind and text:
            try:
                cleaned["identifier"] = normalise(kind, text)
            except ValidationError as error:
                self.add_error("identifier", error)
        return cleaned
