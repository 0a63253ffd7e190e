"""A list of many devices."""

from crispy_forms_gds.layout import Field

from diz_portal.imports.forms import BringsAFile, SupplierField, TableField
from diz_portal.layout import laid_out
from diz_portal.tables import Limits
from inclusion.devices.forms.devices import KeeperFields
from inclusion.imports.models import ImportBatch


class ListForm(KeeperFields, BringsAFile):
    supplier = SupplierField()
    file = TableField(limits=Limits(size=1_000_000))

    def __init__(self, *args, user, cancel: str, after: ImportBatch | None = None, **kwargs):
        if after:
            kwargs["initial"] = {"supplier": after.supplier, "kept_by": after.kept_by}
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        self.helper = laid_out(
            *self.keeper_fields,
            Field.text("supplier"),
            "file",
            button="Upload and check",
            cancel=cancel,
        )
