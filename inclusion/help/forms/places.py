"""A list of places to get help."""

from crispy_forms_gds.layout import Field

from diz_portal.imports.forms import SupplierField, TableField, UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.tables import Limits
from inclusion.imports.models import ImportBatch


class PlacesForm(UploadsAFile):
    supplier = SupplierField()
    file = TableField(limits=Limits(size=2_000_000))

    def __init__(self, *args, cancel: str, after: ImportBatch | None = None, **kwargs):
        if after:
            kwargs["initial"] = {"supplier": after.supplier}
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("supplier"), "file", button="Upload and check", cancel=cancel
        )
