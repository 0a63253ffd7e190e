from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.fields import WordsField
from diz_portal.layout import laid_out
from diz_portal.outbox import rendering, shrinking

from .registry import Item

MOST_OF_A_SUBJECT = 150


def prefilled(item: Item, partnership_name: str) -> dict[str, str]:
    """The email a manager would write: said to those who owe it, never as the manager's task."""
    return {
        "subject": rendering.fit_subject(_marked(item), most=MOST_OF_A_SUBJECT),
        "words": (
            f"Hello,\n\nThis is a reminder from {partnership_name}.\n\n{item.ask}.\n\n"
            "Please deal with this as soon as you can, or tell me what is holding it up."
        ),
    }


def _marked(item: Item) -> str:
    """What is asked, with the names in it marked, so that how late it is stays."""
    said = item.ask
    for name in filter(None, (item.named, item.about)):
        said = said.replace(name, shrinking.may_shrink(name), 1)
    return said


class ChaseForm(forms.Form):
    subject = forms.CharField(
        max_length=MOST_OF_A_SUBJECT, error_messages={"required": "Enter the subject of the email"}
    )
    words = WordsField(
        label="Message",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="We will add a link to the page below your message.",
        error_messages={"required": "Enter the message"},
    )
    form_key = forms.CharField(
        max_length=32,
        min_length=8,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "max_length", "min_length"),
            "This message cannot be sent from this page. Open the page again",
        ),
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "subject",
            Field.textarea("words", rows=10),
            "form_key",
            button="Send reminder",
            cancel=cancel_url,
        )

    def clean_subject(self):
        subject = self.cleaned_data["subject"]
        if "\n" in subject or "\r" in subject:
            raise forms.ValidationError("Enter a subject without line breaks")
        return subject
