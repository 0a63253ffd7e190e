"""What staff type at each step of a request or a complaint."""

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.fields import DayField, records_field
from diz_portal.layout import laid_out

from .forms import organisations, words_field
from .models import (
    ComplaintOutcome,
    CopyGoes,
    ExtensionGround,
    PauseGround,
    RefusalGround,
    ReopenGround,
)

TO_THE_PERSON = "They read these words. Write plainly, and name nobody else."
FOR_COLLEAGUES = "For colleagues. The person reads it too, if they ask what is held about them."


class StepForm(forms.Form):
    """`button` is what the step's button says."""

    button = "Save"

    def __init__(self, *args, cancel: str, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fit(asked)
        self.helper = laid_out(*self.lines(), button=self.button, cancel=cancel)

    def fit(self, asked) -> None:
        """To the request or complaint that it is about."""

    def lines(self) -> list:
        return [
            Field.radios(name)
            if isinstance(each, forms.ChoiceField) and not isinstance(each, forms.ModelChoiceField)
            else Field.textarea(name, rows=8)
            if isinstance(each.widget, forms.Textarea)
            else name
            for name, each in self.fields.items()
        ]


def _ground(label: str, choices: list, required: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": required},
    )


class Start(StepForm):
    button = "Start work"
    words = words_field("How do you know who asks? (optional)", hint=FOR_COLLEAGUES, most=2000)


class Pause(StepForm):
    button = "Stop the clock and ask them"
    ground = _ground(
        "What do you need to know?", PauseGround.choices, "Choose what you need to know."
    )
    words = words_field(
        "What do you ask them?",
        required="Write what you ask them.",
        hint=f"Ask for no more than you need. {TO_THE_PERSON}",
    )


class Resume(StepForm):
    button = "Start the clock again"
    on = DayField(
        label="When did they tell us?", required_message="Enter the day on which they told us."
    )
    words = words_field("What did they say? (optional)", hint=FOR_COLLEAGUES, most=2000)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class Extend(StepForm):
    button = "Take two more months and tell them"
    ground = _ground(
        "Why does it take longer?",
        ExtensionGround.choices,
        "Choose why it takes longer. The law allows no other reason.",
    )
    words = words_field(
        "Explain it to them",
        required="Explain why it takes longer.",
        hint=TO_THE_PERSON,
    )


class Answer(StepForm):
    button = "Send the answer and close"
    words = words_field(
        "What do you tell them?",
        required="Write what you tell them.",
        hint=f"What was done, and how they get what they asked for. {TO_THE_PERSON}",
    )
    copy_goes = _ground(
        "How do they get the copy?", CopyGoes.choices, "Select how they get the copy"
    )

    def fit(self, asked):
        if not (asked and asked.gives_a_copy):
            del self.fields["copy_goes"]


class Refuse(StepForm):
    button = "Send the refusal and close"
    ground = _ground("Why is it not done?", RefusalGround.choices, "Choose why it is not done.")
    words = words_field(
        "Explain it to them",
        required="Explain why it is not done.",
        hint="That they may complain, and to whom, is added. " + TO_THE_PERSON,
    )


class Withdraw(StepForm):
    button = "Close it"
    words = words_field("How did they tell us? (optional)", hint=FOR_COLLEAGUES, most=2000)


class Reopen(StepForm):
    button = "Reopen request and tell them"
    ground = _ground("Why is it reopened?", ReopenGround.choices, "Select why it is reopened")
    on = DayField(
        label="When did they ask again? (optional)",
        help_text="Only if they ask again. Their month starts on this day. For example, 27 3 2026",
        required=False,
    )
    words = words_field(
        "Explain it to them",
        required="Enter what you tell them",
        hint=f"Why we look at it again. {TO_THE_PERSON}",
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        came_back = cleaned.get("ground") == ReopenGround.CAME_BACK
        if came_back and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day on which they asked again")
        elif not came_back and cleaned.get("on"):
            self.add_error("on", "Leave this empty: the answer is due when it was due before")
        return cleaned


class ReopenComplaint(StepForm):
    button = "Reopen complaint and tell them"
    words = words_field(
        "Explain it to them",
        required="Enter what you tell them",
        hint=f"Why we look at it again. {TO_THE_PERSON}",
    )


class Note(StepForm):
    button = "Add the note"
    words = words_field("Note", required="Write the note.", hint=FOR_COLLEAGUES)


class Concern(StepForm):
    button = "Change it"
    controller: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Which organisation does it concern?",
        queryset=None,
        error_messages={"required": "Choose the organisation."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "controller").queryset = organisations()

    def lines(self):
        return [Field.select("controller")]


class Acknowledge(StepForm):
    button = "Acknowledge it"
    is_told = forms.TypedChoiceField(
        label="How do they hear that we have it?",
        choices=[("no", "Send it to them now"), ("yes", "I have told them already")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they hear it."},
    )


class Outcome(StepForm):
    button = "Send the outcome and close"
    outcome = _ground(
        "What is the outcome?",
        [choice for choice in ComplaintOutcome.choices if choice[0] != ComplaintOutcome.WITHDRAWN],
        "Choose the outcome.",
    )
    words = words_field(
        "What do you tell them?",
        required="Write what you tell them.",
        hint="What you found, and what changes. That they may go to the Information Commissioner "
        f"is added. {TO_THE_PERSON}",
    )
