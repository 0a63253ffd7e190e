from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import EmailField, NameField, PersonNameField, WordsField, records_field
from diz_portal.layout import laid_out
from partners import selectors
from partners.models import Organisation, Sector

from .fields import NewOrganisation


class OrganisationForm(Edits, forms.Form):
    """What the public page says; managers also see the name and the sector."""

    name = NameField(
        max_length=200, error_messages={"required": "Enter the name of the organisation"}
    )
    sector = forms.ChoiceField(
        choices=Sector.choices, error_messages={"required": "Select the sector"}
    )
    summary = WordsField(
        label="What the organisation does in the partnership",
        help_text="2 sentences in plain English, for the public page",
        required=False,
        max_length=600,
    )
    website = forms.URLField(
        label="Website",
        help_text="Starting with https://",
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": "Enter a web address, like https://www.example.org"},
    )
    districts: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="Districts served",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, organisation: Organisation, names_too: bool, cancel: str, **kwargs):
        super().__init__(*args, record=organisation, **kwargs)
        records_field(self, "districts").queryset = selectors.districts()
        fields = [
            Field.textarea("summary", rows=4, max_characters=600),
            Field.text("website", field_width=Fluid.TWO_THIRDS),
            Field.checkboxes("districts", legend_size=Size.SMALL),
        ]
        if names_too:
            fields = [Field.text("name", field_width=Fluid.TWO_THIRDS), "sector", *fields]
        else:
            del self.fields["name"], self.fields["sector"]
        self.helper = laid_out(*fields, button="Save organisation", cancel=cancel)

    def written(self, organisation: Organisation) -> dict:
        names = ("name", "sector", "summary", "website")
        return {
            **{name: getattr(organisation, name) for name in names},
            "districts": organisation.districts.all(),
        }


class AddOrganisationForm(NewOrganisation):
    """For managers: an organisation, and the person to be invited as its lead."""

    name = NameField(
        label="Name of the organisation",
        max_length=200,
        error_messages={"required": "Enter the name of the organisation"},
    )
    sector = forms.ChoiceField(
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the sector"},
    )
    contact_name = PersonNameField(label="Organisation lead", required=False)
    email = EmailField(
        label="Email address of the organisation lead",
        help_text="We will email them an invitation. Leave blank to invite someone later.",
        required=False,
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            *self.who_it_is(),
            button="Add organisation",
            cancel=cancel,
        )
