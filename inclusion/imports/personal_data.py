"""What is held of imports: see `diz_portal.privacy`."""

from django.conf import settings

from diz_portal.privacy import Footing, Purpose, Retention, declare, no_personal_data, purpose
from inclusion.cases.personal_data import HANDLER
from inclusion.imports.models import ImportBatch, ImportMapping, ImportRow

DEVICE_BANK = purpose(
    Purpose(
        key="device-bank",
        title="Work in the device bank",
        plain="We keep who wiped, tested and repaired each device, so that every device is safe.",
        whom="Staff and volunteers of the device bank, and people named in imported lists",
        controller=HANDLER,
        footing=Footing.SERVICE,
        main="inclusion.WipeRecord",
        kept="For as long as we have the device, and {period} after that.",
        source="The person who did the work, and lists from donors",
        of_residents=False,
        order=85,
    )
)

declare(
    ImportBatch,
    what="Imported lists of devices, data and places",
    personal={
        "uploaded_by": "who uploaded the file",
        "applied_by": "who applied it",
        "undone_by": "who undid it",
        "file_name": "name of the file",
        "file": "the file as it was sent",
        "found": "examples from the file",
        "corrections_reason": "why the file corrects what was recorded",
        "said": "what was entered with the list, such as the donor",
    },
    not_personal={
        "supplier headings words": "a supplier’s column headings and values",
        "sha256 summary problem choices": "made by the portal",
    },
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To trace each device, card and place to its file, and to undo an import",
    retention=Retention(
        days=settings.IMPORT_FILES_KEPT_DAYS,
        from_field="uploaded_at",
        apply="inclusion.imports.services.clear_old",
        after="the file was uploaded, applied or undone",
        words="The record of an import, for as long as we have what it added. The file itself is "
        "deleted {period} after it was applied or undone, and straight away if it could not be "
        "read or is discarded. An import that was never applied is deleted with its file {period} "
        "after it was uploaded",
    ),
)
declare(
    ImportRow,
    what="Rows of imported lists",
    personal={
        "values": "the values in the row",
        "label": "what the row is about",
        "errors": "what is wrong with the row",
    },
    not_personal={"sheet": "the sheet with the row"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To show before an import what it will change",
    retention=Retention(days=365, from_field="batch__uploaded_at", after="the file was uploaded"),
)
no_personal_data(
    ImportMapping,
    reason="A supplier’s column headings and values.",
    texts="supplier headings words",
)
