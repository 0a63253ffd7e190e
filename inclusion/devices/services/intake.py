"""A list of devices is uploaded; nothing is booked in before somebody has looked at the preview."""

from datetime import date
from typing import Any

from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from inclusion.imports.arrival import said_as
from inclusion.imports.models import ImportBatch, ImportKind
from partners.models import Organisation


def upload(
    *,
    file: Any,
    kept_by: Organisation,
    by: User,
    supplier: str = "",
    received_on: date | None = None,
    after: ImportBatch | None = None,
) -> ImportBatch:
    batch = ImportBatch(
        kind=ImportKind.DEVICES,
        kept_by=kept_by,
        supplier=supplier,
        uploaded_by=by,
        said=said_as(received_on),
    )
    return imports.upload(batch, file, after=after)
