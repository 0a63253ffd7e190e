"""Why a named lead opens a case of their team: a ground that the team is told, and a reason."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal.fields import LineField, choice_field
from diz_portal.layout import laid_out
from inclusion.cases.models import GROUNDS_OF, REASON_AT_LEAST, OpeningKind
from inclusion.cases.services import openings

SMALL = {"legend_size": Size.SMALL}


class GlassForm(forms.Form):
    kind = forms.ChoiceField(
        label="As what do you open it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the role in which you open the case"},
    )
    ground = forms.ChoiceField(
        label="On what ground?",
        help_text="The team is told this at once, by message.",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the ground on which you open the case"},
    )
    reason = LineField(
        label="Why must you open it?",
        help_text=f"At least {REASON_AT_LEAST} characters. The team reads this on the case.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": openings.GivesNoReason.message},
    )

    def __init__(self, *args, kinds: list[OpeningKind], cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].value
        # In their order, once each where two rights share one.
        grounds = dict.fromkeys(ground for kind in kinds for ground in GROUNDS_OF[kind])
        choice_field(self, "ground").choices = [(ground.value, ground.label) for ground in grounds]
        self.helper = laid_out(
            Field.radios("kind", **SMALL),
            Field.radios("ground", **SMALL),
            Field.textarea("reason", rows=3, max_characters=500),
            button="Open the case for one hour",
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
        if kind and ground and ground not in GROUNDS_OF[OpeningKind(kind)]:
            self.add_error("ground", openings.GivesNoGround.message)
        return cleaned
