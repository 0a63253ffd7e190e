from contextlib import contextmanager
from typing import cast

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.base import forms as second_step_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from diz_portal.accounts import guessing, second_step
from diz_portal.accounts.allauth_inside import filter_users_by_email
from diz_portal.accounts.models import User, normalise_email
from diz_portal.accounts.news import News, tell_owner
from diz_portal.limits import TooManyTries

# As long as the columns that addresses are kept in; Django's own field lets 320 through.
LONGEST_EMAIL = 254


WHAT_IS_MISSING = {
    "login": "Enter your email address",
    "email": "Enter your email address",
    "password": "Enter your password",
    "oldpassword": "Enter your current password",
    "password1": "Enter a new password",
    "password2": "Enter your new password again",
    "code": "Enter the code",
}


NOT_YET = "Enter the 6 digits that your authenticator app shows now"
WRONG = "Enter the 6 digits that your authenticator app shows now, or a recovery code"


@contextmanager
def _counted():
    """Too many tries are said beside the field, like any other mistake."""
    try:
        yield
    except TooManyTries:
        raise get_adapter().validation_error("too_many_login_attempts") from None


class _SaysWhatIsMissing(forms.BaseForm):
    """An empty field is told what belongs in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in WHAT_IS_MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words


class LoginForm(_SaysWhatIsMissing, allauth_forms.LoginForm):
    pass


class ChangePasswordForm(_SaysWhatIsMissing, allauth_forms.ChangePasswordForm):
    def clean_oldpassword(self):
        """Counted as at the door: an open browser is no place to guess in."""
        with _counted():
            held = guessing.try_password(context.request, self.user.email)
        password = super().clean_oldpassword()
        held.give_back()
        return password


class ReauthenticateForm(_SaysWhatIsMissing, allauth_forms.ReauthenticateForm):
    pass


class ResetPasswordKeyForm(_SaysWhatIsMissing, allauth_forms.ResetPasswordKeyForm):
    pass


class _SecondStep(_SaysWhatIsMissing):
    # Of allauth's form, which each of them is too.
    user: User
    authenticator: Authenticator | None

    def clean_code(self):
        """In place of allauth's: counted for this browser alone, and each code good once."""
        with _counted():
            held = guessing.try_second_step(context.request, self.user)
        try:
            self.authenticator = second_step.spend(self.user, self.cleaned_data["code"])
        except second_step.CodeUsedAlready as refusal:
            raise ValidationError(refusal.message) from None
        if self.authenticator is None:
            raise ValidationError(WRONG)
        self.authenticator.user = self.user
        held.give_back()
        return self.cleaned_data["code"]

    def save(self):
        super().save()  # type: ignore[misc]  # allauth's
        if self.authenticator and self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            tell_owner(self.user, News.RECOVERY_CODE_USED)


class SecondStepForm(_SecondStep, second_step_forms.AuthenticateForm):
    pass


class SecondStepAgainForm(_SecondStep, second_step_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(_SaysWhatIsMissing, totp_forms.ActivateTOTPForm):
    def clean_code(self):
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise ValidationError(NOT_YET) from None
        # Spent with the step that it sets up: see the view.
        self.step = second_step.step_of(self.secret, code)
        return code


class _EmailThatFits(_SaysWhatIsMissing):
    """An address too long to be anybody's gets a sentence, not an error of the database."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = cast(forms.EmailField, self.fields["email"])
        email.max_length = LONGEST_EMAIL
        email.widget.attrs["maxlength"] = str(LONGEST_EMAIL)
        email.validators = [
            one for one in email.validators if not isinstance(one, MaxLengthValidator)
        ]
        email.validators.append(
            MaxLengthValidator(
                LONGEST_EMAIL, f"Enter an email address of {LONGEST_EMAIL} characters or fewer"
            )
        )


class AddEmailForm(_EmailThatFits, allauth_forms.AddEmailForm):
    def save(self, request):
        """The address that signs in stays until another is proved. allauth keeps one that it has
        on its own list as proved, and that of an account made on the server is not on it: the
        account lost its address, and could take anybody's."""
        EmailAddress.objects.update_or_create(
            user=self.user,
            email=normalise_email(self.user.email),
            defaults={"verified": True, "primary": True},
        )
        return super().save(request)


class RequestLoginCodeForm(_EmailThatFits, allauth_forms.RequestLoginCodeForm):
    def clean_email(self):
        """In place of allauth's, whose count any stranger can use up."""
        email = self.cleaned_data["email"]
        with _counted():
            guessing.ask_for_code(context.request, email)
        found = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self._user = found[0] if found else None
        return email


class ResetPasswordForm(_EmailThatFits, allauth_forms.ResetPasswordForm):
    def clean_email(self):
        email = super().clean_email()
        with _counted():
            guessing.try_reset(context.request, email)
        return email


class ConfirmLoginCodeForm(_SaysWhatIsMissing, allauth_forms.ConfirmLoginCodeForm):
    def clean_code(self):
        """Each try was paid for when the code was asked for, and is good once."""
        request = context.request
        with _counted():
            held = guessing.try_code(request, request._login_stage.state.get("email", ""))
        code = super().clean_code()
        guessing.code_was_right(request, held)
        return code
