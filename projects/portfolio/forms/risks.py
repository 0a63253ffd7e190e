from typing import ClassVar

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import EditsModel
from diz_portal.fields import CompactDayField, LineField, WordsField, choice_field, records_field
from diz_portal.layout import laid_out
from projects.portfolio.models import Project, Risk
from projects.portfolio.selectors.milestones import organisations
from projects.portfolio.services.risks import FIELDS

SELECTS = [
    "owner",
    "impact_before",
    "likelihood_before",
    "impact_after",
    "likelihood_after",
    "proximity",
]


class RiskForm(EditsModel, forms.ModelForm):
    next_review_on = CompactDayField(
        label="Look at it again on", error_messages={"required": "Enter the date of the review."}
    )

    class Meta:
        model = Risk
        fields = FIELDS
        labels = {
            "title": "What may happen?",
            "description": "What would that mean?",
            "is_issue": "It has happened: this is an issue",
            "owner": "Owner",
            "impact_before": "Impact before mitigation",
            "likelihood_before": "Likelihood before mitigation",
            "mitigation": "What is done about it?",
            "impact_after": "Impact after mitigation",
            "likelihood_after": "Likelihood after mitigation",
            "proximity": "How soon could it bite?",
        }
        field_classes: ClassVar = {"title": LineField}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "mitigation": forms.Textarea(attrs={"rows": 3}),
            **{name: forms.Select(attrs={"class": "govuk-select"}) for name in SELECTS},
        }

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "owner").queryset = organisations(project)
        records_field(self, "owner").empty_label = "Nobody in particular"
        for name in SELECTS[1:]:
            field = choice_field(self, name)
            field.choices = [("", "Choose"), *field.choices[1:]]
            field.error_messages["required"] = (
                f"Choose the {field.label.lower()}."
                if name != "proximity"
                else "Choose how soon it could bite."
            )
        self.fields["title"].error_messages["required"] = "Say what may happen."
        self.helper = laid_out(
            "title",
            Field.textarea("description", rows=3),
            "is_issue",
            "owner",
            "impact_before",
            "likelihood_before",
            Field.textarea("mitigation", rows=3),
            "impact_after",
            "likelihood_after",
            "proximity",
            "next_review_on",
            button="Save" if self.instance.pk else "Add risk",
        )


class CloseRiskForm(forms.Form):
    note = WordsField(
        label="Why is it closed?",
        help_text="For example: The wayleave was granted.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is closed."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("note", rows=3), button="Close it")


class ReopenRiskForm(forms.Form):
    next_review_on = CompactDayField(
        label="Look at it again on", error_messages={"required": "Enter the date of the review."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("next_review_on", button="Open it again")
