from django import forms
from django.db.models import Q
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, PoundsField, WordsField, choice_field, records_field
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.portfolio.models import Project
from projects.rollout.models import WAYLEAVE_MOVES, Wayleave, WayleaveState
from projects.rollout.models.wayleave import WayleaveKind
from projects.rollout.selectors.wayleaves import BANDS


class WayleaveForm(Edits, forms.Form):
    """The landowner, the next action and its owner."""

    grantor = forms.CharField(
        label="Landowner",
        max_length=200,
        help_text="Who gives permission. For example, a person, a trust, a council or a company",
        error_messages={"required": "Enter the landowner"},
    )
    kind = forms.ChoiceField(
        label="Type of wayleave",
        choices=WayleaveKind,
        initial=WayleaveKind.FULL,
        error_messages={"required": "Select the type of wayleave"},
    )
    next_action = forms.CharField(label="Next action", required=False, max_length=200)
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Action owner",
        required=False,
        empty_label="Not assigned",
    )
    cost = PoundsField(label="Cost (£)", required=False, min_value=0, max_digits=11)

    def __init__(
        self,
        *args,
        project: Project,
        button: str,
        cancel: str,
        wayleave: Wayleave | None = None,
        **kwargs,
    ):
        super().__init__(*args, record=wayleave, **kwargs)
        records_field(self, "owner").queryset = Organisation.objects.filter(
            Q(pk=project.lead_id) | Q(projects=project)
        ).distinct()
        self.helper = laid_out(*self.fields, button=button, cancel=cancel)

    def written(self, wayleave: Wayleave) -> dict:
        return {
            "grantor": wayleave.grantor,
            "kind": wayleave.kind,
            "next_action": wayleave.next_action,
            "owner": wayleave.owner_id,
            "cost": wayleave.cost,
        }


class OpenWayleaveForm(WayleaveForm):
    on = DayField(label="Identified on")
    note = WordsField(
        label="Note", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class StepForm(forms.Form):
    """What the landowner did, or was asked."""

    to = forms.ChoiceField(label="New status", error_messages={"required": "Select the new status"})
    on = DayField(label="Date", help_text="For example, 27 3 2026")
    expires_on = DayField(
        label="Expiry date (if granted)",
        required=False,
        help_text="Leave blank if it does not expire",
    )
    note = WordsField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    expected_state = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": "Something went wrong. Open the page again"},
    )

    def __init__(self, *args, wayleave: Wayleave, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        legal = WAYLEAVE_MOVES[WayleaveState(wayleave.state)]
        choice_field(self, "to").choices = [
            (state.value, state.label) for state in WayleaveState if state in legal
        ]
        self.fields["on"].initial = timezone.localdate()
        self.fields["expected_state"].initial = wayleave.state
        self.helper = laid_out(*self.fields, button="Update status", cancel=cancel)


class NoteForm(forms.Form):
    note = WordsField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter a note"},
    )
    on = DayField(label="Date", help_text="For example, 27 3 2026")

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.helper = laid_out(*self.fields, button="Add note", cancel=cancel)


class RegisterFilterForm(forms.Form):
    band = forms.ChoiceField(
        required=False,
        label="Length of wait",
        choices=[("", "Any"), *((band.key, band.label) for band in BANDS)],
    )
    state = forms.ChoiceField(
        required=False,
        label="Status",
        choices=[
            ("", "All outstanding"),
            *WayleaveState.choices,
            ("closed", "All closed"),
            ("unanswered", "Requested more than 60 days ago, no answer"),
            ("overtaken", "Open, but the site is past this stage"),
        ],
    )
    district = forms.ChoiceField(required=False)
    owner = forms.ChoiceField(required=False, label="Action owner")

    def __init__(self, *args, districts, owners, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "district").choices = [("", "Any district"), *districts]
        choice_field(self, "owner").choices = [("", "Anyone"), *owners]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
