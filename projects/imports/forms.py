"""The file that is imported into a project."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal.imports.forms import SupplierField, TableField, UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.tables import Limits
from projects.imports.models import ImportBatch, ImportKind


class UploadForm(UploadsAFile):
    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=ImportKind.choices,
        initial=ImportKind.SITES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is in the file"},
    )
    supplier = SupplierField()
    file = TableField(
        limits=Limits(), more="; or the NHS list of practices (epraccur) as published"
    )

    def __init__(self, *args, after: ImportBatch | None = None, **kwargs):
        if after:
            kwargs["initial"] = {"kind": after.kind, "supplier": after.supplier}
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("kind", legend_size=Size.SMALL),
            Field.text("supplier"),
            "file",
            button="Upload and check",
        )
