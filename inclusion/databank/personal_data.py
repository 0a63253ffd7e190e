"""What is held of mobile data: see `diz_portal.privacy`."""

from diz_portal.privacy import JOINT, Retention, declare, kept, no_personal_data
from inclusion.databank.models import DataBalance, DataBatch, DataEntry, DataItem, DataPledge

no_personal_data(DataBatch, reason="SIM cards or vouchers that came together.")
no_personal_data(DataItem, reason="One SIM card or voucher; whose it is, its need says.")
no_personal_data(DataBalance, reason="Sums of data.")
declare(
    DataEntry,
    what="Movements of donated data",
    personal={"by": "the member of staff who did it"},
    not_personal={"why": "why an item was written off or corrected, without people"},
    controller=JOINT,
    why="To account for every donated gigabyte",
    retention=kept("With the accounts; the name for as long as the account is open"),
)
declare(
    DataPledge,
    what="People who promise mobile data",
    personal={"name": "name", "email": "email address", "organisation": "business"},
    controller=JOINT,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        action="blank",
        fields=("name", "email"),
        after="the gift was received or withdrawn",
        words="1 year after the gift was received or withdrawn, then the name is removed",
    ),
)
