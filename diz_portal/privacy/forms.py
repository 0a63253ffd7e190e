from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.fields import LineField
from diz_portal.layout import Button, laid_inside, laid_out

from .kinds import Wanted
from .models import Ground


class Search(forms.Form):
    """Sent by POST: a name in an address would stand in every log on its way."""

    wanted = LineField(
        label="Email address, phone number or name",
        max_length=254,
        help_text="Enter one of them. You can enter part of a name.",
        error_messages={"required": "Enter an email address, a phone number or a name"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("wanted", button="Find records", name="find")

    def clean_wanted(self):
        wanted = Wanted.of(self.cleaned_data["wanted"])
        if not wanted:
            raise forms.ValidationError("Enter at least 2 letters of a name")
        return wanted


class Refuse(forms.Form):
    ground = forms.ChoiceField(
        label="Reason for keeping",
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a reason for keeping the record"},
    )
    words = LineField(
        label="Explanation (optional)",
        max_length=300,
        required=False,
        help_text="Do not include names. This is kept with the decision.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_inside(
            Field.radios("ground"),
            "words",
            Button.secondary("refuse", "Record decision to keep"),
        )
