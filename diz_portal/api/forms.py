"""What is typed about a token, and about a webhook."""

from datetime import timedelta
from typing import Any

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.fields import DayField, NameField, choice_field, records_field
from diz_portal.layout import laid_out

from . import acting, feed, scopes

OWN, SHARED = "own", "organisation"
USUAL_DAYS = 90


def offer_organisations(form: forms.Form, user: Any) -> Any:
    """Those for which the person may act; of one alone nobody is asked."""
    mine = acting.organisations_of(user)
    records_field(form, "organisation").queryset = mine
    first = list(mine[:2])
    if len(first) == 1:
        form.fields["organisation"].initial = first[0].pk
        form.fields["organisation"].widget = forms.HiddenInput()
        return "organisation"
    return Field.radios("organisation", legend_size=Size.SMALL)


class TokenForm(forms.Form):
    name = NameField(
        label="What is the token for?",
        help_text="For example, Power BI report. You will see this name in the list of tokens.",
        max_length=80,
        error_messages={"required": "Enter what the token is for"},
    )
    organisation: Any = forms.ModelChoiceField(
        None,
        label="Which organisation is it for?",
        help_text="The token can only do what you can do for this organisation.",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an organisation"},
    )
    whose = forms.ChoiceField(
        label="Who can see and revoke it?",
        choices=[
            (OWN, "Only me"),
            (SHARED, "Me and the leads of the organisation"),
        ],
        initial=SHARED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who can see and revoke the token"},
    )
    scopes = forms.MultipleChoiceField(
        label="What can it do?",
        help_text="Select only what you need. You cannot add to this later.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one thing that the token can do"},
    )
    expires_on = DayField(
        label="Expiry date",
        help_text="Within a year. For example, 27 3 2027",
        required_message="Enter the expiry date",
    )

    def __init__(self, *args: Any, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        one = offer_organisations(self, user)
        choice_field(self, "scopes").choices = [
            (one.name, one.label) for one in scopes.offered_to(user)
        ]
        self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)
        self.helper = laid_out(
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            one,
            Field.checkboxes("scopes", small=True, legend_size=Size.SMALL),
            "expires_on",
            Field.radios("whose", legend_size=Size.SMALL),
            button="Create token",
            cancel=cancel,
        )

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Enter a date that is today or in the future")
        if day > timezone.localdate() + timedelta(days=364):
            raise forms.ValidationError("Enter a date within a year")
        return day

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("name", "organisation", "scopes", "expires_on")},
            "of_organisation": given["whose"] == SHARED,
        }


class WebhookForm(forms.Form):
    address = forms.URLField(
        label="Address of your program",
        help_text="It starts with https://. We send each event there by POST.",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Enter the address of your program",
            "invalid": "Enter an address that starts with https://",
        },
    )
    organisation: Any = forms.ModelChoiceField(
        None,
        label="Which organisation is it for?",
        help_text="We only send what you can see for this organisation.",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an organisation"},
    )
    kinds = forms.MultipleChoiceField(
        label="Which events?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one event"},
    )

    def __init__(self, *args: Any, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        one = offer_organisations(self, user)
        choice_field(self, "kinds").choices = [(one.kind, one.label) for one in feed.feeds()]
        self.helper = laid_out(
            Field.text("address", field_width=Fluid.TWO_THIRDS),
            one,
            Field.checkboxes("kinds", small=True, legend_size=Size.SMALL),
            button="Create webhook",
            cancel=cancel,
        )
