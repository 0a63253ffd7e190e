"""What an organiser writes to people: reminders and messages."""

from crispy_forms_gds.layout import Field, Fixed, Fluid
from django import forms

from diz_portal.fields import WholeNumberField, choice_field
from diz_portal.layout import Button, laid_out
from diz_portal.references import LENGTH, new_reference
from seminars import placeholders
from seminars.forms.editing import EditsStep
from seminars.models import Place, ReminderStep, ReminderUnit, Seminar
from seminars.models.reminder import MOST_BEFORE
from seminars.services.messages import GROUPS, LONGEST_TEXT
from seminars.services.reminder_plans import LONGEST_SUBJECT, SUBJECT, TEXT
from seminars.services.reminder_plans import LONGEST_TEXT as LONGEST_REMINDER

PREVIEW = "preview"
LINES = (
    "If a placeholder is empty for someone, we leave that line out. "
    "If your text has no link to their booking page, we add it."
)


def _about_text(longest: int) -> dict[str, str]:
    return {
        "required": "Enter the text",
        "max_length": f"Enter {longest:,} characters or fewer",
    }


def _checked(text: str) -> str:
    try:
        placeholders.check(text)
    except placeholders.NotAPlaceholder as refusal:
        raise forms.ValidationError(refusal.message) from None
    return text


class SubjectField(forms.CharField):
    """One line. A line break is refused, not mended: it is how a header is smuggled in."""

    def clean(self, value):
        text = super().clean(value)
        if len(text.splitlines()) > 1:
            raise forms.ValidationError("Enter the subject on one line")
        return _checked(text)


class LetterField(forms.CharField):
    widget = forms.Textarea

    def clean(self, value):
        return _checked(super().clean(value))


class Letter(forms.Form):
    subject = SubjectField(
        max_length=LONGEST_SUBJECT,
        error_messages={
            "required": "Enter a subject",
            "max_length": f"Enter a subject of up to {LONGEST_SUBJECT} characters",
        },
    )
    text = LetterField(
        max_length=LONGEST_REMINDER,
        help_text=LINES,
        error_messages=_about_text(LONGEST_REMINDER),
    )

    def buttons(self, *fields, button: str, cancel: str):
        """The words, then what to do with them: look first, or do it."""
        helper = laid_out(
            *fields,
            Field.text("subject", field_width=Fluid.TWO_THIRDS),
            Field.textarea("text", rows=14),
            button=button,
            cancel=cancel,
        )
        back = helper.layout.fields.pop()
        if button != "Preview":
            helper.layout.fields.append(Button.secondary(PREVIEW, "Preview"))
        helper.layout.fields.append(back)
        return helper


class StepForm(EditsStep, Letter):
    together = (("before", "unit"),)

    before = WholeNumberField(
        label="How long before the start?",
        min_value=1,
        max_value=MOST_BEFORE,
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number",
            "min_value": f"Enter a number from 1 to {MOST_BEFORE}",
            "max_value": f"Enter a number from 1 to {MOST_BEFORE}",
        },
    )
    unit = forms.ChoiceField(
        label="Days or hours?",
        help_text="Days keep the same time of day when the clocks change.",
        choices=[(ReminderUnit.DAYS, "Days"), (ReminderUnit.HOURS, "Hours")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select days or hours"},
    )

    def __init__(self, *args, step: ReminderStep | None = None, cancel: str, **kwargs):
        initial = {"subject": SUBJECT, "text": TEXT, "unit": ReminderUnit.DAYS}
        super().__init__(*args, record=step, initial=initial, **kwargs)
        self.helper = self.buttons(
            Field.text("before", field_width=Fixed.THREE),
            Field.radios("unit", inline=True),
            button="Save reminder",
            cancel=cancel,
        )

    def written(self, step: ReminderStep) -> dict:
        return {name: getattr(step, name) for name in ("before", "unit", "subject", "text")}


class MessageForm(Letter):
    text = LetterField(
        max_length=LONGEST_TEXT, help_text=LINES, error_messages=_about_text(LONGEST_TEXT)
    )
    groups = forms.MultipleChoiceField(
        label="Who should get this message?",
        choices=list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who should get this message"},
    )
    places = forms.MultipleChoiceField(
        label="In person, online or both?",
        choices=Place.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select in person, online or both"},
    )
    reference = forms.RegexField(
        rf"^[a-z0-9]{{{LENGTH}}}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": "Open this page again, then write your message",
            "invalid": "Open this page again, then write your message",
        },
    )

    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        initial = {
            "reference": new_reference(),
            "groups": [next(iter(GROUPS))],
            "places": list(Place),
            "text": "Hello {name},\n\n",
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        # Before the start nobody was there, and nobody stayed away.
        after = {"attended", "no_show"} if not seminar.has_started else set()
        choice_field(self, "groups").choices = [
            one for one in GROUPS.items() if one[0] not in after
        ]
        asked = [Field.checkboxes("groups")]
        if len(seminar.ways) > 1:
            asked.append(Field.checkboxes("places"))
        else:
            del self.fields["places"]
        self.helper = self.buttons(*asked, "reference", button="Preview", cancel=cancel)

    def asked(self) -> dict:
        return {"places": [], **self.cleaned_data}
