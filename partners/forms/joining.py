"""The forms of people who are not signed in: become a partner, open an account."""

from crispy_forms_gds.layout import Div, Field, Fluid, Size
from django import forms
from django.contrib.auth import password_validation

from diz_portal.accounts.models import User
from diz_portal.fields import NameField, PersonNameField, WordsField
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField
from diz_portal.public_forms import ForPeople
from partners.models import Sector

from .fields import NewOrganisation

BY_PASSWORD, BY_CODE = "password", "code"


class JoinForm(NewOrganisation, ForPeople):
    name = NameField(
        label="Name of your organisation",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Enter the name of your organisation"},
    )
    sector = forms.ChoiceField(
        label="What type of organisation is it?",
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of organisation"},
    )
    contact_name = PersonNameField()
    email = OwnEmailField(
        label="Your work email address", help_text="We will email our answer to this address."
    )
    message = WordsField(
        label="What would you like to work on with us? (optional)",
        help_text="1 or 2 sentences are enough",
        max_length=1000,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            *self.who_it_is(),
            Field.textarea("message", rows=4, max_characters=1000),
            *self.for_robots(),
            button="Send request",
        )


class NewAccountForm(forms.Form):
    name = PersonNameField()
    way = forms.ChoiceField(
        label="How would you like to sign in?",
        choices=[
            (BY_PASSWORD, "With a password"),
            (BY_CODE, "With a code emailed to me each time"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you would like to sign in"},
    )
    password1 = forms.CharField(
        label="Password",
        help_text="At least 12 characters. 3 or 4 unrelated words are easy to remember and "
        "hard to guess.",
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Confirm password",
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, **kwargs):
        self.invitation = invitation
        initial = {"name": invitation.name, "way": BY_PASSWORD}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.radios("way", legend_size=Size.SMALL),
            Div(
                Field.text("password1", field_width=Fluid.TWO_THIRDS),
                Field.text("password2", field_width=Fluid.TWO_THIRDS),
                css_class="app-chosen-password",
            ),
            button="Accept and create my account",
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") == BY_PASSWORD:
            first, second = cleaned.get("password1"), cleaned.get("password2")
            if not first:
                self.add_error("password1", "Enter a password, or select a code by email")
            elif first != second:
                self.add_error(
                    "password2", "The passwords do not match. Enter the same password twice"
                )
            else:
                self._check(first)
        return cleaned

    def _check(self, password: str) -> None:
        person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        try:
            password_validation.validate_password(password, person)
        except forms.ValidationError as error:
            self.add_error("password1", error)

    @property
    def password(self) -> str | None:
        by_password = self.cleaned_data["way"] == BY_PASSWORD
        return self.cleaned_data["password1"] if by_password else None
