from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago

from .models import Webhook


@provider("webhooks")
def stopped_by_themselves(user, today):
    """A program of theirs accepts nothing: whoever made the webhook, and their leads."""
    found = Webhook.objects.visible_to(user).filter(stopped_by_itself=True)
    for webhook in found.select_related("organisation"):
        yield Item(
            key=f"webhook:{webhook.reference}",
            title=f"Repair webhook: {webhook.address}",
            about=str(webhook.organisation),
            when=f"stopped {ago(webhook.stopped_at.date(), today)}",
            url=reverse("api:webhook", args=[webhook.reference]),
            urgency=Urgency.WEEK,
        )
