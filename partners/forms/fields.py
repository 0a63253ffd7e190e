"""What several forms ask in the same words."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size
from django import forms
from django.core.exceptions import ValidationError

from diz_portal.accounts.models import normalise_email
from diz_portal.fields import NameField
from diz_portal.layout import Button, cancel_link
from partners.identifiers import normalise
from partners.models import IdentifierType


def laid_out(*fields, button: str, cancel: str = "", is_main: bool = True) -> FormHelper:
    """One column, small labels, one button, and a way back."""
    helper = FormHelper()
    helper.label_size = helper.legend_size = Size.SMALL
    helper.attrs = {"novalidate": "novalidate"}
    link = [cancel_link(cancel)] if cancel else []
    made = Button("send", button) if is_main else Button.secondary("send", button)
    helper.layout = Layout(*fields, made, *link)
    return helper


def email_field(**options) -> forms.EmailField:
    options.setdefault("label", "Email address")
    return forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter an email address.",
            "invalid": "Enter an email address in the correct form, like name@example.com.",
        },
        **options,
    )


def person_name_field(**options) -> NameField:
    options.setdefault("label", "Your name")
    options.setdefault("error_messages", {"required": "Enter your name."})
    return NameField(
        max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}), **options
    )


class IdentifierFields(forms.Form):
    """The kind of identifier and the identifier, checked for form and given its one spelling."""

    identifier_type = forms.ChoiceField(
        label="What is the organisation known by?",
        choices=IdentifierType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the organisation is known by."},
    )
    identifier = forms.CharField(
        label="Its code or number",
        help_text="As the register writes it. Spaces and capital letters do not matter.",
        max_length=20,
        error_messages={"required": "Enter the code or number."},
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, text = cleaned.get("identifier_type"), cleaned.get("identifier")
        if kind and text:
            try:
                cleaned["identifier"] = normalise(kind, text)
            except ValidationError as error:
                self.add_error("identifier", error)
        return cleaned


class NormalisedEmail:
    """Emails in their one spelling, in every form that has the field."""

    def clean_email(self):
        return normalise_email(self.cleaned_data["email"])
