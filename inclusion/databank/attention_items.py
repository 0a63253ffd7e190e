"""What waits in the databank."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from diz_portal.places.selectors import partnership
from inclusion.databank.models import DataBatch, DataPledge, ItemKind, PledgeState
from inclusion.databank.selectors.databank import WARN_BEFORE, expiring

# After the instructions: long enough for a parcel and a reminder.
ARRIVES_WITHIN = timedelta(days=28)
NOUNS = {
    ItemKind.SIM: ("SIM card", "SIM cards"),
    ItemKind.VOUCHER: ("data voucher", "data vouchers"),
}


@provider("data that expires")
def expires(user, today):
    """At 30, 14 and 7 days: each step is a matter of its own, so that a chase is one, too."""
    if not user.has_perm("inclusion.see_databank"):
        return
    for batch in expiring(DataBatch.objects.visible_to(user), today):
        days = (batch.expires_on - today).days
        step = min(limit for limit in WARN_BEFORE if days <= limit)
        one, many = NOUNS[ItemKind(batch.kind)]
        yield Item(
            key=f"data-runs-out:{batch.reference}:{step}",
            title=f"Issue 1 {one} before it expires"
            if batch.left == 1
            else f"Issue {batch.left} {many} before they expire",
            about=f"{batch.network}, {words.data_size(batch.mb_each)}",
            when=f"activate by {words.uk_date(batch.expires_on)}",
            url=batch.get_absolute_url(),
            urgency=Urgency.WEEK if days <= min(WARN_BEFORE) else Urgency.LATER,
            due_on=batch.expires_on,
        )


@provider("data pledges without instructions")
def to_instruct(user, today):
    """Everyone who offers data was told how soon we aim to write."""
    if not user.has_perm("inclusion.see_databank"):
        return
    within = timedelta(days=partnership().offer_days)
    for pledge in DataPledge.objects.filter(state=PledgeState.PLEDGED).order_by("pledged_at"):
        day = words.as_date(pledge.pledged_at) + within
        size = words.data_size(pledge.mb)
        yield Item(
            key=f"data-pledge:{pledge.reference}",
            title=f"Send instructions for {size} of mobile data",
            about=pledge.organisation or "An individual",
            when=words.due(day, today),
            url=pledge.get_absolute_url(),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("data pledges that have not arrived")
def to_follow_up(user, today):
    if not user.has_perm("inclusion.see_databank"):
        return
    found = DataPledge.objects.filter(
        state=PledgeState.EXPECTED, answered_at__date__lte=today - ARRIVES_WITHIN
    ).aggregate(number=Count("pk"), first=Min("answered_at"))
    if number := found["number"]:
        yield Item(
            key="data-pledges",
            title="Follow up 1 data pledge" if number == 1 else f"Follow up {number} data pledges",
            about="Databank",
            when=f"oldest instructions sent {words.ago(found['first'], today)}",
            url=f"{reverse('inclusion_workspace:pledges')}?state=expected",
            urgency=Urgency.LATER,
        )
