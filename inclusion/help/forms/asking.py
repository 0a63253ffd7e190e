"""Asking for help, one question to a page. Each form cleans the answer to one question."""

from datetime import date

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal import phones, references
from diz_portal.fields import DayField, NameField, PhoneField, WordsField, choice_field
from diz_portal.layout import laid_out
from diz_portal.mistyped import OwnEmailField, OwnPostcodeField
from diz_portal.public_forms import ForPeople
from diz_portal.words import listed, uk_date
from inclusion.cases.models import Adjustment, ContactBy, NeedKind
from inclusion.devices.models import DeviceKind
from inclusion.help.models.help import AgeBand, Answer, EthnicGroup, Gender
from inclusion.help.selectors import switches

WANTED = {
    NeedKind.DEVICE: ("A device", ""),  # of the kinds that can be asked for
    NeedKind.DATA: ("Mobile data", "To get online without home broadband"),
    NeedKind.SKILLS: ("Someone to show me how", "From turning it on to seeing your GP online"),
    NeedKind.ACCESSIBILITY: (
        "Making my device easier to use",
        "Larger text, louder sound or a different mouse",
    ),
    NeedKind.LANDLINE: (
        "Checking my landline or alarm",
        "Before the old phone lines are switched off",
    ),
}


class Question(forms.Form):
    """One page: `title` is the question."""

    title = ""
    optional = False

    def __init__(self, *args, button: str = "Continue", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.lines(), button=button)

    def lines(self) -> list:
        return [Field.text(name, field_width=Fluid.TWO_THIRDS) for name in self.fields]

    def answers(self) -> dict:
        """What was answered, as a session can keep it."""
        return dict(self.cleaned_data)

    @staticmethod
    def said(answers: dict) -> str:
        """The answer in words, for the page on which all are checked."""
        raise NotImplementedError


class What(Question):
    title = "What would help you?"

    wanted = forms.MultipleChoiceField(
        label="Select everything that would help",
        choices=[(kind.value, words) for kind, (words, _) in WANTED.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one thing that would help",
            "invalid_choice": "Select from the help available now",
        },
    )

    def lines(self):
        found = switches.choices()
        # Said on the page, with the honest waiting time.
        self.which_device = ""
        self.paused = [standing for choice in found for standing in choice.paused]
        choice_field(self, "wanted").choices = [
            (choice.kind.value, self._words(choice)) for choice in found if choice.is_open
        ]
        # What was chosen before and cannot be asked for any more is not ticked again.
        can = {choice.kind for choice in found if choice.is_open}
        self.initial["wanted"] = [one for one in self.initial.get("wanted", []) if one in can]
        return [Field.checkboxes("wanted", legend_size=Size.SMALL)]

    def _words(self, choice):
        words, hint = WANTED[choice.kind]
        if choice.kind == NeedKind.DEVICE:
            kinds = [DeviceKind(item.value).label.lower() for item in choice.open]
            self.which_device = listed(kinds, "or")
            hint = f"A {self.which_device}"
        return f"{words}: {hint[:1].lower()}{hint[1:]}"

    def answers(self):
        # The kinds beside the choice go with the answer: tomorrow others may be offered.
        wanted = super().answers()
        is_of_device = NeedKind.DEVICE in wanted["wanted"]
        return {**wanted, "which_device": self.which_device if is_of_device else ""}

    @staticmethod
    def said(answers):
        said = {kind.value: words for kind, (words, _) in WANTED.items()}
        if which := answers.get("which_device"):
            said[NeedKind.DEVICE.value] += f": a {which}"
        return "\n".join(said[one] for one in answers["wanted"])


class Story(Question):
    title = "What would you like to be able to do?"
    optional = True

    story = WordsField(
        label="In your own words (optional)",
        help_text="For example, order a repeat prescription or video call my grandchildren. "
        "You do not need to tell us about your health.",
        max_length=2000,
        required=False,
    )

    def lines(self):
        return [Field.textarea("story", rows=5)]

    @staticmethod
    def said(answers):
        return answers.get("story", "")


class Name(Question):
    title = "What is your name?"

    name = NameField(
        label="Full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your name"},
    )

    @staticmethod
    def said(answers):
        return answers["name"]


class Born(Question):
    title = "When were you born?"

    date_of_birth = DayField(
        label="Date of birth",
        help_text="For example, 27 3 1948. You will need it to check the progress of your request.",
        required_message="Enter your date of birth",
        example=1948,
        own_birthday=True,
    )

    def lines(self):
        return ["date_of_birth"]

    def clean_date_of_birth(self):
        born = self.cleaned_data["date_of_birth"]
        if born > timezone.localdate():
            raise forms.ValidationError("Enter a date of birth in the past")
        if born.year < timezone.localdate().year - 120:
            raise forms.ValidationError("Check the year of birth")
        return born

    def answers(self):
        return {"date_of_birth": self.cleaned_data["date_of_birth"].isoformat()}

    @staticmethod
    def said(answers):
        return uk_date(date.fromisoformat(answers["date_of_birth"]))


class Home(Question):
    title = "Where do you live?"

    postcode = OwnPostcodeField(
        label="Postcode",
        help_text="We use this to find someone near you who can help.",
        required=False,
    )
    nowhere = forms.BooleanField(label="I have no fixed address", required=False)

    def lines(self):
        return [Field.text("postcode", field_width=Fluid.ONE_THIRD), "nowhere"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        is_typed = bool(cleaned.get("postcode") or "postcode" in self.errors)
        if cleaned.get("nowhere") and is_typed:
            self.errors.pop("postcode", None)
            self.add_error("nowhere", "Enter a postcode or select no fixed address, not both")
        elif not cleaned.get("nowhere") and not is_typed:
            self.add_error("postcode", "Enter a postcode or select no fixed address")
        return cleaned

    @staticmethod
    def said(answers):
        return answers.get("postcode") or "No fixed address"


class Contact(Question):
    title = "How should we contact you?"

    contact_by = forms.ChoiceField(
        label="Select one",
        choices=ContactBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we should contact you"},
    )

    def lines(self):
        return [Field.radios("contact_by", legend_size=Size.SMALL)]

    @staticmethod
    def said(answers):
        return ContactBy(answers["contact_by"]).label


class Reach(Question):
    """Asks only for what the chosen way needs; the number when it helps and is at hand."""

    title = "What are your contact details?"

    phone = PhoneField(label="Phone number", error_messages={"required": "Enter a phone number"})
    email = OwnEmailField(as_typed=True)
    address = WordsField(
        label="Address for letters",
        help_text="Include the postcode.",
        max_length=300,
        widget=forms.Textarea(attrs={"autocomplete": "street-address"}),
        error_messages={"required": "Enter the address for letters"},
    )
    contact_notes = forms.CharField(
        label="When is a good time to call? Is it safe to leave a message? (optional)",
        max_length=300,
        required=False,
    )

    NEEDS = {
        ContactBy.PHONE: "phone",
        ContactBy.TEXT: "phone",
        ContactBy.LETTER: "address",
        ContactBy.EMAIL: "email",
    }

    def __init__(self, *args, contact_by: str = ContactBy.PHONE, **kwargs):
        self.chosen = ContactBy(contact_by)
        super().__init__(*args, **kwargs)

    def lines(self):
        kept = self.NEEDS[self.chosen]
        for name in {"phone", "email", "address"} - {kept}:
            del self.fields[name]
        if self.chosen == ContactBy.LETTER:
            self.fields["contact_notes"].label = "Is there anything we should know? (optional)"
        line = (
            Field.textarea("address", rows=4)
            if kept == "address"
            else Field.text(kept, field_width=Fluid.TWO_THIRDS)
        )
        return [line, Field.text("contact_notes")]

    def clean_phone(self):
        number = self.cleaned_data["phone"]
        if self.chosen == ContactBy.TEXT and not phones.is_mobile(number):
            raise forms.ValidationError("Enter a mobile number so that we can text it")
        return number

    def answers(self):
        # Another way chosen later leaves nothing of the first behind.
        return {"phone": "", "email": "", "address": "", **self.cleaned_data}

    @staticmethod
    def said(answers):
        reach = [phones.in_words(answers.get("phone", "")), answers.get("email", "")]
        reach += [answers.get("address", ""), answers.get("contact_notes", "")]
        return "\n".join(filter(None, reach))


class Easier(Question):
    title = "Do you need any support?"
    optional = True

    adjustments = forms.MultipleChoiceField(
        label="Select any that would help (optional)",
        choices=Adjustment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    adjustments_words = WordsField(
        label="Anything else, or a language you prefer (optional)",
        max_length=1000,
        required=False,
    )

    def lines(self):
        return [
            Field.checkboxes("adjustments", legend_size=Size.SMALL),
            Field.textarea("adjustments_words", rows=3),
        ]

    @staticmethod
    def said(answers):
        words = [Adjustment(one).label for one in answers.get("adjustments", [])]
        return "\n".join([*words, *filter(None, [answers.get("adjustments_words", "")])])


QUESTIONS: dict[str, type[Question]] = {
    "what": What,
    "story": Story,
    "name": Name,
    "born": Born,
    "home": Home,
    "contact": Contact,
    "reach": Reach,
    "easier": Easier,
}


class SendForm(ForPeople):
    """The button under the checked answers."""

    def __init__(self, *args, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.for_robots(), button=button)


class ProgressForm(forms.Form):
    reference = forms.CharField(
        label="Your reference",
        help_text="10 letters and numbers, from the page or message we gave you.",
        max_length=40,
        error_messages={"required": "Enter your reference"},
    )
    date_of_birth = DayField(
        label="Date of birth",
        help_text="For example, 27 3 1948",
        required_message="Enter your date of birth",
        example=1948,
        own_birthday=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("reference", field_width=Fluid.ONE_THIRD),
            "date_of_birth",
            button="Check progress",
        )

    def clean_reference(self):
        return references.as_typed(self.cleaned_data["reference"])


def _optional(label: str, choices) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[*choices, ("", "Prefer not to say")],
        required=False,
        widget=forms.RadioSelect,
    )


class EqualityForm(forms.Form):
    age = _optional("How old are you?", AgeBand.choices)
    gender = _optional("How do you describe yourself?", Gender.choices)
    ethnic_group = _optional("What is your ethnic group?", EthnicGroup.choices)
    limited = _optional(
        "Do you have a health condition or disability that affects what you do each day?",
        Answer.choices,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = [Field.radios(name, legend_size=Size.SMALL) for name in self.fields]
        self.helper = laid_out(*lines, button="Send my answers")
