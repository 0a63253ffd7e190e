"""What is asked of a report before it can be produced: of what, of which day, in which edition.

A job keeps what was asked as it was typed, never a list of what was found. When it is produced, and
again whenever somebody wants to read it, the same form reads it anew: what is gone by then, or no
longer theirs to see, is refused in the form's own words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from diz_portal import words
from diz_portal.fields import DayField
from diz_portal.layout import laid_out
from diz_portal.sent_once import SentOnce

EARLIEST = date(2000, 1, 1)
# Of a period: a month is a row in some reports.
LONGEST = timedelta(days=3653)


class Edition(models.TextChoices):
    """Council papers come in two: with, and without, what the law lets a council keep private
    (Local Government Act 1972, Schedule 12A)."""

    PUBLIC = "public", "Public"
    EXEMPT = "exempt", "Exempt: with the items that are not for publication"


@dataclass
class Question:
    """One question, read and allowed. `by` is None for the command line, which may read all.

    `told` is called with how many rows have been written so far; it ends the work where somebody
    has cancelled it.
    """

    answers: dict[str, Any]
    by: Any = None
    about: str = ""
    as_at: date = field(default_factory=timezone.localdate)
    edition: str = ""
    told: Callable[[int], None] = lambda done: None

    @property
    def is_past(self) -> bool:
        return self.as_at < timezone.localdate()

    def seen(self, rows: Any) -> Any:
        """Of these rows, those that the reader may see."""
        return rows.all() if self.by is None else rows.visible_to(self.by)


# What apps above have to be asked about: {"project": the projects that somebody may see}.
_scopes: dict[str, Callable[[Any], models.QuerySet]] = {}


def scope(name: str, rows: Callable[[Any], models.QuerySet]) -> None:
    """Say in an app's `reports.py` what a report can be about; `rows(user)` are found by slug."""
    _scopes[name] = rows


def rows_of(name: str, user: Any) -> models.QuerySet:
    """What somebody may choose there."""
    return _scopes[name](user)


class NoQuestion(SentOnce, forms.Form):
    """Nothing but the edition, where a report has two."""

    # The fields in which a report is about something, in the order they are named in its title.
    about: tuple[str, ...] = ()
    takes_a_day = False

    def __init__(
        self,
        *args: Any,
        report: Any,
        user: Any = None,
        button: str = "Create report",
        cancel: str = "",
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.report, self.user = report, user
        for one in self.fields.values():
            if isinstance(one, ScopeField):
                one.queryset = rows_of(one.scope_name, user)
        if self.takes_a_day:
            self.fields["as_at"] = DayField(
                label="As at (optional)",
                help_text="A past day shows what was known then. Leave blank for today.",
                required=False,
            )
        if report.editions:
            self.fields["edition"] = forms.ChoiceField(
                label="Edition",
                choices=[(one.value, one.label) for one in report.editions],
                initial=report.editions[0],
                widget=forms.RadioSelect,
                error_messages={"required": "Select an edition"},
            )
        self.helper = laid_out(*self.fields, button=button, cancel=cancel)

    def clean_as_at(self) -> date | None:
        day = self.cleaned_data["as_at"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is today or in the past")
        if day and day < EARLIEST:
            raise forms.ValidationError(f"Enter a day after {words.uk_date(EARLIEST)}")
        return day

    def stored(self) -> dict[str, Any]:
        """The answers as JSON keeps them, to be read by the same form later."""
        return {
            name: _stored(value, getattr(self.fields.get(name), "to_field_name", None))
            for name, value in self.cleaned_data.items()
            if value not in (None, "", []) and name != "attempt"
        }

    def question(self) -> Question:
        answers = dict(self.cleaned_data)
        about = ", ".join(str(answers[name]) for name in self.about if answers.get(name))
        return Question(
            answers,
            self.user,
            about,
            answers.get("as_at") or timezone.localdate(),
            answers.get("edition", ""),
        )


class ScopeField(forms.ModelChoiceField):
    """Something of an app above, by its slug or another name that never changes."""

    def __init__(self, scope_name: str, *, by: str = "slug", **kwargs: Any):
        self.scope_name = scope_name
        super().__init__(queryset=None, to_field_name=by, **kwargs)


class ProjectQuestion(NoQuestion):
    about = ("project",)
    takes_a_day = True
    project = ScopeField(
        "project",
        label="Project",
        empty_label="Select a project",
        error_messages={
            "required": "Select a project",
            "invalid_choice": "Select a project that you can see. It may have been removed",
        },
    )


class PeriodQuestion(NoQuestion):
    starts = DayField(label="From", required_message="Enter the first day")
    ends = DayField(label="To", required_message="Enter the last day")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        starts, ends = answers.get("starts"), answers.get("ends")
        if starts and starts < EARLIEST:
            self.add_error("starts", f"Enter a first day after {words.uk_date(EARLIEST)}")
        elif starts and starts > timezone.localdate():
            self.add_error("starts", "Enter a first day that is today or in the past")
        if starts and ends and ends < starts:
            self.add_error("ends", "Enter a last day on or after the first day")
        elif starts and ends and ends - starts > LONGEST:
            self.add_error("ends", "Enter a last day within 10 years of the first day")
        return answers

    def question(self) -> Question:
        found = super().question()
        period = " to ".join(words.uk_date(found.answers[one]) for one in ("starts", "ends"))
        found.about = f"{found.about}, {period}" if found.about else period
        return found


def _stored(value: Any, by: str | None = None) -> Any:
    if isinstance(value, models.Model):
        return getattr(value, by or "pk")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | models.QuerySet):
        return [_stored(one) for one in value]
    return value
