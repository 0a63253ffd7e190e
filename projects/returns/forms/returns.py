"""What was typed into a return, however far it has got; what it lacks is the service's to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits, EditsModel
from diz_portal.fields import DayField, PoundsField, WordsField
from diz_portal.layout import laid_inside, laid_out
from projects.portfolio.models import Milestone
from projects.returns.models import RAG, ReportingRound, Return
from projects.returns.selectors.return_facts import Fact
from projects.returns.services import returns as services

LONGEST_LINE = 400
RATED = ["delivery", "spend", "risk"]


@dataclass
class Line:
    """One bullet of "what happened", as the page shows it."""

    fact: str
    said: str
    text: str
    kept: bool = True
    # What the records say now, where the reporter's own words stand against it.
    now: str = ""


def lines_of(record: Return, facts: Iterable[Fact]) -> list[Line]:
    """The month's facts with what the reporter did to them: kept, struck or reworded.

    A fact that grew since is shown as it is now, unless it was reworded; one that is no longer
    true goes, unless somebody made it their own words.
    """
    saved = {line["fact"]: Line(**line) for line in record.lines}
    lines = []
    for fact in facts:
        line = saved.pop(fact.key, None)
        if line is None:
            line = Line(fact.key, fact.text, fact.text)
        elif line.text == line.said:
            line.said = line.text = fact.text
        elif line.said != fact.text:
            line.now = fact.text
        lines.append(line)
    return [*lines, *(line for line in saved.values() if line.text != line.said)]


class ReturnForm(Edits, forms.Form):
    """Every field may be empty: a return is saved as it grows."""

    answer = WordsField(
        label="How have you responded to this?",
        help_text="Your programme manager will read this with the return.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    narrative = WordsField(
        label="Anything else to report",
        help_text="Start a new line for each point. Leave blank if there is nothing to add.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    delivery = forms.ChoiceField(choices=RAG.choices, widget=forms.RadioSelect, required=False)
    delivery_comment = WordsField(max_length=1000, required=False)
    spend = forms.ChoiceField(choices=RAG.choices, widget=forms.RadioSelect, required=False)
    spend_comment = WordsField(max_length=1000, required=False)
    risk = forms.ChoiceField(choices=RAG.choices, widget=forms.RadioSelect, required=False)
    risk_comment = WordsField(max_length=1000, required=False)
    spend_to_date = PoundsField(
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "spellcheck": "false"}),
        error_messages={
            "invalid": "Enter the spend in pounds, like 1,250,000 or 1,250,000.50",
            "min_value": "Enter a spend to date of £0 or more",
        },
    )
    spend_as_at = DayField(required=False)

    def __init__(
        self,
        data=None,
        *,
        record: Return,
        previous: Return | None,
        facts: Iterable[Fact],
        milestones: list[Milestone],
    ):
        self.previous, self.facts, self.milestones = previous, list(facts), milestones
        self.lines = lines_of(record, self.facts)
        # A rating stands with its words, a figure with its day, a line with its tick.
        self.together = (
            *((name, f"{name}_comment") for name in RATED),
            ("spend_to_date", "spend_as_at"),
            *((f"line-{line.fact}", f"keep-{line.fact}") for line in self.lines),
        )
        super().__init__(data, record=record)
        if not record.is_sent_back:
            del self.fields["answer"]
        # By its number, as the page has it: "Line 2, kept" is what two people quarrel about.
        for number, line in enumerate(self.lines, start=1):
            self.fields[f"keep-{line.fact}"] = forms.BooleanField(label="kept", required=False)
            self.fields[f"line-{line.fact}"] = forms.CharField(
                label=f"Line {number}", required=False, max_length=LONGEST_LINE
            )
        for milestone in milestones:
            self.fields[f"forecast-{milestone.reference}"] = DayField(
                label=f"{milestone.title}, forecast date", required=False
            )
            # What they saw: a date left as it was must not undo somebody else's newer one.
            self.fields[f"was-{milestone.reference}"] = forms.DateField(
                required=False, initial=milestone.forecast_on, widget=forms.HiddenInput
            )
            self.fields[f"met-{milestone.reference}"] = DayField(
                label=f"{milestone.title}, actual date", required=False
            )

    def written(self, record: Return) -> dict[str, Any]:
        values = _initial(record, self.previous)
        for line in lines_of(record, self.facts):
            values |= {f"keep-{line.fact}": line.kept, f"line-{line.fact}": line.text}
        for milestone in self.milestones:
            given = record.milestones.get(milestone.reference, {})
            values |= {
                f"forecast-{milestone.reference}": _given_forecast(given, milestone),
                f"met-{milestone.reference}": date.fromisoformat(given["met"])
                if given.get("met")
                else None,
            }
        return values

    def locked(self, record: Return) -> Return:
        return services.locked(record.pk)

    def _merge(self) -> None:
        super()._merge()
        for milestone in self.milestones:
            if self.left_alone(f"forecast-{milestone.reference}"):
                # Seen or not, the date that stands now is no longer one they might undo.
                self.data[f"was-{milestone.reference}"] = milestone.forecast_on.isoformat()

    def clean_spend_as_at(self):
        return _not_ahead(self.cleaned_data["spend_as_at"], "an “as at” date for the spend")

    def clean(self):
        for milestone in self.milestones:
            name = f"met-{milestone.reference}"
            try:
                _not_ahead(self.cleaned_data.get(name), "an actual date")
            except forms.ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """What can be kept: every field that was understood."""
        clean = self.cleaned_data
        plain = ["answer", "narrative", "spend_to_date", "spend_as_at"]
        plain += [name for rated in RATED for name in (rated, f"{rated}_comment")]
        found = {name: clean[name] for name in plain if name in clean}
        if found.get("spend_to_date") is None and "spend_to_date" in found:
            # A date without a figure says nothing, and a figure must have its date.
            found["spend_as_at"] = None
        elif "spend_to_date" in found and not found.get("spend_as_at"):
            found.pop("spend_as_at", None)
            if self.record.spend_as_at is None:
                self._missing_spend_date(found)
        return {
            **found,
            "lines": [self._line(line) for line in self.lines],
            "milestones": {
                milestone.reference: self._dates(milestone) for milestone in self.milestones
            },
            "unchanged": False,
        }

    def _missing_spend_date(self, found: dict[str, Any]) -> None:
        found.pop("spend_to_date")
        if "spend_as_at" not in self.errors:
            self.add_error("spend_as_at", "Enter the “as at” date of the spend")

    def _line(self, line: Line) -> dict[str, Any]:
        kept, text = line.kept, line.text
        if f"line-{line.fact}" in self.data:
            text = self.cleaned_data.get(f"line-{line.fact}", line.text)
            kept = bool(self.cleaned_data.get(f"keep-{line.fact}")) and bool(text)
        return {"fact": line.fact, "said": line.said, "text": text or line.said, "kept": kept}

    def _dates(self, milestone: Milestone) -> dict[str, str]:
        now = milestone.forecast_on
        clean = self.cleaned_data
        was = clean.get(f"was-{milestone.reference}") or now
        forecast = clean.get(f"forecast-{milestone.reference}") or was
        met = clean.get(f"met-{milestone.reference}")
        if forecast == was:
            was = forecast = now
        return {
            "was": was.isoformat(),
            "forecast": forecast.isoformat(),
            "met": met.isoformat() if met else "",
        }


def _initial(record: Return, previous: Return | None) -> dict[str, Any]:
    """The answers saved; on a page nobody has written on yet, last month's."""
    source = record if record.saved_at or previous is None else previous
    names = ["spend_to_date", "spend_as_at"]
    names += [name for rated in RATED for name in (rated, f"{rated}_comment")]
    spend = source.spend_to_date
    return {
        **{name: getattr(source, name) for name in names},
        "spend_to_date": None if spend is None else f"{spend:,.2f}".removesuffix(".00"),
        "narrative": record.narrative,
        "answer": record.answer,
    }


def _given_forecast(given: dict[str, str], milestone: Milestone) -> date:
    """The reporter's own forecast while it differs from what they saw, else today's."""
    if given.get("forecast") and given["forecast"] != given.get("was"):
        return date.fromisoformat(given["forecast"])
    return milestone.forecast_on


def _not_ahead(day: date | None, what: str) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(f"Enter {what} that is today or in the past")
    return day


class SendBackForm(forms.Form):
    reason = WordsField(
        label="What needs to change?",
        help_text="We will email this to them.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what needs to change"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_inside(Field.textarea("reason"))


class RoundDatesForm(EditsModel, forms.ModelForm):
    opens_on = DayField(label="Opens", help_text="Returns are created on this day.")
    due_on = DayField(
        label="Due", help_text="We email reminders 7 days before, 1 day before and on the day."
    )
    closes_on = DayField(
        label="Closes",
        help_text="The last day to submit. All returns will be closed on the day after.",
    )

    class Meta:
        model = ReportingRound
        fields = ["opens_on", "due_on", "closes_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("opens_on", "due_on", "closes_on", button="Save dates")

    def clean(self):
        clean = super().clean() or self.cleaned_data
        opens, due, closes = (clean.get(name) for name in self.Meta.fields)
        if opens and opens <= timezone.localdate():
            self.add_error("opens_on", "Enter an opening date in the future")
        if opens and due and due < opens:
            self.add_error("due_on", "Enter a due date on or after the opening date")
        if due and closes and closes < due:
            self.add_error("closes_on", "Enter a closing date on or after the due date")
        return clean
