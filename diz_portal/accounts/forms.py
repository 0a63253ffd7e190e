from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.core import context
from django.core.exceptions import ValidationError

from diz_portal import limits

WRONG_CODE = "a wrong code"


class ConfirmLoginCodeForm(AllauthConfirmLoginCodeForm):
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
