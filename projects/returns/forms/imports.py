"""The file that brings in a round's returns."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal.imports.forms import SupplierField, TableField, UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.returns.imports import Returns
from projects.returns.models import ReportingRound, ReturnImportBatch

Choices = list[tuple[Organisation, ReportingRound]]


class ReturnsFileForm(UploadsAFile):
    whose = forms.ChoiceField(
        label="Which returns are in the file?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which returns are in the file"},
    )
    supplier = SupplierField()
    file = TableField(limits=Returns.limits)

    def __init__(self, *args, found: Choices, after: ReturnImportBatch | None = None, **kwargs):
        if after:
            whose = f"{after.organisation.slug}:{after.round.slug}"
            kwargs["initial"] = {"whose": whose, "supplier": after.supplier}
        elif len(found) == 1:
            kwargs["initial"] = {"whose": _key(*found[0])}
        super().__init__(*args, **kwargs)
        self._found = {_key(*one): one for one in found}
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            (key, f"{organisation}, {reporting_round}, due on {uk_date(reporting_round.due_on)}")
            for key, (organisation, reporting_round) in self._found.items()
        ]
        self.helper = laid_out(
            Field.radios("whose", legend_size=Size.SMALL),
            Field.text("supplier"),
            "file",
            button="Upload and check",
        )

    def chosen(self) -> tuple[Organisation, ReportingRound]:
        return self._found[self.cleaned_data["whose"]]


def _key(organisation: Organisation, reporting_round: ReportingRound) -> str:
    return f"{organisation.slug}:{reporting_round.slug}"
