from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Item, Urgency, provider

from . import selectors

# Longer, and whoever the letter was for has been reached another way.
LOOK_BACK = timedelta(days=7)


@provider("outbox")
def undelivered(user, today):
    """Managers hear of mail that will not arrive by itself."""
    if not user.has_perm("outbox.send_again"):
        return
    count = selectors.in_trouble(timezone.now() - LOOK_BACK)["given_up"]
    if count:
        yield Item(
            key="mail:given_up",
            title="Look at 1 email that could not be delivered"
            if count == 1
            else f"Look at {count} emails that could not be delivered",
            about="Mail",
            when="in the last 7 days",
            url=f"{reverse('admin:outbox_message_changelist')}?state__exact=given_up",
            urgency=Urgency.WEEK,
        )
