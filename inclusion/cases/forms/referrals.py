"""What a partner writes when it refers someone, and what a team decides."""

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms
from django.utils.html import format_html

from diz_portal.fields import LineField, choice_field, records_field
from diz_portal.layout import Markup, laid_out
from diz_portal.sent_once import SentOnce
from inclusion.cases.forms.fields import PastDayField, PersonFields, SeveralField, words
from inclusion.cases.models import (
    Case,
    DeclineReason,
    LawfulBasis,
    NeedKind,
    Referral,
    ReferralKind,
    Team,
    Urgency,
)
from inclusion.cases.selectors.cases import Likely
from inclusion.cases.services.people import DETAILS
from inclusion.cases.services.referrals import Sharing
from partners.models import Organisation


def _heading(text: str) -> Markup:
    return Markup(format_html('<h2 class="govuk-heading-m govuk-!-margin-top-7">{}</h2>', text))


class ReferralForm(SentOnce, PersonFields):
    made_by = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation are you referring them for?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your organisation"},
    )
    wanted = SeveralField(
        label="What do they need?",
        choices=NeedKind.choices,
        error_messages={"required": "Select at least one thing that they need"},
    )
    story = words(
        "What would help, in their own words (optional)",
        help_text="What they want to do online and what is stopping them. Do not include "
        "health records or diagnoses.",
    )
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=Urgency.choices,
        initial=Urgency.ROUTINE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how urgent it is"},
    )
    their_reference = LineField(
        label="Your reference (optional)",
        help_text="To help you find it later. Do not use their NHS number.",
        max_length=40,
        required=False,
    )
    lawful_basis = forms.ChoiceField(
        label="What is your lawful basis for sharing their details?",
        help_text="UK GDPR Article 6. If you are not sure, ask your data protection lead.",
        choices=LawfulBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a lawful basis"},
    )
    told_by = LineField(
        label="Who told the person about this referral?",
        help_text="For example, the practice nurse at their appointment.",
        max_length=150,
        error_messages={"required": "Enter who told the person about this referral"},
    )
    told_on = PastDayField(
        label="When were they told?", required_message="Enter the date they were told"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Which team should help?",
        required=False,
        empty_label="The team for their postcode",
        widget=forms.Select,
    )

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        made_by = records_field(self, "made_by")
        made_by.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        made_by.initial = organisations[0].pk
        records_field(self, "team").queryset = Team.objects.taking().select_related("organisation")
        wide = {"field_width": Fluid.TWO_THIRDS}
        if len(organisations) == 1:
            made_by.widget = forms.HiddenInput()
            first = ["made_by"]
        else:
            first = [Field.radios("made_by", legend_size=Size.SMALL)]
        small = {"legend_size": Size.SMALL}
        self.helper = laid_out(
            *first,
            _heading("The person"),
            Field.text("name", **wide),
            "date_of_birth",
            Field.text("phone", field_width=Fixed.TWENTY),
            Field.text("email", **wide),
            Field.text("postcode", field_width=Fixed.TEN),
            Field.textarea("address", rows=3),
            Field.radios("contact_by", **small),
            Field.text("contact_notes", **wide),
            _heading("What would help"),
            Field.checkboxes("wanted", **small),
            Field.textarea("story", rows=4),
            Field.checkboxes("adjustments", **small),
            Field.textarea("adjustments_words", rows=2),
            Field.radios("urgency", **small),
            _heading("Sharing their details"),
            Field.text("their_reference", field_width=Fixed.TWENTY),
            Field.radios("lawful_basis", **small),
            Field.text("told_by", **wide),
            "told_on",
            Field.select("team"),
            "attempt",
            button="Check your answers",
        )

    def asked(self) -> dict:
        """What the service takes."""
        given = self.cleaned_data
        return {
            "person": {name: given[name] for name in DETAILS},
            "sharing": Sharing(given["lawful_basis"], given["told_by"], given["told_on"]),
            **{
                name: given[name]
                for name in (
                    "wanted",
                    "story",
                    "urgency",
                    "team",
                    "made_by",
                    "their_reference",
                    "attempt",
                )
            },
        }


NEW_CASE = "new"


class AcceptForm(forms.Form):
    """Open a case, or add what is asked for to a case that the person has already.

    Nothing is chosen beforehand: couples share numbers and addresses, and two records that were
    merged are not parted again.
    """

    join = forms.ChoiceField(
        label="Which case?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a new case, or the case of the same person",
            "invalid_choice": "That case is no longer open. Select another",
        },
    )

    def __init__(self, *args, likely: list[Likely], cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = {
            case.reference: (case, one) for one in likely for case in one.cases if case.is_open
        }
        if self.cases:
            choice_field(self, "join").choices = [
                (NEW_CASE, "Create a new case (different person)"),
                *((reference, self._words(*both)) for reference, both in self.cases.items()),
            ]
            fields = [Field.radios("join", legend_size=Size.SMALL)]
        else:
            del self.fields["join"]
            fields = []
        self.helper = laid_out(*fields, button="Accept referral", cancel=cancel)

    @staticmethod
    def _words(case: Case, likely: Likely) -> str:
        if likely.differences:
            return (
                f"Add to case {case.reference} (same person). The 2 records will be merged. "
                f"Same: {likely.reasons}. Different: {likely.differences}"
            )
        return (
            f"Add to case {case.reference} (same person). The 2 records will be merged. "
            f"Same: {likely.reasons}"
        )

    @property
    def case(self) -> Case | None:
        """The case that it is added to; none for a new one."""
        chosen = self.cases.get(self.cleaned_data.get("join", ""))
        return chosen[0] if chosen else None


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label="Reason for declining",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a reason"},
    )
    words = words("Message to the referrer (optional)", most=500)

    def __init__(self, *args, referral: Referral, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked_themselves = referral.kind != ReferralKind.PARTNER
        if self.asked_themselves:
            self.fields["words"].label = "Message to the person (optional)"
            self.fields["words"].help_text = (
                "Added to the reason we give them. Write to them as “you”, for example, “You could "
                "ask …”. Do not include anything about health."
            )
        else:
            self.fields["words"].help_text = (
                "They will see this, and the person will not. Say who else could help. Do not "
                "include anything about the person."
            )
        self.helper = laid_out(
            Field.radios("reason", legend_size=Size.SMALL),
            Field.textarea("words", rows=3),
            button="Decline referral",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        is_other = cleaned.get("reason") == DeclineReason.OTHER
        if self.asked_themselves and is_other and not cleaned.get("words", "").strip():
            self.add_error("words", "Enter the reason, as we should give it to the person")
        return cleaned
