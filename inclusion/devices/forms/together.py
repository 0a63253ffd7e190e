"""What is typed once for many devices."""

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from diz_portal.fields import WholeNumberField
from diz_portal.layout import laid_out
from diz_portal.tables.values import GIGABYTES
from inclusion.devices.models import Grade


class GradeForm(forms.Form):
    grade = forms.ChoiceField(
        label="Grade of all of them",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a grade"},
    )
    memory_gb = WholeNumberField(
        label="Memory of each (GB)",
        help_text="Leave blank if they differ. Each then keeps its own.",
        min_value=1,
        max_value=4096,
        units=GIGABYTES,
        required=False,
    )
    storage_gb = WholeNumberField(
        label="Storage of each (GB)",
        min_value=1,
        max_value=100_000,
        units=GIGABYTES,
        required=False,
    )

    def __init__(self, *args, cancel: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("grade", legend_size=Size.SMALL),
            Field.text("memory_gb", field_width=Fixed.FIVE),
            Field.text("storage_gb", field_width=Fixed.FIVE),
            button=button,
            cancel=cancel,
        )

    def asked(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class NothingToType(forms.Form):
    def __init__(self, *args, cancel: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(button=button, cancel=cancel)
