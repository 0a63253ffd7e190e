"""What is typed about a number that was wrong."""

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.fields import LineField, WordsField
from diz_portal.layout import laid_out

from .declaring import figures
from .models import Edition


class CorrectionForm(forms.Form):
    figure = forms.ChoiceField(
        label="Figure", error_messages={"required": "Select the figure that was wrong"}
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label="Edition",
        required=False,
        empty_label="None: the page of latest figures",
        help_text="The edition will not change, but will link to your correction.",
    )
    was = LineField(
        label="Published as",
        max_length=60,
        error_messages={"required": "Enter the number that was published"},
    )
    is_now = LineField(
        label="Correct number",
        max_length=60,
        error_messages={"required": "Enter the correct number"},
    )
    reason = WordsField(
        label="Reason",
        max_length=500,
        help_text="Anyone can read this.",
        error_messages={"required": "Enter why the number was wrong"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", "Select a figure")] + [  # type: ignore[attr-defined]
            (one.name, one.title.capitalize()) for one in figures()
        ]
        self.fields["edition"].queryset = Edition.objects.all()  # type: ignore[attr-defined]
        self.helper = laid_out(
            "figure",
            "edition",
            "was",
            "is_now",
            Field.textarea("reason", rows=4),
            button="Publish correction",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("was") and cleaned.get("was") == cleaned.get("is_now"):
            self.add_error("is_now", "Enter a number that differs from the one published")
        return cleaned
