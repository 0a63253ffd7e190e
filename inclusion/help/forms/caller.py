"""The same questions, asked on the telephone: three pages, since somebody waits at the other end,
and with what staff know besides: how urgent it is, and every way of reaching them."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from inclusion.cases.models import ContactBy, Urgency
from inclusion.help.forms.asking import (
    Born,
    Contact,
    Easier,
    Home,
    Name,
    Question,
    Reach,
    Story,
    What,
)


class CallersNeed(What, Story):
    title = of_caller = "What do they need?"

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

    @staticmethod
    def said(answers):
        urgency = Urgency(answers["urgency"]).label
        return "\n".join(filter(None, [What.said(answers), Story.said(answers), urgency]))


class Caller(Name, Born, Home):
    title = of_caller = "Who are they?"
    field_order = ("name", "date_of_birth", "postcode", "nowhere")

    def lines(self):
        born = self.fields["date_of_birth"]
        born.help_text = "For example, 27 3 1948. They will need it to check progress."
        self.fields["postcode"].help_text = "We use this to find a team near them."
        self.fields["nowhere"].label = "They have no fixed address"
        name = Field.text("name", field_width=Fluid.TWO_THIRDS)
        return [name, *Born.lines(self), *Home.lines(self)]

    def answers(self):
        return {**self.cleaned_data, **Born.answers(self)}

    @staticmethod
    def said(answers):
        return "\n".join(part.said(answers) for part in (Name, Born, Home))


class ReachCaller(Contact, Reach, Easier):
    """Every way that they have; the one that they prefer must lead to them."""

    title = of_caller = "How should we contact them?"
    field_order = ("contact_by", "phone", "email", "address", "contact_notes")

    def lines(self):
        self.fields["contact_by"].label = "How do they prefer to be contacted?"
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

    @staticmethod
    def said(answers):
        parts = [Contact.said(answers), Reach.said(answers), Easier.said(answers)]
        return "\n".join(filter(None, parts))


MISSING = {
    "phone": "Enter the phone number, because they prefer a call or a text",
    "email": "Enter the email address, because they prefer email",
    "address": "Enter the address, because they prefer letters",
}
OF_CALLER: dict[str, type[Question]] = {
    "need": CallersNeed,
    "person": Caller,
    "reach": ReachCaller,
}
