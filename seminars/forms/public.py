"""What a resident types: a name and an address are enough."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms

from diz_portal.fields import NameField, PersonNameField, WordsField, choice_field
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField
from diz_portal.public_forms import ForPeople
from diz_portal.sent_once import SentOnce
from seminars.forms.editing import EditsRegistration
from seminars.models import Registration, Seminar

CONSENTS = ("listing_consent", "newsletter")
# Not “Cancel”: under the details of a place that reads as giving it up.
UNSAVED = "Go back without saving"


class Details(forms.Form):
    """What can be said when registering and changed afterwards."""

    name = PersonNameField()
    place = forms.ChoiceField(
        label="How would you like to attend?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you would like to attend"},
    )
    organisation = NameField(
        label="Organisation (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    guest_name = NameField(
        label="Name of anyone coming with you (optional)",
        help_text="You will both get a place, or both join the waiting list.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    access_needs = WordsField(
        label="Do you have any access needs? (optional)",
        help_text="For example, a hearing loop, step-free access or captions. "
        "We will delete this 30 days after the seminar.",
        max_length=1000,
        required=False,
    )
    listing_consent = forms.BooleanField(
        label="Show my name and organisation to other people attending", required=False
    )
    newsletter = forms.BooleanField(label="Email me about other seminars", required=False)

    def set_ways(self, seminar: Seminar) -> None:
        if len(seminar.ways) == 1:
            del self.fields["place"]
        else:
            choice_field(self, "place").choices = [(way.value, way.label) for way in seminar.ways]

    def lines(self, *after_name):
        """The layout: what everybody answers first, the rest below."""
        place = [Field.radios("place", legend_size=Size.SMALL)] if "place" in self.fields else []
        return [
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            *after_name,
            *place,
            Field.text("organisation", field_width=Fluid.TWO_THIRDS),
            Field.text("guest_name", field_width=Fluid.TWO_THIRDS),
            Field.textarea("access_needs", rows=3),
            *(name for name in CONSENTS if name in self.fields),
        ]


class RegisterForm(SentOnce, Details, ForPeople):
    email = OwnEmailField(
        label="Your email address",
        help_text="We will send your booking and any reminders to this address.",
    )

    def __init__(self, *args, seminar: Seminar, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_ways(seminar)

    def lay_out(self, *, button: str) -> None:
        """Only a form that is shown needs it: most are sent once and taken."""
        self.helper = laid_out(
            *self.lines(Field.text("email", field_width=Fluid.TWO_THIRDS)),
            *self.for_robots(),
            "attempt",
            button=button,
        )


class CorrectForm(SentOnce, ForPeople):
    """The right address, where another was typed a moment ago."""

    email = OwnEmailField(label="Your email address")

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            *self.for_robots(),
            "attempt",
            button="Send the email to this address",
            cancel=cancel,
            cancel_words="Go back",
        )


class ChangeForm(EditsRegistration, Details):
    def __init__(self, *args, registration: Registration, cancel: str, **kwargs):
        super().__init__(*args, record=registration, **kwargs)
        self.set_ways(registration.seminar)
        if not registration.email:
            self.fields.pop("newsletter", None)
        self.helper = laid_out(*self.lines(), button="Save", cancel=cancel, cancel_words=UNSAVED)

    def written(self, registration: Registration) -> dict:
        return {name: getattr(registration, name) for name in self.base_fields}


class ConsentsForm(EditsRegistration, forms.Form):
    """Two wishes that can be taken back as easily as they were given."""

    listing_consent = forms.BooleanField(
        label=Details.base_fields["listing_consent"].label, required=False
    )
    newsletter = forms.BooleanField(label=Details.base_fields["newsletter"].label, required=False)

    def __init__(self, *args, registration: Registration, cancel: str, **kwargs):
        super().__init__(*args, record=registration, **kwargs)
        if not registration.email:
            del self.fields["newsletter"]
        self.helper = laid_out(*self.fields, button="Save", cancel=cancel, cancel_words=UNSAVED)

    def written(self, registration: Registration) -> dict:
        return {name: getattr(registration, name) for name in self.base_fields}

    def asked(self) -> dict[str, bool]:
        return {"newsletter": False, **self.cleaned_data}
