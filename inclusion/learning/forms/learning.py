"""What a learner writes: where to send the link, or the code they were given."""

from crispy_forms_gds.layout import Field, Fixed, Fluid
from django import forms

from diz_portal import phones
from diz_portal.fields import LineField, NameField, PhoneField, WordsField
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField
from diz_portal.outbox.models import Channel
from diz_portal.public_forms import ForPeople

WIDE = {"field_width": Fluid.TWO_THIRDS}
# What each way of sending the link asks for.
ASKED = {
    Channel.EMAIL: ("email",),
    Channel.TEXT: ("phone",),
    Channel.LETTER: ("reader", "postal_address"),
    Channel.PHONE: ("phone", "reader"),
}

BUTTONS = {
    Channel.EMAIL: "Send my link",
    Channel.TEXT: "Send my link",
    # On paper nothing is a link.
    Channel.LETTER: "Post my code",
    Channel.PHONE: "Call me",
}


class SendLinkForm(ForPeople):
    """Where one way of sending needs it: an address or a number, and nothing else."""

    email = OwnEmailField(
        label="Your email address",
        help_text="We keep it with your progress, so we can send your link again if you lose it.",
    )
    phone = PhoneField(
        label="Your phone number",
        error_messages={"required": "Enter your phone number"},
    )
    reader = NameField(
        label="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    postal_address = WordsField(
        label="Your address",
        max_length=300,
        widget=forms.Textarea(attrs={"autocomplete": "street-address"}),
        error_messages={"required": "Enter your address"},
    )

    def __init__(self, *args, channel: Channel, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel = channel
        for name in {"email", "phone", "reader", "postal_address"} - set(ASKED[channel]):
            del self.fields[name]
        if "phone" in self.fields:
            self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        shown = {
            "email": Field.text("email", **WIDE),
            "phone": Field.text("phone", field_width=Fixed.TWENTY),
            "reader": Field.text("reader", **WIDE),
            "postal_address": Field.textarea("postal_address", rows=4),
        }
        self.helper = laid_out(
            *(shown[name] for name in ASKED[channel]),
            *self.for_robots(),
            button=BUTTONS[channel],
            cancel=cancel,
        )

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if self.channel == Channel.TEXT and not phones.is_mobile(phone):
            raise forms.ValidationError("Enter a mobile number, like 07700 900 123")
        return phone

    def asked(self) -> dict:
        """What the service is told."""
        values = self.cleaned_data
        to = values.get("email") or values.get("phone") or ""
        rest = {name: values[name] for name in ("reader", "postal_address") if name in values}
        return {"channel": self.channel, "to": to, **rest}


class CodeForm(forms.Form):
    code = LineField(
        label="Your code",
        help_text="10 letters and numbers, such as bcd 234 f5gh. It is in our message to you "
        "and on your progress page.",
        max_length=30,
        error_messages={"required": "Enter your code"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("code", field_width=Fixed.TWENTY), button="Carry on with my lessons"
        )


class AgainForm(ForPeople):
    email = OwnEmailField(label="Your email address")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("email", **WIDE),
            *self.for_robots(),
            button="Send me my link",
            is_main=False,
        )
