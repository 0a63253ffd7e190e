from collections.abc import Sequence

from crispy_forms_gds.layout import Field
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.fields import DayField, WordsField, choice_field
from diz_portal.layout import ConditionalQuestion, ConditionalRadios, laid_out
from diz_portal.outbox import rendering, shrinking

from .models import Act
from .registry import Item, who_may_be_assigned
from .selectors import State

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


def prefilled_for_all(items: Sequence[Item], partnership_name: str) -> dict[str, str]:
    """One email for everything that somebody owes; what it is stands below the words."""
    number = len(items)
    said = "1 thing needs" if number == 1 else f"{number} things need"
    return {
        "subject": rendering.fit_subject(
            f"{said} your action: {shrinking.may_shrink(partnership_name)}",
            most=MOST_OF_A_SUBJECT,
        ),
        "words": (
            f"Hello,\n\nThis is a reminder from {partnership_name}.\n\n"
            "Please deal with what is listed below as soon as you can, or tell me what is "
            "holding it up."
        ),
    }


class ChaseAllForm(ChaseForm):
    """The same email about many things: each is ticked until the manager takes it out."""

    which = forms.MultipleChoiceField(
        label="What to ask for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one thing to ask for",
            "invalid_choice": "One of these is no longer waiting. Open the page again",
        },
    )

    def __init__(self, *args, items: Sequence[Item], cancel_url: str, **kwargs):
        super().__init__(*args, cancel_url=cancel_url, **kwargs)
        self.fields[
            "words"
        ].help_text = "We will add what you select below, with links, to your message."
        # Each row of the log has a key made from this one.
        self.fields["form_key"].validators.append(MaxLengthValidator(24))
        choice_field(self, "which").choices = [
            (item.key, f"{item.title} ({item.about}): {item.when}") for item in items
        ]
        self.initial.setdefault("which", [item.key for item in items])
        self.helper = laid_out(
            "subject",
            Field.textarea("words", rows=7),
            Field.checkboxes("which", small=True),
            "form_key",
            button="Send reminder",
            cancel=cancel_url,
        )


class HandlingForm(forms.Form):
    """What staff do with a task until it is settled."""

    act = forms.ChoiceField(
        label="What would you like to do?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you would like to do",
            "invalid_choice": "Select what you would like to do",
        },
    )
    until = DayField(
        label="Snooze until",
        help_text="The task will be back on the list on this date.",
        required=False,
    )
    to = forms.ChoiceField(
        label="Colleague",
        required=False,
        error_messages={"invalid_choice": "Select a colleague from the list"},
    )
    words = WordsField(
        label="Note or reason",
        max_length=500,
        required=False,
        help_text="Your colleagues can read it. Do not enter details about residents.",
    )
    form_key = forms.CharField(
        max_length=32,
        min_length=8,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "max_length", "min_length"),
            "This cannot be saved from this page. Open the page again",
        ),
    )

    def __init__(self, *args, state: State, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues: dict[str, User] = {one.reference: one for one in who_may_be_assigned()}
        acts = [Act.NOTE, Act.SNOOZE, Act.ASSIGN]
        acts += [Act.WAKE] if state.snoozed else []
        acts += [Act.UNASSIGN] if state.assigned else []
        choice_field(self, "act").choices = [(act.value, act.label) for act in acts]
        choice_field(self, "to").choices = [("", "Select a colleague")] + [
            (key, str(one)) for key, one in self.colleagues.items()
        ]
        questions = {Act.SNOOZE: ["until"], Act.ASSIGN: ["to"]}
        self.helper = laid_out(
            ConditionalRadios(
                "act",
                *(ConditionalQuestion(act.label, *questions.get(act, [])) for act in acts),
            ),
            Field.textarea("words", rows=3),
            "form_key",
            button="Save",
            cancel=cancel_url,
        )

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        act, words = cleaned.get("act"), cleaned.get("words")
        if act == Act.SNOOZE and "until" in cleaned:
            if not cleaned["until"]:
                self.add_error("until", "Enter the date this task is snoozed until")
            elif cleaned["until"] <= timezone.localdate():
                self.add_error("until", "Enter a date after today")
        if act == Act.ASSIGN and "to" in cleaned and not cleaned["to"]:
            self.add_error("to", "Select a colleague")
        if act == Act.NOTE and not words:
            self.add_error("words", "Enter the note")
        if act == Act.SNOOZE and not words:
            self.add_error("words", "Enter why this task is snoozed")
        cleaned["to"] = self.colleagues.get(cleaned.get("to") or "")
        return cleaned
