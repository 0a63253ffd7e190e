from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, WordsField, records_field
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Milestone, Project
from projects.portfolio.selectors import milestones as selectors


def owner_field(**words) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        empty_label="No owner",
        widget=forms.Select(attrs={"class": "govuk-select"}),
        **words,
    )


def note_field(**words) -> forms.CharField:
    return WordsField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), **words
    )


class MilestoneForm(Edits, forms.Form):
    """The forecast date, or the actual date once it is complete; and what it is called."""

    title = LineField(
        label="Milestone",
        help_text="Shown on the public page.",
        max_length=200,
        error_messages={"required": "Enter a milestone"},
    )
    forecast_on = DayField(label="Forecast date", required_message="Enter the forecast date")
    actual_on = DayField(
        label="Actual date", help_text="Leave blank until complete", required=False
    )
    owner = owner_field(label="Owner", help_text="Reports on it in the monthly return.")
    note = note_field(label="Note")

    def __init__(self, *args, milestone: Milestone, **kwargs):
        super().__init__(*args, record=milestone, **kwargs)
        records_field(self, "owner").queryset = selectors.organisations(milestone.project)
        if is_controlled(milestone.project):
            # It says what was promised (`services.milestones.update`).
            del self.fields["title"]
        names = ("title", "forecast_on", "actual_on", "owner")
        self.helper = laid_out(
            *(name for name in names if name in self.fields),
            Field.textarea("note", rows=3),
            button="Save milestone",
        )

    def written(self, milestone: Milestone) -> dict:
        title = {} if is_controlled(milestone.project) else {"title": milestone.title}
        return title | {
            "forecast_on": milestone.forecast_on,
            "actual_on": milestone.actual_on,
            "owner": milestone.owner_id,
            "note": milestone.note,
        }

    def clean_actual_on(self):
        actual_on = self.cleaned_data["actual_on"]
        if actual_on and actual_on > timezone.localdate():
            raise forms.ValidationError("Enter an actual date that is today or in the past")
        return actual_on


class NewMilestoneForm(forms.Form):
    title = LineField(
        label="Milestone",
        help_text="For example, All surveys complete",
        max_length=200,
        error_messages={"required": "Enter a milestone"},
    )
    baseline_on = DayField(
        label="Baseline date",
        help_text="The approved date. It can only change through an approved baseline change.",
        required_message="Enter the baseline date",
    )
    owner = owner_field(label="Owner", help_text="Reports on it in the monthly return.")
    note = note_field(label="Note")

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "owner").queryset = selectors.organisations(project)
        self.helper = laid_out(
            *("title", "baseline_on", "owner"),
            Field.textarea("note", rows=3),
            button="Add milestone",
        )


class BaselineForm(forms.Form):
    new_on = DayField(label="New baseline date", required_message="Enter the new baseline date")
    reason = WordsField(
        label="Approved by, and reason",
        help_text="Shown on the public page after “because”. Do not name anyone. For example, "
        "wayleaves took longer than planned (programme board, 4 November 2026)",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter who approved the change, and why"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("new_on", Field.textarea("reason", rows=3), button="Change baseline")


class RestoreForm(forms.Form):
    """Of what was withdrawn in error: a milestone, or a site."""

    reason = WordsField(
        label="Reason for restoring",
        help_text="For example, the wrong one was withdrawn",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are restoring this"},
    )

    def __init__(self, *args, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("reason", rows=3), button=button)


class WithdrawForm(forms.Form):
    """Of what was added in error: a milestone, or a site."""

    reason = WordsField(
        label="Reason for withdrawing",
        help_text="For example, entered twice",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are withdrawing this"},
    )

    def __init__(self, *args, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("reason", rows=3), button=button)
