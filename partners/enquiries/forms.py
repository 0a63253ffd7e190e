from crispy_forms_gds.layout import Field, Fluid
from django import forms

from diz_portal.fields import NameField, PersonNameField, WordsField
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField
from diz_portal.public_forms import ForPeople
from partners.models import Organisation


class EnquiryForm(ForPeople):
    business = NameField(
        label="Name of your business",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Enter the name of your business"},
    )
    name = PersonNameField()
    email = OwnEmailField(
        label="Your email address", help_text="We will email our reply to this address."
    )
    message = WordsField(
        label="What would you like to know?",
        help_text="For example, how much space and what connection you need, and when",
        max_length=1000,
        error_messages={"required": "Enter what you would like to know"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("business", field_width=Fluid.TWO_THIRDS),
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            Field.textarea("message", rows=5, max_characters=1000),
            *self.for_robots(),
            button="Send enquiry",
            cancel=cancel,
        )


class ReplyForm(forms.Form):
    text = WordsField(
        label="Reply",
        help_text="We will email this to the person who asked, with the name of your organisation.",
        max_length=2000,
        error_messages={"required": "Enter a reply"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.textarea("text", rows=8, max_characters=2000), button="Send reply", cancel=cancel
        )


class HandOnForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Partner who will reply",
        empty_label="Select a partner",
        error_messages={"required": "Select the partner who will reply"},
    )

    def __init__(self, *args, cancel: str, now: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = Organisation.objects.public().exclude(pk=now.pk).order_by("name")
        self.helper = laid_out("organisation", button="Hand on enquiry", cancel=cancel)
