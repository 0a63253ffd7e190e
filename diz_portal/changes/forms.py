"""Of which days, and of what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from diz_portal.fields import DayField
from diz_portal.reports.question import ScopeField, rows_of

USUAL = timedelta(days=7)
LONGEST = timedelta(days=3653)
EARLIEST = 2000


def _day(label: str) -> DayField:
    return DayField(label=label, required=False)


class ChangesForm(forms.Form):
    """A GET form: what is left out is as usual. `since` is the usual first day."""

    def __init__(self, data: Any, *, user: Any, since: date):
        super().__init__(data)
        self.today = timezone.localdate()
        self.usual = since
        self.fields["from"] = _day("From")
        self.fields["to"] = _day("To")
        self.fields["project"] = ScopeField(
            "project",
            label="Project",
            required=False,
            empty_label="All projects",
            error_messages={
                "invalid_choice": "Select a project from the list. You can no longer see this one"
            },
        )
        self.fields["organisation"] = ScopeField(
            "organisation",
            label="Partner",
            required=False,
            empty_label="All partners",
            error_messages={
                "invalid_choice": "Select a partner from the list. You can no longer see this one"
            },
        )
        for name, field in self.fields.items():
            if isinstance(field, ScopeField):
                field.queryset = rows_of(name, user)

    def clean_from(self) -> date | None:
        return self._past("from")

    def clean_to(self) -> date | None:
        return self._past("to")

    def _past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.today:
            raise forms.ValidationError("Enter a date that is today or in the past")
        if day and day.year < EARLIEST:
            raise forms.ValidationError(f"Enter a date that is in or after {EARLIEST}")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "from" not in cleaned or "to" not in cleaned:
            return cleaned
        until = cleaned["to"] or self.today
        since = cleaned["from"] or min(self.usual, until - USUAL if cleaned["to"] else self.usual)
        if since > until:
            self.add_error("from", "Enter a first day on or before the last day")
        elif until - since > LONGEST:
            self.add_error("from", "Enter a first day within 10 years of the last day")
        return {**cleaned, "since": since, "until": until}

    @property
    def asked(self) -> dict[str, Any]:
        """As `diz_portal.changes` is asked."""
        names = ("since", "until", "project", "organisation")
        return {name: self.cleaned_data[name] for name in names}
