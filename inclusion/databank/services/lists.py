"""A list of SIM cards or vouchers is uploaded, with what was typed about all of them."""

from datetime import date
from typing import Any

from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from inclusion.databank.models import DataPledge, ItemKind
from inclusion.imports.arrival import said_as
from inclusion.imports.models import ImportBatch, ImportKind
from partners.models import Organisation

KINDS = {ItemKind.SIM.value: ImportKind.SIMS, ItemKind.VOUCHER.value: ImportKind.VOUCHERS}


def upload(
    *,
    file: Any,
    by: User,
    kind: str,
    network: str,
    expires_on: date,
    kept_by: Organisation | None = None,
    pledge: DataPledge | None = None,
    after: ImportBatch | None = None,
    received_on: date | None = None,
    **said: Any,
) -> ImportBatch:
    """Nothing is received before somebody has looked at the preview and applied it."""
    batch = ImportBatch(
        kind=KINDS[kind],
        # Whoever gives them makes the list: its headings are remembered under that name.
        supplier=said.get("donor") or network,
        kept_by=kept_by,
        pledge=pledge,
        uploaded_by=by,
        said={
            "kind": kind,
            "network": network,
            "expires_on": expires_on.isoformat(),
            **said_as(received_on),
            **said,
        },
    )
    return imports.upload(batch, file, after=after)
