"""What every form that strangers may send has in common: two quiet tests for robots."""

from typing import Any

from crispy_forms_gds.layout import Div
from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone

SALT = "diz_portal.public_forms"
TOO_QUICK = (
    "Please press the button once more. It came so quickly that we could not be sure that a "
    "person sent it, and nothing is lost."
)
SHORTEST = 2  # seconds in which nobody reads a form, let alone fills it in


class ForPeople(forms.Form):
    """A form with a field that people leave empty and the time at which it was shown.

    `looks_automatic` is true when the hidden field was filled in: answer as usual, keep nothing.
    A form sent faster than anybody types comes back with a sentence.
    """

    website_address = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    data: Any  # as the form was given it: of a request, or a plain dictionary

    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown_at"].initial = shown_now()
        name = self.add_prefix("shown_at")
        if self.is_bound and _seconds_since(self.data.get(name, "")) is None:
            # Nothing of ours: the form comes back with a time of ours, so that it can be sent.
            self.data = self.data.copy()
            self.data[name] = shown_now()

    @property
    def looks_automatic(self) -> bool:
        return bool(self.data.get(self.add_prefix("website_address"), "").strip())

    @staticmethod
    def for_robots() -> list:
        """What the layout has before the button: out of sight, and out of the way of a reader."""
        hidden = {"css_class": "govuk-visually-hidden", "aria_hidden": "true"}
        return [Div("website_address", **hidden), "shown_at"]

    def asked(self) -> dict[str, Any]:
        """What the service takes: the answers, without the fields that are for robots."""
        robots = ForPeople.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in robots}

    def clean(self):
        cleaned = super().clean()
        passed = _seconds_since(self.data.get(self.add_prefix("shown_at"), ""))
        too_quick = passed is None or passed < SHORTEST
        # A form that comes back anyway need not hear of this as well: the next try is slower.
        if settings.PUBLIC_FORM_LIMITS and too_quick and not self.errors:
            # It comes back with the same, older time: sending it once more succeeds.
            raise forms.ValidationError(TOO_QUICK)
        return cleaned


def shown_now() -> str:
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


def _seconds_since(value: str) -> float | None:
    try:
        return timezone.now().timestamp() - signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
