"""One entry of the ledger: everything that moves an item is written here."""

from diz_portal.accounts.models import User
from diz_portal.words import data_size
from inclusion.cases.models import Need
from inclusion.cases.services import needs
from inclusion.databank.models import Account, DataEntry, DataItem

# What the timeline of its holder says of an item; reserved and issued, the need itself says.
TOLD = {
    Account.STOCK: "back in stock",
    Account.ACTIVATED: "in use",
    Account.EXPIRED: "expired",
    Account.VOID: "written off",
}


def words(item: DataItem) -> str:
    return f"{item}, {data_size(item.batch.mb_each)}"


def post(
    item: DataItem,
    to: Account,
    *,
    by: User | None,
    key: str,
    need: Need | None = None,
    why: str = "",
    corrects: DataEntry | None = None,
) -> DataEntry:
    """Write the entry; the database moves the item and the balances with it."""
    entry = DataEntry.objects.create(
        batch=item.batch,
        item=item,
        from_account=item.account,
        to_account=to,
        mb=item.batch.mb_each,
        need=need,
        key=key,
        why=why,
        by=by,
        corrects=corrects,
    )
    holder = item.need
    item.refresh_from_db(fields=["account", "need"])
    if holder and to in TOLD:
        needs.tell_of_thing(holder, f"{words(item)}: {TOLD[to]}", by)
    return entry
