"""What waits in the databank."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from inclusion.databank.models import DataBatch, DataPledge, PledgeState
from inclusion.databank.selectors.databank import WARN_BEFORE, running_out
from inclusion.databank.sizes import in_gb

ANSWER_WITHIN = timedelta(days=7)


@provider("data that runs out")
def runs_out(user, today):
    """At 30, 14 and 7 days: each step is a matter of its own, so that a chase is one, too."""
    if not user.has_perm("inclusion.see_databank"):
        return
    for batch in running_out(DataBatch.objects.visible_to(user), today):
        days = (batch.expires_on - today).days
        step = min(limit for limit in WARN_BEFORE if days <= limit)
        yield Item(
            key=f"data-runs-out:{batch.reference}:{step}",
            title=f"Hand out {batch.left} before they run out",
            about=f"{batch.network}, {in_gb(batch.mb_each)} GB",
            when=f"last day {words.uk_date(batch.expires_on)}",
            url=batch.get_absolute_url(),
            urgency=Urgency.WEEK if days <= min(WARN_BEFORE) else Urgency.LATER,
            due_on=batch.expires_on,
        )


@provider("promises of data")
def promises(user, today):
    if not user.has_perm("inclusion.see_databank"):
        return
    found = DataPledge.objects.filter(
        state=PledgeState.PLEDGED, pledged_at__date__lte=today - ANSWER_WITHIN
    ).aggregate(number=Count("pk"), first=Min("pledged_at"))
    if number := found["number"]:
        yield Item(
            key="data-promises",
            title=f"Receive or close {number} promise{'s' if number > 1 else ''} of data",
            about="Databank",
            when=f"the first was made {words.ago(found['first'], today)}",
            url=f"{reverse('inclusion_workspace:pledges')}?state=pledged",
            urgency=Urgency.LATER,
        )
