"""Taking in a partner's list, and what retention does with it."""

from datetime import date
from typing import Any

from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from inclusion.cases import rules
from inclusion.cases.services.referrals import MayNotRefer
from inclusion.landline.clients.models import ClientList
from partners.models import Organisation


def upload(
    *,
    organisation: Organisation,
    file: Any,
    lawful_basis: str,
    told_by: str,
    told_on: date,
    supplier: str = "",
    by: User | None,
    after: ClientList | None = None,
) -> ClientList:
    """Refused before anything is read where nothing may be shared."""
    if not rules.may_refer([organisation.pk]):
        raise MayNotRefer
    batch = ClientList(
        organisation=organisation,
        lawful_basis=lawful_basis,
        told_by=told_by,
        told_on=told_on,
        supplier=supplier,
        uploaded_by=by,
    )
    return imports.upload(batch, file, after=after)


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """See `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(ClientList, days=days, dry_run=dry_run)
