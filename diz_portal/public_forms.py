"""What every form that strangers may send has in common: two quiet tests for robots.

Neither ever swallows what was typed: a form that looks like a robot's comes back whole, with a
sentence, and pressing the button once more sends it. So what is confirmed has been stored.
"""

from typing import Any

from crispy_forms_gds.layout import Div
from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone

SALT = "diz_portal.public_forms"
ONCE_MORE = (
    "Select the button again to send your answers. The form was sent so quickly that we need to "
    "check you are a person. Your answers are still here."
)
SHORTEST = 2  # seconds in which nobody reads a form, let alone fills it in
TRAP, SHOWN_AT = "website_address", "shown_at"


class ForPeople(forms.Form):
    """A form with a field that nobody sees and the time at which it was shown.

    Filled in, or sent faster than anybody types, it comes back once with `ONCE_MORE`; the field is
    emptied then, so the next press is taken. Somebody who has signed in (`user`) meets neither.
    """

    website_address = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    data: Any  # as the form was given it: of a request, or a plain dictionary

    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user: Any = None, **kwargs):
        super().__init__(*args, **kwargs)
        self._asks_again = False
        if user is not None and user.is_authenticated:
            del self.fields[TRAP], self.fields[SHOWN_AT]
            return
        self.fields[SHOWN_AT].initial = stamped(timezone.now().timestamp())
        if self.is_bound:
            self._set_the_trap_again()

    def _set_the_trap_again(self) -> None:
        """Note what looked like a robot, and put the form in order for the next press."""
        trap, shown_at = self.add_prefix(TRAP), self.add_prefix(SHOWN_AT)
        is_filled = bool(self.data.get(trap, "").strip())
        is_quick = _seconds_since(self.data.get(shown_at, "")) < SHORTEST
        if is_filled or is_quick:
            self._asks_again = is_filled or settings.PUBLIC_FORM_LIMITS
            self.data = self.data.copy()
            self.data[trap] = ""
            self.data[shown_at] = stamped(timezone.now().timestamp() - SHORTEST)

    def for_robots(self) -> list:
        """What the layout has before the button: hidden from everybody, readers of screens too."""
        if TRAP not in self.fields:
            return []
        return [Div(TRAP, css_class="app-nobody-sees", aria_hidden="true"), SHOWN_AT]

    def asked(self) -> dict[str, Any]:
        """What the service takes: the answers, without the fields that are for robots."""
        robots = ForPeople.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in robots}

    def clean(self):
        cleaned = super().clean()
        # A form that comes back anyway need not say this as well: the next press is taken.
        if self._asks_again and not self.errors:
            raise forms.ValidationError(ONCE_MORE)
        return cleaned


def stamped(moment: float) -> str:
    """When a page was shown, as only we can say it."""
    return signing.dumps(int(moment), salt=SALT)


def _seconds_since(value: str) -> float:
    """None at all, of a page that was not ours."""
    try:
        return timezone.now().timestamp() - signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return 0
