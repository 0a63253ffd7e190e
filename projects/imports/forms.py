"""The file that comes in, and what its headings and stage words mean."""

from crispy_forms_gds.layout import Field, Fieldset, Size
from django import forms
from django.utils.html import format_html

from diz_portal.editing import Edits
from diz_portal.layout import Markup, laid_out
from diz_portal.tables import ACCEPTED, FORMATS, MAX_UPLOAD, said_size
from projects.imports.fields import FIELDS
from projects.imports.models import ImportBatch, ImportKind, ImportSource
from projects.rollout.stages import Stage

NOT_NEEDED = "Leave this column out"
NO_STAGE = "None of our stages: show its rows as errors"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=ImportKind.choices,
        initial=ImportKind.SITES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is in the file."},
    )
    supplier = forms.CharField(
        label="Who made the file? (optional)",
        help_text=(
            "The supplier or organisation. What its headings and stage words mean is remembered "
            "under this name, so that it need not be matched again."
        ),
        max_length=120,
        required=False,
    )
    file = forms.FileField(
        label="File",
        help_text=(
            f"{FORMATS}, up to {said_size(MAX_UPLOAD)}, with a heading row; or the NHS "
            "list of practices (epraccur) as published. You will see what would change before "
            "anything is written."
        ),
        max_length=200,
        allow_empty_file=True,
        error_messages={
            "required": "Choose a file.",
            "max_length": "The name of the file is too long: give it a shorter one.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED
        self.helper = laid_out(
            Field.radios("kind", legend_size=Size.SMALL),
            Field.text("supplier"),
            "file",
            button="Upload and check",
        )


class MatchForm(Edits, forms.Form):
    """A select for each heading of the file, and for each of its stage words."""

    def __init__(self, *args, batch: ImportBatch, **kwargs):
        super().__init__(*args, record=batch, **kwargs)
        self.batch = batch
        self._headings: dict[str, str] = {}
        self._words: dict[str, str] = {}
        choices = [("", NOT_NEEDED), *((f.name, f.label) for f in FIELDS[batch.kind])]
        examples = batch.found.get("examples", {})
        if batch.source == ImportSource.TABLE:
            for at, heading in enumerate(batch.found.get("headings", [])):
                example = examples.get(heading)
                self._headings[f"heading_{at}"] = heading
                self.fields[f"heading_{at}"] = forms.ChoiceField(
                    label=heading,
                    help_text=f"For example: {example}" if example else "Empty so far",
                    choices=choices,
                    required=False,
                    widget=forms.Select(attrs={"class": "govuk-select"}),
                )
        stages = [("", NO_STAGE), *Stage.choices]
        for at, word in enumerate(batch.found.get("stage_words", [])):
            self._words[f"word_{at}"] = word
            self.fields[f"word_{at}"] = forms.ChoiceField(
                label=word,
                choices=stages,
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        self.helper = laid_out(*self._parts(), button="Check the file")

    def written(self, batch: ImportBatch) -> dict:
        headings, words = batch.found.get("headings", []), batch.found.get("stage_words", [])
        return {
            **{f"heading_{at}": batch.headings.get(one, "") for at, one in enumerate(headings)},
            **{f"word_{at}": batch.stage_words.get(w.casefold(), "") for at, w in enumerate(words)},
        }

    def _parts(self):
        if self._words:
            yield Fieldset(
                Markup(
                    format_html(
                        '<p class="govuk-body">The file uses {} that the portal does not know. '
                        "Say which stage each one means.</p>",
                        "a word" if len(self._words) == 1 else f"{len(self._words)} words",
                    )
                ),
                *self._words,
                legend="Stages",
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
    def stage_words(self) -> dict[str, str]:
        return {
            word.casefold(): self.cleaned_data.get(name, "") for name, word in self._words.items()
        }
