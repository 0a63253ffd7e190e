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

TO_THE_PERSON = "We will send this to them. Use plain English, and do not name anyone else."
FOR_COLLEAGUES = "For colleagues. The person can read it too, if they ask what we hold about them."


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
    words = words_field(
        "How did you confirm their identity? (optional)", hint=FOR_COLLEAGUES, most=2000
    )


class Pause(StepForm):
    button = "Stop the clock and ask"
    ground = _ground(
        "What do you need to know?", PauseGround.choices, "Select what you need to know"
    )
    words = words_field(
        "Your question",
        required="Enter your question",
        hint=f"Ask for no more than you need. {TO_THE_PERSON}",
    )


class Resume(StepForm):
    button = "Restart the clock"
    on = DayField(label="When did they reply?", required_message="Enter the date they replied")
    words = words_field("What did they say? (optional)", hint=FOR_COLLEAGUES, most=2000)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class Extend(StepForm):
    button = "Extend by two months and tell them"
    ground = _ground(
        "Why do you need longer?",
        ExtensionGround.choices,
        "Select why you need longer. The law does not allow any other reason",
    )
    words = words_field(
        "Your explanation",
        required="Enter why you need longer",
        hint=TO_THE_PERSON,
    )


class Answer(StepForm):
    button = "Send the answer and close"
    words = words_field(
        "Your reply",
        required="Enter your reply",
        hint=f"What was done, and how they will get what they asked for. {TO_THE_PERSON}",
    )
    copy_goes = _ground(
        "How will they get the copy?", CopyGoes.choices, "Select how they will get the copy"
    )

    def fit(self, asked):
        if not (asked and asked.gives_a_copy):
            del self.fields["copy_goes"]


class Refuse(StepForm):
    button = "Send the refusal and close"
    ground = _ground("Reason for refusing", RefusalGround.choices, "Select a reason for refusing")
    words = words_field(
        "Your explanation",
        required="Enter why the request is refused",
        hint="We will add how to complain. " + TO_THE_PERSON,
    )


class Withdraw(StepForm):
    button = "Record as withdrawn"
    words = words_field("How did they tell us? (optional)", hint=FOR_COLLEAGUES, most=2000)


class Reopen(StepForm):
    button = "Reopen request and tell them"
    ground = _ground("Why is it reopened?", ReopenGround.choices, "Select why it is reopened")
    on = DayField(
        label="When did they ask again? (optional)",
        help_text=(
            "Only if they asked again. Their month starts on this day. For example, 27 3 2026"
        ),
        required=False,
    )
    words = words_field(
        "Your explanation",
        required="Enter your explanation",
        hint=f"Why we are looking at it again. {TO_THE_PERSON}",
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        came_back = cleaned.get("ground") == ReopenGround.CAME_BACK
        if came_back and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the date they asked again")
        elif not came_back and cleaned.get("on"):
            self.add_error("on", "Remove this date: the due date does not change")
        return cleaned


class ReopenComplaint(StepForm):
    button = "Reopen complaint and tell them"
    words = words_field(
        "Your explanation",
        required="Enter your explanation",
        hint=f"Why we are looking at it again. {TO_THE_PERSON}",
    )


class Note(StepForm):
    button = "Add note"
    words = words_field("Note", required="Enter the note", hint=FOR_COLLEAGUES)


class Concern(StepForm):
    button = "Change organisation"
    controller: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Which organisation is it about?",
        queryset=None,
        error_messages={"required": "Select the organisation"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "controller").queryset = organisations()

    def lines(self):
        return [Field.select("controller")]


class Acknowledge(StepForm):
    button = "Acknowledge complaint"
    is_told = forms.TypedChoiceField(
        label="How will you acknowledge it?",
        choices=[("no", "Send a message now"), ("yes", "I have already told them")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you will acknowledge it"},
    )


class Outcome(StepForm):
    button = "Send the outcome and close"
    outcome = _ground(
        "What is the outcome?",
        [choice for choice in ComplaintOutcome.choices if choice[0] != ComplaintOutcome.WITHDRAWN],
        "Select the outcome",
    )
    words = words_field(
        "Your reply",
        required="Enter your reply",
        hint=(
            "What you found, and what will change. We will add how to complain to the Information "
            f"Commissioner. {TO_THE_PERSON}"
        ),
    )
