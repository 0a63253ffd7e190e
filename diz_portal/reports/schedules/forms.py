"""When a report comes, and to whom."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Fixed
from django import forms
from django.utils import timezone

from diz_portal.accounts.models import User, normalise_email
from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    HourField,
    NameField,
    WholeNumberField,
    WordsField,
    choice_field,
)
from diz_portal.layout import ConditionalQuestion, ConditionalRadios, laid_out
from diz_portal.reports.question import NoQuestion
from diz_portal.reports.registry import Format, Report

from .models import Schedule
from .rules import WEEKDAYS, Covers, Every, Rule

MOST_RECIPIENTS = 50


class WhenAndToWhom(forms.Form):
    every = forms.ChoiceField(
        label="How often?",
        choices=Every.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how often the report is created"},
    )
    weekday = forms.TypedChoiceField(
        label="On which day?", choices=list(WEEKDAYS.items()), coerce=int, required=False, initial=1
    )
    day = WholeNumberField(
        label="On which day of the month?",
        help_text=(
            "From 1 to 31. In a month with fewer days, the report is created on the last day."
        ),
        required=False,
        min_value=1,
        max_value=31,
    )
    before = WholeNumberField(
        label="How many working days before?",
        help_text="For example, 5",
        required=False,
        min_value=1,
        max_value=60,
    )
    after = WholeNumberField(
        label="How many working days after?",
        help_text="For example, 10",
        required=False,
        min_value=1,
        max_value=60,
    )
    at = HourField(label="At what time?", initial=dt.time(8))
    recipients = WordsField(
        label="Who should be sent a link?",
        help_text="Email addresses of people with an account, one on each line.",
        max_length=10_000,
        error_messages={"required": "Enter at least one email address"},
    )

    NUMBERS = {
        Every.WEEK: ("weekday", "Select a day of the week"),
        Every.MONTH: ("day", "Enter a day of the month from 1 to 31"),
        Every.BEFORE_BOARD: ("before", "Enter a number of working days from 1 to 60"),
        Every.AFTER_QUARTER: ("after", "Enter a number of working days from 1 to 60"),
    }

    def clean_at(self) -> dt.time:
        at = self.cleaned_data["at"]
        if at.hour == 1:
            raise forms.ValidationError(
                "Enter a time before 1am, or 2am or later: the clocks change between 1am and 2am"
            )
        return at

    def clean_recipients(self) -> list[User]:
        lines = self.cleaned_data["recipients"].replace(",", "\n").replace(";", "\n").split()
        addresses = list(dict.fromkeys(map(normalise_email, lines)))
        if len(addresses) > MOST_RECIPIENTS:
            raise forms.ValidationError(f"Enter {MOST_RECIPIENTS} addresses or fewer")
        found = {one.email: one for one in User.objects.filter(email__in=addresses)}
        for address in addresses:
            if address not in found:
                raise forms.ValidationError(
                    f"Remove {address[:100]} or invite them first: no account has this address"
                )
            if not found[address].is_active:
                raise forms.ValidationError(
                    f"Remove {address[:100]}: {found[address]} has left, so we cannot send them "
                    "this report"
                )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, sentence = self.NUMBERS.get(cleaned.get("every", ""), ("", ""))
        for other, _ in self.NUMBERS.values():
            if other != name:
                # Left there before they chose another: neither shown nor asked about.
                self.errors.pop(other, None)
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        return cleaned

    def rule(self) -> Rule:
        every = Every(self.cleaned_data["every"])
        return Rule(every, self.cleaned_data[self.NUMBERS[every][0]], self.cleaned_data["at"])


def _ask_also(form: Any, report: Report) -> None:
    """What else is asked where the report has it: the period that each covers, and the formats."""
    if "starts" in report.asks.base_fields:
        form.fields["covers"] = forms.ChoiceField(
            label="Which period should each report cover?",
            choices=Covers.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Select which period each report covers"},
        )
    if len(report.formats) > 1:
        kinds = [Format(one) for one in report.formats]
        form.fields["formats"] = forms.MultipleChoiceField(
            label="In which formats?",
            choices=[(one.value, one.label) for one in kinds],
            initial=[one.value for one in kinds],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Select at least one format"},
        )


def _laid_out(form: Any, *, button: str, cancel: str) -> Any:
    own = [name for name in form.fields if name not in WhenAndToWhom.base_fields]
    kinds = [label for _, label in choice_field(form, "every").choices]
    numbers = (
        Field.select("weekday"),
        Field.text("day", field_width=Fixed.THREE),
        Field.text("before", field_width=Fixed.THREE),
        Field.text("after", field_width=Fixed.THREE),
    )
    when = [ConditionalQuestion(label, one) for label, one in zip(kinds, numbers, strict=True)]
    return laid_out(
        *(Field.checkboxes(name, small=True) if name == "formats" else name for name in own),
        ConditionalRadios("every", *when),
        Field.text("at", field_width=Fixed.TEN),
        Field.textarea("recipients", rows=4),
        button=button,
        cancel=cancel,
    )


def schedule_form(report: Report) -> type[Any]:
    """The form of a schedule: the report's own questions, without days, then when and to whom."""

    class ScheduleForm(WhenAndToWhom, report.asks):  # type: ignore[name-defined]
        def __init__(self, *args: Any, **kwargs: Any):
            super().__init__(*args, report=report, **kwargs)  # type: ignore[call-arg]
            for name in [name for name, one in self.fields.items() if isinstance(one, DayField)]:
                del self.fields[name]
            if report.schedules_all_editions:
                del self.fields["edition"]
            _ask_also(self, report)
            self.helper = _laid_out(self, button="Schedule report", cancel=kwargs.get("cancel", ""))

        def stored(self) -> dict[str, Any]:
            asked = super().stored()
            of_schedule = {*WhenAndToWhom.base_fields, "covers", "formats"}
            return {name: value for name, value in asked.items() if name not in of_schedule}

        def question(self) -> Any:
            # Of what it is, without the days that each report will have.
            return NoQuestion.question(self)

    return ScheduleForm


class ChangeSchedule(Edits, WhenAndToWhom):
    """What it is about stays: a report about something else is another schedule."""

    together = (("every", "weekday", "day", "before", "after"),)

    def __init__(self, *args: Any, schedule: Schedule, report: Report, cancel: str, **kwargs: Any):
        super().__init__(*args, record=schedule, **kwargs)
        if report.editions and not report.schedules_all_editions:
            self.fields["edition"] = forms.ChoiceField(
                label="Edition",
                choices=[(one.value, one.label) for one in report.editions],
                widget=forms.RadioSelect,
                error_messages={"required": "Select an edition"},
            )
        _ask_also(self, report)
        self.helper = _laid_out(self, button="Save schedule", cancel=cancel)

    def written(self, schedule: Schedule) -> dict[str, Any]:
        people = schedule.recipients.order_by("name", "email")
        return {
            "edition": schedule.edition,
            "covers": schedule.covers,
            "formats": schedule.formats_made,
            "every": schedule.every,
            **{
                name: schedule.number if kind == schedule.every else None
                for kind, (name, _) in self.NUMBERS.items()
            },
            "at": schedule.at,
            "recipients": "\n".join(one.email for one in people),
        }


PAST_MEETINGS = dt.timedelta(days=31)


class BoardForm(forms.Form):
    name = NameField(
        label="Which board?",
        initial="Partnership board",
        max_length=120,
        error_messages={"required": "Enter the name of the board"},
    )
    date = DayField(label="When does it meet?", required_message="Enter the day it meets")

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("name", "date", button="Add board meeting", cancel=cancel)

    def clean_date(self) -> dt.date:
        """A pack may be written for a meeting that has just been; nothing is due before one of
        last year."""
        day: dt.date = self.cleaned_data["date"]
        if day < timezone.localdate() - PAST_MEETINGS:
            raise forms.ValidationError("Enter a day in the future, or in the last 31 days")
        return day
