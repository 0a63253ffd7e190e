"""The file that comes in, what its headings and words mean, and what is said of its rows."""

import contextlib
from collections.abc import Iterator
from typing import Any

from crispy_forms_gds.layout import Fieldset, Size
from django import forms
from django.utils.html import format_html

from diz_portal.access import Refusal
from diz_portal.editing import Edits
from diz_portal.fields import LineField
from diz_portal.layout import Markup, laid_out
from diz_portal.tables import ACCEPTED, FORMATS, Limits, said_size
from diz_portal.uploads import FileField

from . import kinds
from .models import Batch

NOT_NEEDED = "Ignore this column"


class TableField(FileField):
    """A table from outside. What is in it is looked at before anything is written."""

    def __init__(self, *, limits: Limits, more: str = "", **kwargs: Any):
        help_text = (
            f"{FORMATS}, up to {said_size(limits.size)}, with a heading row{more}. You can check "
            "the changes before you apply them."
        )
        kwargs = {"label": "File", "help_text": help_text, **kwargs}
        self.limits = limits
        super().__init__(
            max_length=200,
            allow_empty_file=True,
            error_messages={
                "required": "Select a file",
                "max_length": "The file name is too long. Give it a shorter name",
            },
            **kwargs,
        )

    def judge(self, upload: Any) -> None:
        self.limits.check_size(upload.size)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPTED}


class SupplierField(LineField):
    def __init__(self, **kwargs: Any):
        kwargs = {
            "label": "Supplier (optional)",
            "help_text": (
                "Who made the file. We will remember how to match its columns under this name."
            ),
            **kwargs,
        }
        super().__init__(max_length=120, required=False, **kwargs)


class UploadsAFile(forms.Form):
    """For a form with a `file`: what is wrong with the file is said there."""

    @contextlib.contextmanager
    def of_the_file(self) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            raise forms.ValidationError({"file": refusal.message}) from refusal


class MatchForm(Edits, forms.Form):
    """A select for each heading of the file, and for each of its words that nobody knows."""

    def __init__(self, *args, batch: Batch, **kwargs):
        super().__init__(*args, record=batch, **kwargs)
        self.kind = kinds.of(batch)
        self._headings: dict[str, str] = {}
        self._words: dict[str, str] = {}
        choices = [("", NOT_NEEDED), *((f.name, f.label) for f in self.kind.fields)]
        examples = batch.found.get("examples", {})
        if batch.is_table:
            for at, heading in enumerate(batch.found.get("headings", [])):
                example = examples.get(heading)
                self._headings[f"heading_{at}"] = heading
                self.fields[f"heading_{at}"] = forms.ChoiceField(
                    label=heading,
                    help_text=f"For example, {example}" if example else "Blank",
                    choices=choices,
                    required=False,
                    widget=forms.Select(attrs={"class": "govuk-select"}),
                )
        meanings = [("", self.kind.no_word), *self.kind.word_choices]
        for at, word in enumerate(batch.found.get("words", [])):
            self._words[f"word_{at}"] = word
            self.fields[f"word_{at}"] = forms.ChoiceField(
                label=word,
                choices=meanings,
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        self.helper = laid_out(*self._parts(), button="Check file")

    def written(self, batch: Batch) -> dict:
        headings, words = batch.found.get("headings", []), batch.found.get("words", [])
        return {
            **{f"heading_{at}": batch.headings.get(one, "") for at, one in enumerate(headings)},
            **{f"word_{at}": batch.words.get(w.casefold(), "") for at, w in enumerate(words)},
        }

    def _parts(self):
        if self._words:
            yield Fieldset(
                Markup(
                    format_html(
                        '<p class="govuk-body">We do not recognise {} in the file. '
                        "Select which {} each one means.</p>",
                        "1 name" if len(self._words) == 1 else f"{len(self._words)} names",
                        self.kind.worded_as[0],
                    )
                ),
                *self._words,
                legend=self.kind.worded_as[1].capitalize(),
                legend_size=Size.MEDIUM,
            )
        if self._headings:
            yield Fieldset(*self._headings, legend="Columns", legend_size=Size.MEDIUM)

    @property
    def headings(self) -> dict[str, str]:
        return {
            heading: self.cleaned_data.get(name, "") for name, heading in self._headings.items()
        }

    @property
    def words(self) -> dict[str, str]:
        return {
            word.casefold(): self.cleaned_data.get(name, "") for name, word in self._words.items()
        }


class _Keys(forms.MultipleChoiceField):
    """Ticked rows, by their keys; whether they are of this import is asked where they are read."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and len(str(value)) < 19

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in super().clean(value)]


class RowsForm(forms.Form):
    """Rows of one page of a preview, and what to do with them."""

    verb = forms.CharField(max_length=20)
    rows = _Keys(required=False)
    shown = _Keys(required=False)
    every = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=400, required=False)
