from django.conf import settings

from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare

from .models import Email

declare(
    Email,
    what="Emails sent by the portal",
    personal={"to": "email address", "subject": "subject", "body": "text of the email"},
    not_personal={},
    controller=LEAD_ORGANISATION,
    why="To deliver each email once, and to answer when somebody asks whether it was sent",
    retention=Retention(
        days=settings.OUTBOX_KEEP_DAYS,
        from_field=("sent_at", "given_up_at"),
        action="blank",
        apply="diz_portal.outbox.services.empty_old",
        words=f"{settings.OUTBOX_KEEP_DAYS} days after sending, then address, subject and text "
        "are deleted. Codes and private links are deleted as soon as they are sent",
    ),
)
