"""What a donor types: a device or mobile data, without an account."""

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms

from diz_portal.fields import LineField, NameField, PhoneField, WholeNumberField, WordsField
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField, OwnPostcodeField
from diz_portal.public_forms import ForPeople
from diz_portal.sent_once import SentOnce
from diz_portal.tables.values import GIGABYTES
from inclusion.databank.models import PledgeKind
from inclusion.devices.models import DonorKind


class Giving(SentOnce, ForPeople):
    """What both forms have in common."""

    def lay_out(self, *fields, button: str) -> None:
        self.helper = laid_out(
            *fields,
            *self.for_robots(),
            "attempt",
            button=button,
        )


class DeviceForm(Giving):
    kind = forms.ChoiceField(
        label="Who is donating?",
        choices=DonorKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is donating"},
    )
    organisation = NameField(
        label="Name of your organisation (if it is donating)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    what = WordsField(
        label="What would you like to donate?",
        help_text="For example, a laptop from 2019 that works but has a weak battery. We take "
        "laptops, tablets, smartphones, wifi routers and computers with their screens.",
        max_length=1000,
        error_messages={"required": "Enter what you would like to donate"},
    )
    how_many = WholeNumberField(
        label="How many devices?",
        min_value=1,
        max_value=999,
        initial=1,
        error_messages={
            "required": "Enter how many devices",
            "invalid": "Enter a number, such as 1",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 999 or fewer, or call us if you have more",
        },
    )
    drop_off = forms.TypedChoiceField(
        label="How will we get them?",
        choices=[("yes", "I can bring them to you"), ("no", "Please collect them")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we will get them"},
    )
    postcode = OwnPostcodeField(
        label="Postcode where they are",
        help_text="We use this to find the team nearest to you.",
        error_messages={"required": "Enter the postcode where they are"},
    )
    name = NameField(
        label="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = OwnEmailField(
        label="Your email address (or enter a phone number below)", required=False
    )
    phone = PhoneField(label="Your phone number (or enter an email address above)", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lay_out(
            Field.radios("kind", legend_size=Size.SMALL),
            Field.text("organisation", field_width=Fluid.TWO_THIRDS),
            Field.textarea("what", rows=3),
            Field.text("how_many", field_width=Fixed.THREE),
            Field.radios("drop_off", legend_size=Size.SMALL),
            Field.text("postcode", field_width=Fixed.TEN),
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            Field.text("phone", field_width=Fixed.TWENTY),
            button="Send my offer",
        )

    def clean(self):
        cleaned = super().clean()
        if not {"email", "phone"} & set(self.errors) and not (
            cleaned.get("email") or cleaned.get("phone")
        ):
            self.add_error("email", "Enter an email address or a phone number")
        if cleaned.get("kind") == DonorKind.BUSINESS and not cleaned.get("organisation"):
            self.add_error("organisation", "Enter the name of your organisation")
        return cleaned


class DataForm(Giving):
    kind = forms.ChoiceField(
        label="What can you donate?",
        choices=PledgeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you can donate"},
    )
    network = LineField(
        label="Which network is it for? (if you know)", max_length=40, required=False
    )
    gb = WholeNumberField(
        label="How many GB in total?",
        help_text="For example, 20. One hour of video calls uses about 1GB.",
        min_value=1,
        max_value=1_000_000,
        units=GIGABYTES,
        error_messages={
            "required": "Enter how many GB",
            "invalid": "Enter a whole number, such as 20",
            "min_value": "Enter 1 or more",
        },
    )
    organisation = NameField(
        label="Name of your organisation (if it is donating)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = NameField(
        label="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = OwnEmailField(
        label="Your email address", help_text="We will email you to say how to send it."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lay_out(
            Field.radios("kind", legend_size=Size.SMALL),
            Field.text("network", field_width=Fluid.ONE_HALF),
            Field.text("gb", field_width=Fixed.FIVE),
            Field.text("organisation", field_width=Fluid.TWO_THIRDS),
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            button="Offer this data",
        )
