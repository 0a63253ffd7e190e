from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as second_step_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from diz_portal import limits
from diz_portal.accounts.news import News, tell_owner

WRONG_CODE = "a wrong code"
# As long as the columns that addresses are kept in; Django's own field lets 320 through.
LONGEST_EMAIL = 254


WHAT_IS_MISSING = {
    "login": "Enter your email address.",
    "email": "Enter your email address.",
    "password": "Enter your password.",
    "oldpassword": "Enter your present password.",
    "password1": "Enter a new password.",
    "password2": "Enter the new password once more.",
    "code": "Enter the code.",
}


class _SaysWhatIsMissing:
    """An empty field is told what belongs in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in WHAT_IS_MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words


class LoginForm(_SaysWhatIsMissing, allauth_forms.LoginForm):
    pass


class ChangePasswordForm(_SaysWhatIsMissing, allauth_forms.ChangePasswordForm):
    pass


class ReauthenticateForm(_SaysWhatIsMissing, allauth_forms.ReauthenticateForm):
    pass


class ResetPasswordKeyForm(_SaysWhatIsMissing, allauth_forms.ResetPasswordKeyForm):
    pass


class _SecondStep(_SaysWhatIsMissing):
    def save(self):
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            tell_owner(self.user, News.RECOVERY_CODE_USED)


class SecondStepForm(_SecondStep, second_step_forms.AuthenticateForm):
    pass


class SecondStepAgainForm(_SecondStep, second_step_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(_SaysWhatIsMissing, totp_forms.ActivateTOTPForm):
    pass


class _EmailThatFits(_SaysWhatIsMissing):
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


class ConfirmLoginCodeForm(_SaysWhatIsMissing, allauth_forms.ConfirmLoginCodeForm):
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
