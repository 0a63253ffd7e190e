"""The same questions, asked on the telephone: on one page, since somebody waits at the other end
and tells things in their own order; with what staff know besides: how urgent it is, and every way
of reaching them."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.html import format_html

from diz_portal.layout import Markup
from diz_portal.privacy.processing import periods
from diz_portal.sent_once import SentOnce
from inclusion.cases.models import ContactBy, Urgency
from inclusion.cases.services.people import DETAILS
from inclusion.help.forms.asking import (
    Born,
    Contact,
    Easier,
    Home,
    Name,
    Reach,
    Story,
    What,
)


class CallersNeed(What, Story):
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=Urgency.choices,
        initial=Urgency.ROUTINE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how urgent it is"},
    )

    def lines(self):
        self.fields[
            "story"
        ].label = "What they would like to be able to do, in their own words (optional)"
        self.fields["story"].help_text = "Do not record anything about their health."
        urgency = Field.radios("urgency", legend_size=Size.SMALL)
        return [*What.lines(self), *Story.lines(self), urgency]


class Caller(Name, Born, Home):
    def lines(self):
        self.fields["name"].error_messages["required"] = "Enter their name"
        born = self.fields["date_of_birth"]
        born.error_messages["required"] = "Enter their date of birth"
        born.help_text = "For example, 27 3 1948. They will need it to check progress."
        self.fields["postcode"].help_text = "We use this to find a team near them."
        self.fields["nowhere"].label = "They have no fixed address"
        name = Field.text("name", field_width=Fluid.TWO_THIRDS)
        return [name, *Born.lines(self), *Home.lines(self)]


class ReachCaller(Contact, Reach, Easier):
    """Every way that they have; the one that they prefer must lead to them."""

    def lines(self):
        contact_by = self.fields["contact_by"]
        contact_by.error_messages["required"] = "Select how we should contact them"
        contact_by.label = "How do they prefer to be contacted?"
        for name, label in (
            ("phone", "Phone number"),
            ("email", "Email address"),
            ("address", "Address for letters"),
        ):
            self.fields[name].required = False
            self.fields[name].label = f"{label} (optional, unless they prefer it)"
        self.fields[
            "contact_notes"
        ].label = "When is a good time to call? Is it safe to leave a message? (optional)"
        self.fields[
            "adjustments_words"
        ].label = "Anything else, or a language they prefer (optional)"
        two_thirds = {"field_width": Fluid.TWO_THIRDS}
        return [
            *Contact.lines(self),
            Field.text("phone", **two_thirds),
            Field.text("email", **two_thirds),
            Field.textarea("address", rows=3),
            Field.text("contact_notes"),
            *Easier.lines(self),
        ]

    def clean_phone(self):
        if not self.cleaned_data["phone"]:
            return ""
        self.chosen = ContactBy(self.cleaned_data.get("contact_by") or ContactBy.PHONE)
        return super().clean_phone()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if chosen := cleaned.get("contact_by"):
            needed = self.NEEDS[ContactBy(chosen)]
            if not cleaned.get(needed) and needed not in self.errors:
                self.add_error(needed, MISSING[needed])
        return cleaned


MISSING = {
    "phone": "Enter the phone number, because they prefer a call or a text",
    "email": "Enter the email address, because they prefer email",
    "address": "Enter the address, because they prefer letters",
}
READ_OUT = (
    "Read this to the caller: “We will share this with the organisation that helps people near "
    "you. Only people who work on your request will read it. Very rarely, the people there who "
    "look after safety and data may read it too. We will delete your name within {} after we "
    "finish helping you.”"
)


def _heading(text: str) -> Markup:
    return Markup(format_html('<h2 class="govuk-heading-m govuk-!-margin-top-7">{}</h2>', text))


class CallerForm(SentOnce, CallersNeed, Caller, ReachCaller):
    """All of it at once. The layout's order is that of a call; the way that they prefer is read
    before what it needs."""

    field_order = ("contact_by", "phone", "email", "address", "contact_notes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, button="Send the request", **kwargs)
        # Whoever types is not the person: a browser knows nothing of them.
        for field in self.fields.values():
            for widget in (field.widget, *getattr(field.widget, "widgets", ())):
                if "autocomplete" in widget.attrs:
                    widget.attrs["autocomplete"] = "off"

    def lines(self):
        kept = periods.kept_for("inclusion.Person")
        return [
            _heading("What do they need?"),
            *CallersNeed.lines(self),
            _heading("Who are they?"),
            *Caller.lines(self),
            _heading("How should we contact them?"),
            *ReachCaller.lines(self),
            _heading("Before you send it"),
            Markup(format_html('<p class="govuk-body">{}</p>', READ_OUT.format(kept))),
            "attempt",
        ]

    def asked(self):
        """What the service takes."""
        given = self.cleaned_data
        return {
            "person": {name: given[name] for name in DETAILS if name in given},
            "wanted": given["wanted"],
            "which_device": self.which_device,
            "story": given["story"],
            "urgency": given["urgency"],
            "attempt": given["attempt"],
        }
