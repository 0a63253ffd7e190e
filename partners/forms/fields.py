"""What several forms ask in the same words."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.core.exceptions import ValidationError

from partners.identifiers import normalise
from partners.models import IdentifierType


class NewOrganisation(forms.Form):
    """An organisation and its first person. The kind of identifier and the identifier are checked
    for form and given its one spelling."""

    identifier_type = forms.ChoiceField(
        label="Type of organisation number",
        choices=IdentifierType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of organisation number"},
    )
    identifier = forms.CharField(
        label="Number or code",
        help_text="As it appears in the register. You can leave out spaces.",
        max_length=20,
        error_messages={"required": "Enter the number or code"},
    )

    def who_it_is(self) -> list:
        """The first lines of the layout. Errors are listed in this order, which is the page's."""
        self.order_fields(["name", "sector", "identifier_type", "identifier"])
        return [
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.radios("sector", legend_size=Size.SMALL),
            Field.radios("identifier_type", legend_size=Size.SMALL),
            Field.text("identifier", field_width=Fluid.ONE_HALF),
            Field.text("contact_name", field_width=Fluid.TWO_THIRDS),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, text = cleaned.get("identifier_type"), cleaned.get("identifier")
        if kind and text:
            try:
                cleaned["identifier"] = normalise(kind, text)
            except ValidationError as error:
                self.add_error("identifier", error)
        return cleaned
