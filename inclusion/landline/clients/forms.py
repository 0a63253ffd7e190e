"""A partner's list of people to call about a landline."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from diz_portal.fields import LineField, records_field
from diz_portal.imports.forms import SupplierField, TableField, UploadsAFile
from diz_portal.layout import laid_out
from inclusion.cases.forms.fields import PastDayField
from inclusion.cases.models import LawfulBasis
from inclusion.landline.clients.imports import Clients
from inclusion.landline.clients.models import ClientList
from inclusion.landline.clients.selectors import Decision
from partners.models import Organisation


class ClientsForm(UploadsAFile):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation are you referring them for?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your organisation"},
    )
    lawful_basis = forms.ChoiceField(
        label="What is your lawful basis for sharing their details?",
        help_text="UK GDPR Article 6. If you are not sure, ask your data protection lead.",
        choices=LawfulBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a lawful basis"},
    )
    told_by = LineField(
        label="Who told the people about this referral?",
        help_text="For example, the telecare team, in its letter of October.",
        max_length=150,
        error_messages={"required": "Enter who told the people about this referral"},
    )
    told_on = PastDayField(
        label="When were they told?", required_message="Enter the date they were told"
    )
    supplier = SupplierField()
    file = TableField(limits=Clients.limits)

    def __init__(
        self,
        *args,
        organisations: list[Organisation],
        cancel: str,
        after: ClientList | None = None,
        **kwargs,
    ):
        if after:
            names = ("organisation", "lawful_basis", "told_by", "told_on", "supplier")
            kwargs["initial"] = {name: getattr(after, name) for name in names}
        super().__init__(*args, **kwargs)
        field = records_field(self, "organisation")
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1:
            field.initial = organisations[0].pk
        small = {"legend_size": Size.SMALL}
        self.helper = laid_out(
            Field.radios("organisation", **small),
            Field.radios("lawful_basis", **small),
            Field.text("told_by", field_width=Fluid.TWO_THIRDS),
            "told_on",
            Field.text("supplier"),
            "file",
            button="Upload and check",
            cancel=cancel,
        )


class AcceptAllForm(forms.Form):
    """Of the list as it was shown: what has changed since is shown again."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, found: Decision, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = found.mark
        number = len(found.together)
        button = "Accept 1 referral" if number == 1 else f"Accept {number:,} referrals"
        self.helper = laid_out("shown", button=button, cancel=cancel)
