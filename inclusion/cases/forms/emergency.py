"""Why a named lead needs emergency access to a case of their team: a reason that the team is told,
and details."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal.fields import LineField, choice_field
from diz_portal.layout import laid_out
from inclusion.cases.models import REASON_AT_LEAST, REASONS_OF, Duty, OpeningKind
from inclusion.cases.services import openings

SMALL = {"legend_size": Size.SMALL}


class EmergencyAccessForm(forms.Form):
    kind = forms.ChoiceField(
        label="Which role are you using?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the role you are using"},
    )
    ground = forms.ChoiceField(
        label="Reason for access",
        help_text="The team will be told this straight away.",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a reason for access"},
    )
    reason = LineField(
        label="Details",
        help_text=f"At least {REASON_AT_LEAST} characters. The team will see this on the case.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": openings.GivesNoReason.message},
    )

    def __init__(self, *args, kinds: list[OpeningKind], cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [(kind.value, Duty(kind).label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].value
        # In their order, once each where two roles share one.
        reasons = dict.fromkeys(reason for kind in kinds for reason in REASONS_OF[kind])
        choice_field(self, "ground").choices = [(reason.value, reason.label) for reason in reasons]
        self.helper = laid_out(
            Field.radios("kind", **SMALL),
            Field.radios("ground", **SMALL),
            Field.textarea("reason", rows=3, max_characters=500),
            button="Use emergency access",
            cancel=cancel,
        )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not openings.says_something(reason):
            raise forms.ValidationError(openings.GivesNoReason.message)
        return reason

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, ground = cleaned.get("kind"), cleaned.get("ground")
        if kind and ground and ground not in REASONS_OF[OpeningKind(kind)]:
            self.add_error("ground", openings.ReasonDoesNotFit.message)
        return cleaned
