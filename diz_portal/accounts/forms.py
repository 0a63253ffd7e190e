from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from diz_portal import limits

WRONG_CODE = "a wrong code"
# As long as the columns that addresses are kept in; Django's own field lets 320 through.
LONGEST_EMAIL = 254


class _EmailThatFits:
    """An address too long to be anybody's gets a sentence, not an error of the database."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.max_length = LONGEST_EMAIL
        email.widget.attrs["maxlength"] = str(LONGEST_EMAIL)
        email.validators = [
            one for one in email.validators if not isinstance(one, MaxLengthValidator)
        ]
        email.validators.append(
            MaxLengthValidator(
                LONGEST_EMAIL, f"Enter an email address of at most {LONGEST_EMAIL} characters."
            )
        )


class AddEmailForm(_EmailThatFits, allauth_forms.AddEmailForm):
    pass


class RequestLoginCodeForm(_EmailThatFits, allauth_forms.RequestLoginCodeForm):
    pass


class ResetPasswordForm(_EmailThatFits, allauth_forms.ResetPasswordForm):
    pass


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """Wrong codes are counted by address too: allauth counts them for each code alone."""

    def clean_code(self):
        address = limits.address_of(context.request)
        if not limits.has_tries_left(WRONG_CODE, address):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            return super().clean_code()
        except ValidationError:
            limits.take(WRONG_CODE, address)
            raise
