"""A form of the databank names the page that it was sent from: sent twice, it moves data once."""

from django import forms

from diz_portal.layout import laid_out
from diz_portal.references import LENGTH, new_reference
from inclusion.cases.forms.fields import line, wide


class KeyField(forms.CharField):
    """Which page a form came from: sent twice, it happens once."""

    def __init__(self):
        old = "This page is out of date. Open it again"
        super().__init__(
            widget=forms.HiddenInput,
            max_length=LENGTH,
            min_length=LENGTH,
            error_messages=dict.fromkeys(("required", "max_length", "min_length"), old),
        )


class KeyForm(forms.Form):
    """A button that moves an item once."""

    key = KeyField()


class ItemWhyForm(KeyForm):
    why = line("Reason", 200, required=True, error_messages={"required": "Enter a reason"})

    def __init__(self, *args, label: str, hint: str, button: str, cancel: str, **kwargs):
        kwargs["initial"] = {"key": new_reference()}
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint
        self.helper = laid_out("key", wide("why"), button=button, cancel=cancel)
