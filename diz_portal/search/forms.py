"""The box on the page of results. Its form is written in the template, without the mark that keeps
what somebody typed when their time is over: no name that was looked for is kept."""

from django import forms

from diz_portal.layout import laid_inside

from .asked import Asked


class SearchForm(forms.Form):
    """`asked` is what was typed, once it can be looked for."""

    q = forms.CharField(
        label="Search for",
        required=False,
        help_text="A name, a postcode, a reference or another number.",
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, by_post: bool = False, **options):
        super().__init__(*args, **options)
        self._by_post = by_post
        self.helper = laid_inside("q")

    def clean_q(self) -> str:
        self.asked = Asked.of(self.cleaned_data["q"], by_post=self._by_post)
        if self.asked.problem:
            raise forms.ValidationError(self.asked.problem)
        return self.asked.text
