from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from diz_portal.documents.forms import DocumentField
from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, records_field
from diz_portal.layout import laid_out
from partners.models import ALONE, Agreement, AgreementKind, Organisation, OrganisationState


class AgreementForm(Edits, forms.Form):
    title = LineField(max_length=200, error_messages={"required": "Enter the title"})
    kind = forms.ChoiceField(
        label="Type of agreement",
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of agreement"},
    )
    parties: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one party"},
    )
    signed_on = DayField(
        label="Date signed",
        help_text="For example, 27 3 2026",
        required_message="Enter the date it was signed",
    )
    review_on = DayField(label="Next review (optional)", required=False)
    expires_on = DayField(
        label="Expiry date (optional)",
        help_text="We will email the parties 60 and 14 days before.",
        required=False,
    )
    paper = DocumentField(label="Signed document (optional)", required=False)

    def __init__(self, *args, agreement: Agreement | None, cancel: str, **kwargs):
        super().__init__(*args, record=agreement, **kwargs)
        records_field(self, "parties").queryset = Organisation.objects.exclude(
            state=OrganisationState.APPLIED
        )
        if agreement and agreement.document_id:
            self.fields["paper"].label = "Replace the signed document (optional)"
        self.helper = laid_out(
            Field.text("title", field_width=Fluid.TWO_THIRDS),
            Field.radios("kind", legend_size=Size.SMALL),
            Field.checkboxes("parties", legend_size=Size.SMALL, small=True),
            "signed_on",
            "review_on",
            "expires_on",
            "paper",
            button="Save agreement",
            cancel=cancel,
        )

    def written(self, agreement: Agreement) -> dict:
        names = ("title", "kind", "signed_on", "review_on", "expires_on")
        return {
            **{name: getattr(agreement, name) for name in names},
            "parties": agreement.parties.all(),
        }

    def written_files(self, agreement: Agreement) -> dict[str, str]:
        return {"paper": str(agreement.document_id or "")}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        parties = cleaned.get("parties")
        if cleaned.get("kind") == AgreementKind.DATA_SHARING and parties and len(parties) < 2:
            self.add_error("parties", ALONE)
        signed, review, expires = (
            cleaned.get(name) for name in ("signed_on", "review_on", "expires_on")
        )
        if signed and expires and expires <= signed:
            self.add_error("expires_on", "Enter an expiry date after the date it was signed")
        if signed and review and review < signed:
            self.add_error("review_on", "Enter a review date on or after the date it was signed")
        return cleaned
