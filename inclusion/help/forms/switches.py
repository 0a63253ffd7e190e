"""What is typed about availability and waiting times."""

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import WholeNumberField
from diz_portal.layout import laid_out
from diz_portal.tables.values import units
from inclusion.help.models import ItemSwitch
from inclusion.help.services.switches import MOST_WEEKS, lock


class SwitchForm(Edits, forms.Form):
    is_paused = forms.TypedChoiceField(
        label="Accepting requests?",
        choices=[("no", "Yes"), ("yes", "No, requests are paused")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    weeks = WholeNumberField(
        label="Waiting time in weeks",
        help_text="Enter a realistic time. You can leave this blank if requests are not paused.",
        min_value=1,
        max_value=MOST_WEEKS,
        units=units(weeks="1", week="1"),
        required=False,
    )

    together = (("is_paused", "weeks"),)

    def __init__(self, *args, switch: ItemSwitch, cancel: str, **kwargs):
        super().__init__(*args, record=switch, **kwargs)
        self.helper = laid_out(
            Field.radios("is_paused", legend_size=Size.SMALL),
            Field.text("weeks", field_width=Fixed.THREE),
            button="Save availability",
            cancel=cancel,
        )

    def written(self, switch: ItemSwitch) -> dict:
        return {"is_paused": "yes" if switch.is_paused else "no", "weeks": switch.weeks}

    def locked(self, switch: ItemSwitch) -> ItemSwitch:
        return lock(switch.item)

    def name_of(self, switch: ItemSwitch) -> str:
        # What nobody ever paused has no row yet.
        return f"switch of {switch.item}"
