"""What a business says it needs, and what somebody says they have."""

from decimal import Decimal, InvalidOperation

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms

from diz_portal.fields import PoundsField
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField, OwnPostcodeField
from diz_portal.public_forms import ForPeople

from . import models

FASTEST = Decimal(10_000)


class NeedForm(ForPeople):
    postcode = OwnPostcodeField(
        label="Postcode of your business",
        help_text="We keep only the first part and one more digit, for example CM20 1.",
        error_messages={"required": "Enter the postcode of your business"},
    )
    wanted = forms.ChoiceField(
        label="What do you need most?",
        choices=models.Wanted.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you need most"},
    )
    size = forms.ChoiceField(
        label="How many people work there?",
        choices=models.Size.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how many people work there"},
    )
    email = OwnEmailField(
        label="Your email address (optional)",
        help_text="Only our staff see it. They may write to you about your connection.",
        required=False,
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("postcode", field_width=Fixed.TEN),
            Field.radios("wanted", legend_size=Size.SMALL),
            Field.radios("size", legend_size=Size.SMALL),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            *self.for_robots(),
            button="Tell us you need it",
            cancel=cancel,
        )


class ConnectionForm(ForPeople):
    postcode = OwnPostcodeField(
        label="Your postcode",
        help_text="We keep only the first part and one more digit, for example CM20 1.",
        error_messages={"required": "Enter your postcode"},
    )
    technology = forms.ChoiceField(
        label="What connection do you have?",
        choices=models.Technology.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what connection you have"},
    )
    provider = forms.ChoiceField(
        label="Who provides it? (optional)",
        choices=[("", "Select a provider"), *models.Provider.choices],
        required=False,
    )
    pounds_a_month = PoundsField(
        label="What do you pay a month? (optional)",
        required=False,
        min_value=0,
        max_value=1000,
        max_digits=6,
    )
    # Filled in by the test, in a browser that can run it.
    measured_mbps = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("postcode", field_width=Fixed.TEN),
            Field.radios("technology", legend_size=Size.SMALL),
            Field.select("provider"),
            Field.text("pounds_a_month"),
            "measured_mbps",
            *self.for_robots(),
            button="Compare my connection",
        )

    def clean_measured_mbps(self) -> Decimal | None:
        """Nothing where it is no speed: a number that somebody made up is no error of theirs."""
        try:
            speed = Decimal(self.cleaned_data["measured_mbps"]).quantize(Decimal("0.1"))
        except InvalidOperation:
            return None
        return speed if speed.is_finite() and 0 < speed <= FASTEST else None

    def told(self) -> dict:
        """What the service takes."""
        asked = self.asked()
        return {
            "postcode": asked["postcode"],
            "technology": asked["technology"],
            "provider": asked["provider"],
            "pounds_a_month": asked["pounds_a_month"],
            "at_least_mbps": asked["measured_mbps"],
        }
