"""What teams have in hand of mobile data: see `diz_portal.open_work`."""

from django.db.models import Exists, OuterRef, QuerySet

from diz_portal.open_work import ORGANISATION, Kind, register
from inclusion.cases.taking_over import AT_AN_END, CASEWORKER, link_to, teams
from inclusion.databank.models import Account, DataBatch, DataItem
from inclusion.databank.services import handing_over

DATABANK = link_to("databank", "inclusion.see_databank")


def batches(*, reserved: bool) -> QuerySet[DataBatch]:
    """Those with something in stock; apart, those of which something is kept for somebody."""
    items = DataItem.objects.filter(batch=OuterRef("pk"))
    kept = Exists(items.filter(account=Account.RESERVED))
    found = DataBatch.objects.filter(kept_by__isnull=False)
    if reserved:
        return found.filter(kept)
    in_stock = Exists(items.in_stock())
    return found.filter(in_stock).exclude(kept)


register(
    Kind(
        name="batches",
        one="batch of SIM cards or data vouchers in stock",
        many="batches of SIM cards or data vouchers in stock",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: batches(reserved=False),
        owner="kept_by",
        candidates=teams,
        hand_over=handing_over.move_batches,
        if_it_stays="No one will be able to issue them before they expire.",
        url=DATABANK,
    )
)

register(
    Kind(
        name="batches-reserved",
        one="batch of SIM cards or data vouchers partly reserved for people",
        many="batches of SIM cards or data vouchers partly reserved for people",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: batches(reserved=True),
        owner="kept_by",
        if_it_stays="They will stay until a caseworker issues or releases what is reserved.",
        url=DATABANK,
    )
)
