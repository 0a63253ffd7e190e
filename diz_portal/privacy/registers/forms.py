"""Who asks, for what, and how to answer them: typed by the person, or by staff for them."""

from typing import Any

from crispy_forms_gds.layout import (
    Field,
    Fixed,
    Fluid,
)
from django import forms
from django.utils import timezone

from diz_portal import phones
from diz_portal.fields import (
    DayField,
    PersonNameField,
    PhoneField,
    PostalAddressField,
    WordsField,
    choice_field,
    records_field,
)
from diz_portal.layout import ConditionalQuestion, ConditionalRadios, laid_out
from diz_portal.mistyped import OwnEmailField
from diz_portal.outbox.models import Channel
from diz_portal.public_forms import ForPeople
from diz_portal.sent_once import SentOnce

from . import models
from .models import CameBy, DataRequest, RequestKind

COMPLAIN = "complain"
WISHES = [
    *((kind.value, wish) for kind, wish in models.WISHES.items()),
    (COMPLAIN, "Complain about how my data was used"),
]
# Of these there is nothing to be done without knowing more.
NEEDS_WORDS = {
    RequestKind.RECTIFICATION.value,
    RequestKind.RESTRICTION.value,
    RequestKind.OBJECTION.value,
    COMPLAIN,
}


def words_field(label: str, *, required: str = "", most: int = 4000, hint: str = ""):
    return WordsField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(required),
        error_messages={"required": required} if required else None,
    )


def ways(first: str, telephone: str) -> list[tuple[str, str]]:
    return [
        (Channel.EMAIL.value, first),
        (Channel.TEXT.value, "By text message"),
        (Channel.LETTER.value, "By letter"),
        (Channel.PHONE.value, telephone),
    ]


class WhoAsks(forms.Form):
    """A name, and the one address or number by which they wish to be answered."""

    name = PersonNameField()
    channel = forms.ChoiceField(
        label="How should we answer you?",
        choices=ways("By email", "By phone: call me"),
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we should answer"},
    )
    email = OwnEmailField(required=False)
    mobile = PhoneField(
        label="Mobile number", help_text="For example, 07700 900 982", required=False
    )
    postal_address = PostalAddressField(required=False)
    phone = PhoneField(label="Phone number", help_text="For example, 01279 446 611", required=False)

    NEEDS = {
        Channel.EMAIL: ("email", "Enter an email address"),
        Channel.TEXT: ("mobile", "Enter a mobile number"),
        Channel.LETTER: ("postal_address", "Enter a postal address"),
        Channel.PHONE: ("phone", "Enter a phone number"),
    }

    def who(self) -> list:
        """The layout: each way with what it needs below it."""
        ways = [label for _, label in choice_field(self, "channel").choices]
        inputs = [
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            Field.text("mobile", field_width=Fixed.TWENTY),
            Field.textarea("postal_address", rows=4),
            Field.text("phone", field_width=Fixed.TWENTY),
        ]
        return [
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            ConditionalRadios(
                "channel",
                *(
                    ConditionalQuestion(label, each)
                    for label, each in zip(ways, inputs, strict=True)
                ),
            ),
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        name, sentence = self.NEEDS.get(cleaned.get("channel", ""), ("", ""))
        for other, _ in self.NEEDS.values():
            if other != name:
                # Left there before they chose another way: neither shown nor asked about.
                self.errors.pop(other, None)
                cleaned[other] = ""
        if name in cleaned and not cleaned[name]:
            self.add_error(name, sentence)
        elif name == "mobile" and cleaned.get("mobile") and not phones.is_mobile(cleaned["mobile"]):
            self.add_error("mobile", "Enter a mobile number for texts, like 07700 900 982")
        return cleaned

    def person(self) -> dict[str, str]:
        """What the services take: of the four ways only the chosen one."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "channel": cleaned["channel"],
            "email": cleaned["email"],
            "phone": cleaned["mobile"] or cleaned["phone"],
            "postal_address": cleaned["postal_address"],
            "words": cleaned["words"].strip(),
        }


class AskForm(SentOnce, WhoAsks, ForPeople):
    """The public page: one form for seven wishes."""

    wish = forms.ChoiceField(
        label="I want to",
        choices=WISHES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you want to do"},
    )
    words = words_field(
        "Tell us more",
        hint=(
            "What it is about, and when you were in contact with us. You do not need to prove "
            "who you are yet. We will ask if we need to."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Errors are listed in the order of the page.
        self.order_fields(
            ["wish", "words", "name", "channel", *(n for n, _ in self.NEEDS.values())]
        )
        self.helper = laid_out(
            Field.radios("wish"),
            Field.textarea("words", rows=5),
            *self.who(),
            *self.for_robots(),
            "attempt",
            button="Send",
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wish") in NEEDS_WORDS and not cleaned.get("words", "x").strip():
            self.add_error("words", "Enter what it is about")
        return cleaned

    @property
    def is_complaint(self) -> bool:
        return self.cleaned_data["wish"] == COMPLAIN


class WriteDownForm(WhoAsks):
    """By staff, for somebody who rang, wrote or came."""

    came_by = forms.ChoiceField(
        label="How did we receive it?",
        choices=[choice for choice in CameBy.choices if choice[0] != CameBy.PAGE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we received it"},
    )
    received_on = DayField(
        label="When did we receive it?",
        help_text="The day any partner received it. The due date is counted from then.",
        required_message="Enter the date we received it",
    )
    controller: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Which organisation is it about?",
        queryset=None,
        required=False,
        empty_label="The lead organisation",
    )
    words = words_field(
        "What do they say?", required="Enter what they say", hint="Use their own words."
    )
    is_told = forms.BooleanField(
        label="I have already confirmed that we have it. Do not send a message", required=False
    )

    def __init__(self, *args, button: str, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "controller").queryset = organisations()
        self.fields["name"].label = "Their name"
        self.fields["name"].error_messages["required"] = "Enter their name"
        self.fields["channel"].label = "How should we answer them?"
        choice_field(self, "channel").choices = ways("By email", "By phone: we call them")
        for name in ("name", "email", "mobile", "postal_address", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.order_fields([*self.first(), "words", "came_by", "received_on", "controller"])
        self.helper = laid_out(
            *(Field.radios(name) for name in self.first()),
            Field.textarea("words", rows=5),
            Field.radios("came_by"),
            "received_on",
            Field.select("controller"),
            *self.who(),
            "is_told",
            button=button,
            cancel=cancel,
        )

    @staticmethod
    def first() -> list[str]:
        return []

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError("Enter a date that is today or in the past")
        if (today - day).days > 366:
            raise forms.ValidationError("Check the year. This is more than a year ago")
        return day

    def asked(self) -> dict:
        cleaned = self.cleaned_data
        names = ("came_by", "received_on", "controller", "is_told", *self.first())
        return {**self.person(), **{name: cleaned[name] for name in names}}


class WriteRequestForm(WriteDownForm):
    kind = forms.ChoiceField(
        label="What are they asking for?",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they are asking for"},
    )

    @staticmethod
    def first() -> list[str]:
        return ["kind"]


class WriteComplaintForm(WriteDownForm):
    pass


def organisations():
    """Whoever may be the controller: the organisations of the partnership."""
    model: Any = DataRequest._meta.get_field("controller").related_model
    return model.objects.members()
