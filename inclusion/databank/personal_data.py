"""What is held of mobile data: see `diz_portal.privacy`."""

from diz_portal.privacy import (
    JOINT,
    Footing,
    Purpose,
    Retention,
    declare,
    kept,
    no_personal_data,
    purpose,
)
from inclusion.databank.models import DataBalance, DataBatch, DataEntry, DataItem, DataPledge

DATABANK = purpose(
    Purpose(
        key="databank",
        title="Mobile data that is given",
        plain="If you give mobile data, we use your details to receive it and to tell you what "
        "became of it.",
        whom="Businesses and people who give data, and the staff who hand it out",
        controller=JOINT,
        footing=Footing.SERVICE,
        main="inclusion.DataPledge",
        kept="For {period} after we received the data. Then we delete your name.",
        order=32,
    )
)
declare(
    DataBatch,
    what="SIM cards and vouchers that came together",
    personal={"donor": "the business that gave them"},
    not_personal={
        "network": "a mobile network",
        "note": "about the cards, without people",
    },
    controller=JOINT,
    purpose=DATABANK,
    why="To account for every donated gigabyte",
    retention=kept(
        "With the accounts; the giver’s business as long as their promise of data",
        theirs="The name of your business as long as what you promised us. What was given stays in "
        "our accounts, without it",
    ),
)
no_personal_data(
    DataItem,
    reason="One SIM card or voucher; whose it is, its need says.",
    texts="code known_as",
)
no_personal_data(DataBalance, reason="Sums of data.")
declare(
    DataEntry,
    what="Movements of donated data",
    personal={
        "by": "the member of staff who did it",
        "why": "why it was given back, written off or corrected",
    },
    not_personal={"key": "random, of the form that was sent"},
    controller=JOINT,
    purpose=DATABANK,
    why="To account for every donated gigabyte",
    retention=kept(
        "With the accounts; the name of staff for as long as their account is open",
        theirs="With what we hold of the help you had. Then we remove your name; what was given "
        "stays in our accounts, without you",
    ),
)
declare(
    DataPledge,
    what="People who promise mobile data",
    personal={"name": "name", "email": "email address", "organisation": "business"},
    not_personal={"network": "a mobile network", "attempt": "random, of the form that was sent"},
    controller=JOINT,
    purpose=DATABANK,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        only={"erased_at": None},
        action="blank",
        kind="data-gift",
        after="the gift was received or withdrawn",
        words="{period} after the gift was received or withdrawn, then the name is removed",
        at_least=180,
        at_most=3 * 365,
    ),
)
