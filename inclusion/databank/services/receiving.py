"""A receipt that was a mistake."""

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.databank.models import Account, DataBatch, DataEntry


class Touched(Refusal):
    message = (
        "You cannot undo the receipt, because some of this batch has been used since. Write off "
        "the SIM cards or vouchers that are wrong, one by one"
    )


def is_untouched(batch: DataBatch) -> bool:
    """Whether every one is still in stock, and nothing was ever done with any."""
    entries = DataEntry.objects.filter(batch=batch)
    return entries.exists() and not entries.exclude(from_account=Account.DONOR).exists()


@transaction.atomic
def undo(*, batch: DataBatch, by: User, key: str, why: str) -> DataBatch:
    """Undo a receipt that was a mistake, of the whole batch: nothing is written off, since nothing
    was ever here."""
    batch = DataBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if DataEntry.objects.filter(key=f"{key}:1").exists():
        return batch
    items = list(batch.items.select_for_update().order_by("pk"))
    if not is_untouched(batch):
        raise Touched
    if not why.strip():
        raise Refusal("Enter a reason")
    DataEntry.objects.bulk_create(
        DataEntry(
            batch=batch,
            item=item,
            from_account=Account.STOCK,
            to_account=Account.WITHDRAWN,
            mb=batch.mb_each,
            key=f"{key}:{number}",
            why=why,
            by=by,
        )
        for number, item in enumerate(items, 1)
    )
    return batch
