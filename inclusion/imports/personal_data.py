"""What is held of lists on their way in: see `diz_portal.privacy`."""

from django.conf import settings

from diz_portal.privacy import Footing, Purpose, Retention, declare, no_personal_data, purpose
from inclusion.cases.personal_data import HANDLER
from inclusion.imports.models import ImportBatch, ImportMapping, ImportRow

DEVICE_BANK = purpose(
    Purpose(
        key="device-bank",
        title="Work in the device bank",
        plain="We keep who wiped, tested and repaired each device, so that every device is safe.",
        whom="Staff and volunteers of the device bank, and people named in lists that come in",
        controller=HANDLER,
        footing=Footing.SERVICE,
        main="inclusion.WipeRecord",
        kept="For as long as the device is here, and {period} after it has gone.",
        source="The person who did the work, and lists of givers",
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
        "said": "what was typed with the list, such as who gave it",
    },
    not_personal={
        "supplier headings words": "how a supplier words its files",
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
        words="That there was an import, for as long as what came in is here. The file itself is "
        "deleted {period} after it was applied or undone, and at once if it could not be read or "
        "is thrown away. An import that was never applied is deleted with its file {period} after "
        "it was uploaded",
    ),
)
declare(
    ImportRow,
    what="Rows of imported lists",
    personal={
        "values": "what the row said",
        "label": "what the row is about",
        "errors": "what is wrong with the row",
    },
    not_personal={"sheet": "where the row stands"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To show before an import what it will change",
    retention=Retention(days=365, from_field="batch__uploaded_at", after="the file was uploaded"),
)
no_personal_data(
    ImportMapping, reason="A supplier’s headings and words.", texts="supplier headings words"
)
