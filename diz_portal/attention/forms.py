from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.layout import laid_out

from .registry import Item


def prefilled(item: Item, partnership_name: str) -> dict[str, str]:
    """The email a manager would write: what is missing, since when, and how to settle it."""
    return {
        "subject": f"{item.title}: {item.about}"[:150],
        "words": (
            f"Hello,\n\nThis is a reminder from {partnership_name}.\n\n"
            f"{item.title}, for {item.about}: {item.when}.\n\n"
            "Could you settle it, or tell me what is in the way? The link below opens the page."
        ),
    }


class ChaseForm(forms.Form):
    subject = forms.CharField(
        max_length=150, error_messages={"required": "Enter the subject of the email."}
    )
    words = forms.CharField(
        label="Message",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="A link to the page is added below your words.",
        error_messages={"required": "Write the message."},
    )
    form_key = forms.CharField(
        max_length=32,
        min_length=8,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "max_length", "min_length"),
            "This message cannot be sent from this page. Open the page anew.",
        ),
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "subject",
            Field.textarea("words", rows=10),
            "form_key",
            button="Send the reminder",
            cancel=cancel_url,
        )

    def clean_subject(self):
        subject = self.cleaned_data["subject"]
        if "\n" in subject or "\r" in subject:
            raise forms.ValidationError("The subject must be one line.")
        return subject
