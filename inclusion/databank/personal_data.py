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
        title="Donations of mobile data",
        plain="If you offer us mobile data, we use your details to tell you how to send it and how "
        "it has helped.",
        whom="Businesses and people who donate data, and the staff who issue it",
        controller=JOINT,
        footing=Footing.SERVICE,
        main="inclusion.DataPledge",
        kept="For {period} after we received the data. Then we delete your name.",
        order=32,
    )
)
declare(
    DataBatch,
    what="Batches of SIM cards and data vouchers",
    personal={"donor": "the business that donated them"},
    not_personal={
        "network": "a mobile network",
        "note": "about the cards, without people",
    },
    controller=JOINT,
    purpose=DATABANK,
    why="To account for every donated gigabyte",
    retention=kept(
        "With the accounts; the donor’s business as long as their data pledge",
        theirs="We keep the name of your business for as long as your offer. What you donated "
        "stays in our accounts, without the name",
    ),
)
no_personal_data(
    DataItem,
    reason="One SIM card or voucher. The need says who has it.",
    texts="code known_as",
)
no_personal_data(DataBalance, reason="Totals of data.")
declare(
    DataEntry,
    what="Movements of donated data",
    personal={
        "by": "the member of staff who did it",
        "why": "why it was returned, written off or corrected",
    },
    not_personal={"key": "random, of the form that was sent"},
    controller=JOINT,
    purpose=DATABANK,
    why="To account for every donated gigabyte",
    retention=kept(
        "With the accounts; the name of staff for as long as their account is open",
        theirs="For as long as our record of the help you had. Then we remove your name. The "
        "amount of data stays in our accounts, without your name",
    ),
)
declare(
    DataPledge,
    what="People who pledge mobile data",
    personal={
        "name": "name",
        "email": "email address",
        "organisation": "business",
        "words": "how they were asked to send it",
        "answered_by": "the member of staff who sent the instructions",
    },
    not_personal={"network": "a mobile network", "attempt": "random, of the form that was sent"},
    controller=JOINT,
    purpose=DATABANK,
    why="To receive the donation and to tell the donor how it was used",
    retention=Retention(
        days=365,
        from_field="settled_at",
        only={"erased_at": None},
        action="blank",
        kind="data-gift",
        after="the data was received or the pledge closed",
        words="{period} after the data was received or the pledge closed, then the name is removed",
        at_least=180,
        at_most=3 * 365,
    ),
)
