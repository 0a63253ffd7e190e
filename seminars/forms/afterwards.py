"""What an organiser adds after a seminar, and what somebody who was there thinks of it."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.safestring import SafeString

from diz_portal.documents.forms import DocumentField
from diz_portal.fields import LineField, WordsField, choice_field
from diz_portal.layout import Markup, laid_out
from seminars.models import Again, Audience, MaterialKind
from seminars.services import CannotBeHeard


def _address(**options) -> forms.URLField:
    return forms.URLField(
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Enter a web address",
            "invalid": "Enter a web address, like https://videos.example/talk",
        },
        **options,
    )


class MaterialForm(forms.Form):
    """What a file and a link have in common."""

    title = LineField(
        label="Title",
        max_length=150,
        error_messages={"required": "Enter a title"},
    )
    kind = forms.ChoiceField(
        label="Type of material",
        widget=forms.RadioSelect,
        choices=MaterialKind.choices,
        error_messages={"required": "Select the type of material"},
    )
    audience = forms.ChoiceField(
        label="Who can see it?",
        widget=forms.RadioSelect,
        choices=Audience.choices,
        initial=Audience.PUBLIC,
        error_messages={"required": "Select who can see it"},
    )

    def head(self):
        return [
            Field.text("title", field_width=Fluid.TWO_THIRDS),
            Field.radios("kind", legend_size=Size.SMALL, small=True),
        ]

    def tail(self):
        return [Field.radios("audience", legend_size=Size.SMALL, small=True)]


class FileForm(MaterialForm):
    paper = DocumentField(label="The file")

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        # Recordings are kept by whoever shows them: ours are papers.
        choice_field(self, "kind").choices = [
            choice for choice in MaterialKind.choices if choice[0] != MaterialKind.RECORDING
        ]
        self.helper = laid_out(
            *self.head(), "paper", *self.tail(), button="Add file", cancel=cancel
        )


class LinkForm(MaterialForm):
    link = _address(label="Web address", help_text="For example, its page on a video service.")
    has_captions = forms.BooleanField(label="The recording shows captions", required=False)
    captions_link = _address(label="Web address of the captions (optional)", required=False)
    transcript_link = _address(label="Web address of a transcript (optional)", required=False)

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            *self.head(),
            Field.text("link", field_width=Fluid.TWO_THIRDS),
            Markup(
                SafeString(
                    '<h2 class="govuk-heading-s">If it is a recording</h2><p class="govuk-body">'
                    "People who cannot hear it must be able to read it. Add at least one of "
                    "these.</p>"
                )
            ),
            "has_captions",
            Field.text("captions_link", field_width=Fluid.TWO_THIRDS),
            Field.text("transcript_link", field_width=Fluid.TWO_THIRDS),
            *self.tail(),
            button="Add link",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        # What the service refuses too, said where it can be put right.
        readable = ("has_captions", "captions_link", "transcript_link")
        is_recording = cleaned.get("kind") == MaterialKind.RECORDING
        if is_recording and not any(cleaned.get(name) or name in self.errors for name in readable):
            self.add_error("has_captions", CannotBeHeard.message)
        return cleaned


USEFUL = [
    (5, "5, very useful"),
    (4, "4"),
    (3, "3"),
    (2, "2"),
    (1, "1, not useful"),
]


def _words(label: str, hint: str = "") -> forms.CharField:
    return WordsField(label=label, help_text=hint, max_length=1000, required=False)


class FeedbackForm(forms.Form):
    useful = forms.TypedChoiceField(
        label="How useful was it?",
        choices=USEFUL,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how useful it was, from 1 to 5"},
    )
    keep = _words("What did you like most? (optional)")
    change = _words("What should we change? (optional)")
    access = _words(
        "How were the access and support? (optional)",
        "For example, the entrance, the sound, the captions or the breaks.",
    )
    again = forms.ChoiceField(
        label="Would you come again? (optional)",
        choices=Again.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    may_contact = forms.BooleanField(
        label="You can contact me about my feedback (this stores your name with it)", required=False
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("useful", legend_size=Size.SMALL),
            Field.textarea("keep", rows=3),
            Field.textarea("change", rows=3),
            Field.textarea("access", rows=3),
            Field.radios("again", legend_size=Size.SMALL, inline=True),
            "may_contact",
            button="Send feedback",
            cancel=cancel,
        )
