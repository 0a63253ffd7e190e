from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import CompactDayField, LineField, WordsField, records_field
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.portfolio.models import Milestone, Project
from projects.portfolio.selectors import milestones as selectors


def owner_field(**words) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        empty_label="Nobody in particular",
        widget=forms.Select(attrs={"class": "govuk-select"}),
        **words,
    )


def note_field(**words) -> forms.CharField:
    return WordsField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), **words
    )


class MilestoneForm(Edits, forms.Form):
    """When it is expected now, or when it was met; and what it is called."""

    title = LineField(
        label="What will be reached?",
        help_text="Shown on the public page.",
        max_length=200,
        error_messages={"required": "Say what will be reached."},
    )
    forecast_on = CompactDayField(
        label="Expected on", error_messages={"required": "Enter the date you expect it."}
    )
    actual_on = CompactDayField(
        label="Met on", help_text="Leave this empty until it is met.", required=False
    )
    owner = owner_field(label="Owner", help_text="Asked about it in the monthly return.")
    note = note_field(label="Note")

    def __init__(self, *args, milestone: Milestone, **kwargs):
        super().__init__(*args, record=milestone, **kwargs)
        records_field(self, "owner").queryset = selectors.organisations(milestone.project)
        self.helper = laid_out(
            *("title", "forecast_on", "actual_on", "owner"),
            Field.textarea("note", rows=3),
            button="Save",
        )

    def written(self, milestone: Milestone) -> dict:
        return {
            "title": milestone.title,
            "forecast_on": milestone.forecast_on,
            "actual_on": milestone.actual_on,
            "owner": milestone.owner_id,
            "note": milestone.note,
        }

    def clean_actual_on(self):
        met = self.cleaned_data["actual_on"]
        if met and met > timezone.localdate():
            raise forms.ValidationError("The date it was met cannot be in the future.")
        return met


class NewMilestoneForm(forms.Form):
    title = LineField(
        label="What will be reached?",
        help_text="For example: All surveys done.",
        max_length=200,
        error_messages={"required": "Say what will be reached."},
    )
    baseline_on = CompactDayField(
        label="Promised for",
        help_text="The approved date. Later it moves only by an approved change.",
        error_messages={"required": "Enter the approved date."},
    )
    owner = owner_field(label="Owner", help_text="Asked about it in the monthly return.")
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
    new_on = CompactDayField(
        label="New baseline date", error_messages={"required": "Enter the new date."}
    )
    reason = WordsField(
        label="Why does it move, and where was that agreed?",
        help_text="Shown on the public page, after “because”: name no one. For example: wayleaves "
        "took longer than planned (programme board of 4 November 2026).",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it moves, and where that was agreed."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("new_on", Field.textarea("reason", rows=3), button="Change baseline")


class PutBackForm(forms.Form):
    """Of what was withdrawn by mistake: a milestone, or a site."""

    reason = WordsField(
        label="Why is it put back?",
        help_text="For example: the wrong one was withdrawn.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is put back."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("reason", rows=3), button="Put it back")


class WithdrawForm(forms.Form):
    """Of what was added by mistake: a milestone, or a site."""

    reason = WordsField(
        label="Why is it withdrawn?",
        help_text="For example: entered twice.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("reason", rows=3), button="Withdraw it")
