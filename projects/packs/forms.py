"""What is typed into a pack."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, WordsField, records_field
from diz_portal.layout import laid_out
from diz_portal.reports.models import BoardDate
from diz_portal.words import uk_date
from projects.packs.models import THE_PORTFOLIO, named
from projects.packs.schedule_12a import Paragraph
from projects.portfolio.models import Project


class Meeting(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {uk_date(obj.date)}"


class Period(forms.Form):
    board = Meeting(
        queryset=BoardDate.objects.none(),
        label="Meeting",
        empty_label="Select a meeting",
        error_messages={
            "required": "Select a meeting",
            "invalid_choice": "Select a meeting that has no pack yet",
        },
    )
    since = DayField(label="Changes from", required_message="Enter the first day")
    until = DayField(
        label="Changes to",
        help_text="Figures are as at this date.",
        required_message="Enter the last day",
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until > timezone.localdate():
            raise forms.ValidationError("Enter a last day that is today or in the past")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter a last day on or after the first day")
        return cleaned


class StartForm(Period):
    project = forms.ModelChoiceField(
        queryset=Project.objects.none(),
        to_field_name="slug",
        required=False,
        label="Project",
        error_messages={"invalid_choice": "Select a project that you write packs for"},
    )
    field_order = ("project", "board", "since", "until")

    def __init__(
        self,
        *args: Any,
        projects: QuerySet[Project],
        may_all: bool,
        meetings: QuerySet[BoardDate],
        cancel: str,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        project = records_field(self, "project")
        project.queryset = projects
        project.empty_label = THE_PORTFOLIO if may_all else "Select a project"
        project.required = not may_all
        project.error_messages["required"] = "Select a project"
        records_field(self, "board").queryset = meetings
        self.helper = laid_out(*self.fields, button="Start board pack", cancel=cancel)


class PeriodForm(Edits, Period):
    def __init__(
        self, *args: Any, pack: Any, meetings: QuerySet[BoardDate], cancel: str, **kwargs: Any
    ):
        super().__init__(*args, record=pack, **kwargs)
        records_field(self, "board").queryset = meetings
        self.helper = laid_out(*self.fields, button="Save meeting and period", cancel=cancel)

    def written(self, pack: Any) -> dict[str, Any]:
        return {"board": pack.board_id, "since": pack.since, "until": pack.until}


class SentenceForm(Edits, forms.Form):
    text = WordsField(
        label="Sentence",
        max_length=600,
        error_messages={"required": "Enter the sentence"},
    )

    def __init__(self, *args: Any, sentence: Any = None, cancel: str, **kwargs: Any):
        super().__init__(*args, record=sentence, **kwargs)
        button = "Save sentence" if sentence else "Add sentence"
        self.helper = laid_out(Field.textarea("text", rows=3), button=button, cancel=cancel)

    def written(self, sentence: Any) -> dict[str, Any]:
        return {"text": sentence.text}


def _implication(name: str) -> WordsField:
    return WordsField(
        label=f"{named(name).capitalize()} (optional)",
        help_text="Needed before the pack is issued. For example, “None identified by” and a name.",
        max_length=2000,
        required=False,
    )


class DecisionForm(Edits, forms.Form):
    question = LineField(
        label="What is the board asked to decide?",
        max_length=300,
        error_messages={"required": "Enter what the board is asked to decide"},
    )
    options = WordsField(
        label="Options",
        help_text="One on each line.",
        max_length=4000,
        error_messages={"required": "Enter the options"},
    )
    recommendation = WordsField(
        label="Recommendation",
        max_length=2000,
        error_messages={"required": "Enter what you recommend"},
    )
    financial = _implication("financial")
    legal = _implication("legal")
    equality = _implication("equality")
    data_protection = _implication("data_protection")
    climate = _implication("climate")

    def __init__(self, *args: Any, decision: Any = None, cancel: str, **kwargs: Any):
        super().__init__(*args, record=decision, **kwargs)
        boxes = [Field.textarea(name, rows=3) for name in list(self.fields)[1:]]
        button = "Save decision" if decision else "Add decision"
        self.helper = laid_out("question", *boxes, button=button, cancel=cancel)

    def written(self, decision: Any) -> dict[str, Any]:
        return {name: getattr(decision, name) for name in self.base_fields}


class Reasoned(forms.Form):
    def clean_review_on(self) -> Any:
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError("Enter a review date after today")
        return day


class WithholdForm(Edits, Reasoned):
    paragraph = forms.TypedChoiceField(
        label="Under which paragraph of Schedule 12A?",
        choices=Paragraph.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the paragraph that it is exempt under"},
    )
    reason = WordsField(
        label="Why is it in the public interest to keep this private?",
        help_text=(
            "The harm that publishing would do, and what the public would gain from it. Only the "
            "exempt edition shows this."
        ),
        max_length=2000,
        error_messages={"required": "Enter why it is in the public interest to keep this private"},
    )
    review_on = DayField(
        label="When will this be reviewed?", required_message="Enter the review date"
    )

    def __init__(self, *args: Any, held: Any = None, cancel: str, **kwargs: Any):
        super().__init__(*args, record=held, **kwargs)
        self.helper = laid_out(
            "paragraph",
            Field.textarea("reason", rows=4),
            "review_on",
            button="Withhold item",
            cancel=cancel,
        )

    def written(self, held: Any) -> dict[str, Any]:
        return {"paragraph": held.paragraph, "reason": held.reason, "review_on": held.review_on}


class ReviewForm(Reasoned):
    outcome = forms.ChoiceField(
        label="Does it still need to be private?",
        choices=[("keep", "Yes, until a later date"), ("release", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it still needs to be private"},
    )
    review_on = DayField(
        label="Private until (optional)",
        help_text="If it still needs to be private.",
        required=False,
    )
    reason = WordsField(
        label="Reason",
        max_length=1000,
        error_messages={"required": "Enter the reason for your decision"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "outcome",
            "review_on",
            Field.textarea("reason", rows=3),
            button="Save review",
            cancel=cancel,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keeps = cleaned.get("outcome") == "keep"
        if keeps and "review_on" in cleaned and not cleaned["review_on"]:
            self.add_error("review_on", "Enter the date it must stay private until")
        return cleaned

    @property
    def keep_until(self) -> Any:
        keeps = self.cleaned_data["outcome"] == "keep"
        return self.cleaned_data["review_on"] if keeps else None
