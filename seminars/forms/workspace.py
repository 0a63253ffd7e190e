"""What an organiser types."""

from datetime import datetime, timedelta

from crispy_forms_gds.layout import Div, Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal import phones, words
from diz_portal.bank_holidays import calendar
from diz_portal.fields import (
    DayField,
    EmailField,
    HourField,
    LineField,
    NameField,
    PersonNameField,
    PhoneField,
    PostalAddressField,
    WholeNumberField,
    WordsField,
)
from diz_portal.layout import laid_out
from diz_portal.outbox.models import Channel
from seminars.forms.editing import EditsRegistration, EditsSeminar
from seminars.forms.public import ChangeForm, Details
from seminars.models import Mode, Registration, Seminar, Series, Topic
from seminars.models.seminar import AT_AN_ADDRESS, MOST_AT_AN_ADDRESS
from seminars.times import NoSuchTime, in_london

MOST_PLACES = 100_000


class WhenAndWhere(forms.Form):
    day = DayField(label="Day", required_message="Enter the day of the seminar")
    starts = HourField(label="Starts at")
    ends = HourField(label="Ends at")
    venue_name = LineField(label="Venue (optional if online)", max_length=150, required=False)
    venue_address = LineField(label="Address of the venue", max_length=300, required=False)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day, starts, ends = (cleaned.pop(name, None) for name in ("day", "starts", "ends"))
        for name, field in (("starts", starts), ("ends", ends)):
            if day and field:
                try:
                    cleaned[f"{name}_at"] = in_london(day, field)
                except NoSuchTime as refusal:
                    self.add_error(name, refusal.message)
        if isinstance(self, EditsSeminar) and self.record is not None:
            # To the second, as it stands: nobody is told of a move that nobody made, be it that
            # they left the hour alone or typed the same one in another way.
            left_alone = self.left_alone("day", "starts", "ends")
            for name in ("starts_at", "ends_at"):
                stored = getattr(self.record, name)
                if left_alone or cleaned.get(name) == stored.replace(second=0, microsecond=0):
                    cleaned[name] = stored
        if {"starts_at", "ends_at"} <= set(cleaned) and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", "Enter an end that is after the start")
        return cleaned


WHEN = [
    "day",
    Field.text("starts", field_width=Fixed.TEN),
    Field.text("ends", field_width=Fixed.TEN),
    Field.text("venue_name", field_width=Fluid.TWO_THIRDS),
    Field.text("venue_address", field_width=Fluid.TWO_THIRDS),
]


def on_bank_holiday(moment: datetime) -> str:
    """A sentence where it is one; nothing else."""
    day = timezone.localdate(moment)
    if not calendar().is_bank_holiday(day):
        return ""
    return f"{words.uk_day(day)} is a bank holiday."


# One without the others is a time, or a place, that nobody chose.
TOGETHER = (("day", "starts", "ends"), ("venue_name", "venue_address"))


def _when(seminar: Seminar) -> dict:
    starts, ends = timezone.localtime(seminar.starts_at), timezone.localtime(seminar.ends_at)
    return {
        "day": starts.date(),
        "starts": words.clock(starts.time()),
        "ends": words.clock(ends.time()),
        "venue_name": seminar.venue_name,
        "venue_address": seminar.venue_address,
    }


def _places(label: str) -> WholeNumberField:
    return WholeNumberField(label=label, min_value=0, max_value=MOST_PLACES, required=False)


class Places(forms.Form):
    capacity_in_person = _places("Places in person")
    capacity_online = _places("Places online")

    def clean_capacity_in_person(self):
        return self.cleaned_data["capacity_in_person"] or 0

    def clean_capacity_online(self):
        return self.cleaned_data["capacity_online"] or 0


PLACES = [
    Field.text("capacity_in_person", field_width=Fixed.FIVE),
    Field.text("capacity_online", field_width=Fixed.FIVE),
]


class WordsForm(EditsSeminar, forms.Form):
    """What the page says; it may change at any time."""

    title = LineField(label="Title", max_length=150, error_messages={"required": "Enter a title"})
    promise = LineField(
        label="Short summary",
        help_text="One line. We show it under the title.",
        max_length=200,
        required=False,
    )
    description = WordsField(label="Description", max_length=5000, required=False)
    speakers = WordsField(
        label="Speakers",
        help_text="One on each line, with their role.",
        max_length=2000,
        required=False,
    )
    access = WordsField(
        label="Access and support",
        help_text="For example, steps, lifts, parking, captions, a hearing loop, breaks.",
        max_length=2000,
        required=False,
    )
    joining_link = forms.URLField(
        label="Joining link",
        help_text="Shown only to people who have a place online.",
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": "Enter a web address, like https://www.example.org"},
    )
    confirm_places = forms.BooleanField(
        label="People must confirm their place from an email within 24 hours",
        help_text="For a popular seminar. If someone does not confirm, their place goes to the "
        "next person. People you register do not need to confirm.",
        required=False,
    )
    people_per_address = WholeNumberField(
        label="How many people can register with one email address",
        help_text=(
            "Couples often share one. Each person has their own place. If you leave this "
            "blank, the limit is 2."
        ),
        min_value=1,
        max_value=MOST_AT_AN_ADDRESS,
        required=False,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, empty_label="No topic", widget=forms.Select
    )
    series = forms.ModelChoiceField(
        Series.objects.all(), required=False, empty_label="No series", widget=forms.Select
    )

    def __init__(self, *args, seminar: Seminar | None = None, cancel: str, **kwargs):
        super().__init__(*args, record=seminar, **kwargs)
        if seminar and seminar.tells_new_link:
            self.fields[
                "joining_link"
            ].help_text += (
                " If you change it, we will tell each of them and update their calendar entry."
            )
        self.helper = laid_out(*self.lines(), button="Save seminar", cancel=cancel)

    def clean_people_per_address(self):
        return self.cleaned_data["people_per_address"] or AT_AN_ADDRESS

    def written(self, seminar: Seminar) -> dict:
        columns = {"topic": "topic_id", "series": "series_id"}
        return {name: getattr(seminar, columns.get(name, name)) for name in WordsForm.base_fields}

    def lines(self):
        wide = {"field_width": Fluid.TWO_THIRDS}
        return [
            Field.text("title", **wide),
            Field.text("promise", **wide),
            Field.textarea("description", rows=6),
            Field.textarea("speakers", rows=3),
            Field.textarea("access", rows=3),
            Field.text("joining_link", **wide),
            "confirm_places",
            Field.text("people_per_address", field_width=Fixed.THREE),
            Field.select("topic"),
            Field.select("series"),
        ]


class DraftForm(WhenAndWhere, Places, WordsForm):
    """A seminar that nobody has seen yet: everything is open."""

    mode = forms.ChoiceField(
        label="Format",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a format"},
    )

    HELD = ("mode", "capacity_in_person", "capacity_online")
    together = (*TOGETHER, HELD)

    def __init__(self, *args, seminar: Seminar | None = None, cancel: str, **kwargs):
        super().__init__(*args, seminar=seminar, cancel=cancel, **kwargs)
        self.helper = laid_out(
            Field.text("title", field_width=Fluid.TWO_THIRDS),
            Field.text("promise", field_width=Fluid.TWO_THIRDS),
            Field.radios("mode", legend_size=Size.SMALL),
            *WHEN,
            *PLACES,
            *self.lines()[2:],
            button="Save draft",
            cancel=cancel,
        )

    def written(self, seminar: Seminar) -> dict:
        how = {name: getattr(seminar, name) for name in self.HELD}
        return {**super().written(seminar), **_when(seminar), **how}

    def clean(self):
        cleaned = super().clean()
        # What does not go with how it is held is left out rather than refused.
        if cleaned.get("mode") == Mode.IN_PERSON:
            cleaned["capacity_online"] = 0
        elif cleaned.get("mode") == Mode.ONLINE:
            cleaned["capacity_in_person"] = 0
        return cleaned


class MoveForm(EditsSeminar, WhenAndWhere):
    """Another time or venue. A bank holiday is asked about once: people are told of it at once."""

    reason = LineField(
        label="Reason (optional)",
        help_text="One sentence. We will include it in the message.",
        max_length=300,
        required=False,
    )
    on_bank_holiday = forms.BooleanField(label="Allow a bank holiday", required=False)

    together = TOGETHER

    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        super().__init__(*args, record=seminar, **kwargs)
        # Asked only where it is one.
        self._tick = Div()
        self.helper = laid_out(
            WHEN[0],
            self._tick,
            *WHEN[1:],
            Field.text("reason"),
            button="Save and tell everyone",
            cancel=cancel,
        )

    def written(self, seminar: Seminar) -> dict:
        return _when(seminar)

    def clean(self):
        cleaned = super().clean()
        starts, is_meant = cleaned.get("starts_at"), cleaned.pop("on_bank_holiday", False)
        if starts and starts <= timezone.now() + timedelta(minutes=1):
            self.add_error("day", "Enter a time in the future")
        elif starts and starts != self.record.starts_at and (holiday := on_bank_holiday(starts)):
            self._tick.fields.append("on_bank_holiday")
            if not is_meant:
                self.add_error(
                    "day", f"{holiday} Enter another day, or select “Allow a bank holiday”"
                )
        return cleaned


class CapacityForm(EditsSeminar, Places):
    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        names = [f"capacity_{way}" for way in seminar.ways]
        super().__init__(*args, record=seminar, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]
        for name in names:
            # An emptied box is no 0: that would close the door behind those who have a place.
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "Enter the number of places"
        fields = [Field.text(name, field_width=Fixed.FIVE) for name in names]
        self.helper = laid_out(*fields, button="Change number of places", cancel=cancel)

    def written(self, seminar: Seminar) -> dict:
        return {name: getattr(seminar, name) for name in self.base_fields}

    def asked(self) -> dict[str, int]:
        return {
            "in_person": self.cleaned_data.get("capacity_in_person", 0),
            "online": self.cleaned_data.get("capacity_online", 0),
        }


class CallOffForm(forms.Form):
    reason = LineField(
        label="Reason (optional)",
        help_text="One sentence. We will include it in the message.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("reason"), button="Cancel seminar and tell everyone", cancel=cancel
        )


class Contact(forms.Form):
    """How somebody wishes to be told, and what that needs."""

    channel = forms.ChoiceField(
        label="How should we contact them?",
        choices=[
            (Channel.EMAIL.value, "By email"),
            (Channel.TEXT.value, "By text message"),
            (Channel.LETTER.value, "By letter"),
            (Channel.PHONE.value, "By phone: we call them"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we should contact them"},
    )
    email = EmailField(label="Email address", required=False)
    phone = PhoneField(
        label="Phone number",
        help_text="For a text message, a mobile number.",
        required=False,
        autocomplete="off",
    )
    postal_address = PostalAddressField(required=False, autocomplete="off")

    CONTACT = (
        Field.radios("channel", legend_size=Size.SMALL),
        Field.text("email", field_width=Fluid.TWO_THIRDS),
        Field.text("phone", field_width=Fixed.TWENTY),
        Field.textarea("postal_address", rows=4),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        needs = {
            Channel.EMAIL: ("email", "Enter the email address to write to"),
            Channel.TEXT: ("phone", "Enter the mobile number to send texts to"),
            Channel.PHONE: ("phone", "Enter the number to call"),
            Channel.LETTER: ("postal_address", "Enter the address to write to"),
        }
        channel = cleaned.get("channel")
        name, sentence = needs.get(Channel(channel), ("", "")) if channel else ("", "")
        if name in cleaned and not cleaned[name]:
            self.add_error(name, sentence)
        elif channel == Channel.TEXT and name in cleaned and not phones.is_mobile(cleaned[name]):
            self.add_error("phone", "Enter a mobile number for texts, like 07700 900 982")
        return cleaned


class ContactForm(EditsRegistration, Contact):
    def __init__(self, *args, registration: Registration, cancel: str, **kwargs):
        super().__init__(*args, record=registration, **kwargs)
        self.helper = laid_out(*self.CONTACT, button="Save contact details", cancel=cancel)

    def written(self, registration: Registration) -> dict:
        known = {name: getattr(registration, name) for name in Contact.base_fields}
        return {**known, "phone": phones.in_words(registration.phone)}


class TheirDetails(Details):
    """The same answers, typed by staff. Consents are left out: they are the person's to give."""

    name = PersonNameField(
        label="Their name",
        autocomplete="off",
        error_messages={"required": "Enter their name"},
    )
    place = forms.ChoiceField(
        label="How would they like to attend?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they would like to attend"},
    )
    organisation = NameField(
        label="Their organisation (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    guest_name = NameField(
        label="Name of anyone coming with them (optional)",
        help_text="Both will get a place, or both will join the waiting list.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    access_needs = WordsField(
        label="Do they have any access needs? (optional)",
        help_text=Details.base_fields["access_needs"].help_text,
        max_length=1000,
        required=False,
    )
    # Theirs to choose: Django drops a field that stands here as nothing.
    listing_consent = None  # type: ignore[assignment]
    newsletter = None  # type: ignore[assignment]


class StaffChangeForm(TheirDetails, ChangeForm):
    """What staff change for somebody who telephones."""


class StaffRegisterForm(Contact, TheirDetails):
    """Somebody who telephones or stands at the desk; an email address is not needed."""

    def __init__(self, *args, seminar: Seminar, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_ways(seminar)
        self.helper = laid_out(*self.lines(*self.CONTACT), button="Register person", cancel=cancel)
