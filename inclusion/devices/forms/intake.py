"""A list of many devices."""

from crispy_forms_gds.layout import Field
from django.utils import timezone

from diz_portal.imports.forms import SupplierField, TableField, UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.tables import Limits
from inclusion.cases.forms.fields import ArrivalField
from inclusion.devices.forms.devices import KeeperFields
from inclusion.imports.arrival import arrived
from inclusion.imports.models import ImportBatch


class ListForm(KeeperFields, UploadsAFile):
    received_on = ArrivalField(
        label="Date received",
        help_text="Wipes only count from this date. The file can have a column with another date "
        "for each "
        "device.",
        required=False,
    )
    supplier = SupplierField()
    file = TableField(limits=Limits(size=1_000_000))

    def __init__(self, *args, user, cancel: str, after: ImportBatch | None = None, **kwargs):
        kwargs["initial"] = {"received_on": timezone.localdate()}
        if after:
            day = arrived(after) or timezone.localdate()
            kwargs["initial"] = {
                "supplier": after.supplier,
                "kept_by": after.kept_by,
                "received_on": day,
            }
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        self.helper = laid_out(
            *self.keeper_fields,
            "received_on",
            Field.text("supplier"),
            "file",
            button="Upload and check",
            cancel=cancel,
        )
