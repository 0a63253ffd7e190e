"""What waits for somebody among board packs."""

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager
from projects.packs import selectors
from projects.packs.models import Pack


@provider("withheld items of packs")
def withheld_items_to_review(user, today):
    if not is_manager(user):
        return
    for one in selectors.lapsed(today):
        yield Item(
            key=f"withheld:{one.reference}",
            title=f"Review a withheld item: {one.kind.lower()}",
            about=str(one.pack),
            when=due(one.private_until, today),
            url=reverse("packs:review", args=[one.pack.reference, one.reference]),
            urgency=Urgency.WEEK,
        )


@provider("packs")
def packs_to_issue(user, today):
    """A draft whose meeting comes within a week."""
    if not is_manager(user):
        return
    for one in Pack.objects.drafts().select_related("project", "board"):
        if (one.board.date - today).days <= 7:
            yield Item(
                key=f"pack:{one.reference}",
                title=f"Issue the board pack: {one.about}",
                about=str(one.board),
                when=due(one.board.date, today),
                url=reverse("packs:pack", args=[one.reference]),
                urgency=Urgency.WEEK,
            )
