"""Thanking whoever gave mobile data. Beneath pledges and the databank, which both do."""

from diz_portal import outbox
from inclusion.databank.models import DataBatch, DataItem, DataPledge


def tell_that_it_helped(item: DataItem) -> None:
    """The first time that anything of a gift reaches somebody."""
    batch = DataBatch.objects.select_related("pledge").get(pk=item.batch_id)
    if batch.pledge:
        tell(batch.pledge, "pledge_helped")


def tell(pledge: DataPledge, letter: str) -> None:
    if pledge.email:
        outbox.queue(
            f"inclusion/{letter}",
            to=pledge.email,
            key=f"pledge-{pledge.reference}-{letter}",
            context={"pledge": pledge},
            secret=True,
        )
