"""Enquiries that wait for a reply, by the day that was promised."""

from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from partners import selectors
from partners.roles import works_for

from .models import Enquiry


@provider("enquiries from businesses")
def enquiries(user, today):
    """Whose organisation answers does it; a manager sees the others as owed."""
    mine = works_for(user)
    waiting = Enquiry.objects.visible_to(user).waiting().select_related("organisation")
    for one in waiting:
        is_mine = one.organisation_id in mine
        yield Item(
            key=f"enquiry:{one.reference}",
            title=f"Reply to enquiry: {one.business}",
            about="Enquiries",
            when=words.due(one.due_on, today),
            url=reverse("enquiries_workspace:enquiry", args=[one.reference]),
            urgency=Urgency.by_date(one.due_on, today),
            due_on=one.due_on,
            **({} if is_mine else _owed(one)),
        )


def _owed(one: Enquiry) -> dict:
    return {
        "owed_by": str(one.organisation),
        "recipients": lambda: selectors.leads_of(one.organisation),
        "ask": f"An enquiry from a business waits for a reply from {one.organisation}",
    }
