"""What a programme manager writes: a version of a lesson, and what is to change in one."""

from crispy_forms_gds.layout import Field, Fixed, Fluid
from django import forms
from django.core.validators import URLValidator

from diz_portal.fields import LineField, WholeNumberField, WordsField
from diz_portal.layout import laid_out
from inclusion.cases.forms.fields import words
from inclusion.learning import quiz_text
from inclusion.learning.models import Lesson, LessonVersion
from inclusion.learning.models.links import HTTPS_ONLY
from inclusion.learning.pictures import PICTURES


class VersionForm(forms.Form):
    title = LineField(
        label="Title",
        help_text="One small task. For example, Turn it on",
        max_length=80,
        error_messages={"required": "Enter a title"},
    )
    words = WordsField(
        label="Text",
        help_text="Use short words. Leave an empty line between paragraphs. Start a line with “- ” "
        "for a bullet point, “1. ” for a step or “## ” for a heading. Put **2 stars** around words "
        "to make them bold. An address that starts with https:// becomes a link. "
        "(picture: charge-it) on a line of its own shows that picture.",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 20}),
        error_messages={"required": "Enter the text of the lesson"},
    )
    picture = forms.ChoiceField(
        label="Picture above the text (optional)",
        choices=[("", "No picture"), *((one.name, one.alt) for one in PICTURES.values())],
        required=False,
        widget=forms.Select,
    )
    video = forms.URLField(
        label="Link to a video (optional)",
        help_text="An address that starts with https://. Residents open it on that website: "
        "nothing of it is loaded here.",
        max_length=200,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https"], message=HTTPS_ONLY, code="not_https")],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": HTTPS_ONLY},
    )
    transcript = WordsField(
        label="What the video says (if there is a video)",
        help_text="Everything that is said, and what is shown if no one says it. Many people "
        "cannot watch or hear it. It is also printed.",
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    minutes = WholeNumberField(
        label="Minutes",
        help_text="How long it takes at a relaxed pace.",
        min_value=1,
        max_value=60,
        initial=5,
        error_messages={"required": "Enter a number of minutes from 1 to 60"},
    )
    questions = WordsField(
        label="Questions after the lesson (optional)",
        help_text="Start a question with “?”, the correct answer with “+” and each other answer "
        "with “-”. After each answer, enter a bar (|) and your feedback. Say kindly why it is "
        "right or wrong.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(
        self, *args, lesson: Lesson, begun: LessonVersion | None, asked: str, cancel: str, **kwargs
    ):
        """What is shown is one's own draft or, where there is none, what residents read."""
        shown = begun or lesson
        kwargs["initial"] = {
            "title": shown.title,
            "words": shown.words,
            "picture": shown.picture,
            "video": shown.video,
            "transcript": shown.transcript,
            "minutes": shown.minutes,
            "questions": begun.questions if begun else asked,
        }
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "title",
            "words",
            "picture",
            Field.text("video", field_width=Fluid.TWO_THIRDS),
            "transcript",
            Field.text("minutes", field_width=Fixed.THREE),
            "questions",
            button="Save draft",
            cancel=cancel,
        )

    def clean_video(self):
        # As the database compares it.
        address = self.cleaned_data["video"]
        return f"https://{address[len('https://') :]}" if address else ""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("video") and cleaned.get("transcript") == "":
            self.add_error("transcript", "Enter what the video says")
        if cleaned.get("transcript") and cleaned.get("video") == "":
            self.add_error("video", "Enter the address of the video, or remove what it says")
        return cleaned

    def clean_questions(self):
        text = self.cleaned_data["questions"]
        try:
            quiz_text.read(text)
        except quiz_text.Unreadable as error:
            raise forms.ValidationError(str(error)) from None
        return text


class SendBackForm(forms.Form):
    note = words(
        "What should the author change?",
        most=500,
        required=True,
        error_messages={"required": "Enter what the author should change"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("note", button="Send back to author", cancel=cancel)
