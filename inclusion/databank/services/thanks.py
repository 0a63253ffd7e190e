"""What donors of mobile data are told. Beneath pledges and the databank, which both do."""

from diz_portal import outbox
from inclusion.databank.models import DataBatch, DataItem, DataPledge


def tell_that_it_helped(item: DataItem) -> None:
    """The first time that anything of a donation reaches somebody."""
    batch = DataBatch.objects.select_related("pledge").get(pk=item.batch_id)
    if batch.pledge:
        tell(batch.pledge, "pledge_helped")


def tell(pledge: DataPledge, message: str, *, which: str = "") -> None:
    """Each message once; one that is sent again, with other words, says `which` time it is."""
    if pledge.email:
        outbox.queue(
            f"inclusion/{message}",
            to=pledge.email,
            key=f"pledge-{pledge.reference}-{message}{which}",
            context={"pledge": pledge},
            secret=True,
        )
