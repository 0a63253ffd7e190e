"""Numbers, typed into a plain field: a field of type “number” changes under a scrolling wheel."""

from django import forms


def _typed(mode: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


class WholeNumber(forms.IntegerField):
    def __init__(self, **options):
        options.setdefault("widget", _typed("numeric"))
        super().__init__(**options)


class Amount(forms.DecimalField):
    def __init__(self, **options):
        options.setdefault("widget", _typed("decimal"))
        super().__init__(**options)
