from typing import ClassVar

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import EditsModel
from diz_portal.fields import DayField, LineField, WordsField, choice_field, records_field
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
    next_review_on = DayField(
        label="Next review date", required_message="Enter the next review date"
    )

    class Meta:
        model = Risk
        fields = FIELDS
        labels = {
            "title": "Risk",
            "description": "Impact if it happens",
            "is_issue": "This is an issue (it has already happened)",
            "owner": "Owner",
            "impact_before": "Impact before mitigation",
            "likelihood_before": "Likelihood before mitigation",
            "mitigation": "Mitigation",
            "impact_after": "Impact after mitigation",
            "likelihood_after": "Likelihood after mitigation",
            "proximity": "Proximity",
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
        records_field(self, "owner").empty_label = "No owner"
        for name in SELECTS[1:]:
            field = choice_field(self, name)
            field.choices = [("", "Select"), *field.choices[1:]]
            field.error_messages["required"] = f"Select the {field.label.lower()}"
        self.fields["title"].error_messages["required"] = "Enter the risk"
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
            button=f"Save {self.instance.what}" if self.instance.pk else "Add risk",
        )


class CloseRiskForm(forms.Form):
    note = WordsField(
        label="Reason for closing",
        help_text="For example, the wayleave was granted",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason for closing"},
    )

    def __init__(self, *args, what: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("note", rows=3), button=f"Close {what}")


class ReopenRiskForm(forms.Form):
    next_review_on = DayField(
        label="Next review date", required_message="Enter the next review date"
    )

    def __init__(self, *args, what: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("next_review_on", button=f"Reopen {what}")
