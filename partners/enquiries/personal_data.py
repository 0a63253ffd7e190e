from diz_portal.demand.personal_data import BUSINESSES
from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare

from .models import Enquiry

declare(
    Enquiry,
    what="Enquiries from businesses",
    personal={
        "business": "name of the business",
        "name": "name",
        "email": "email address",
        "message": "what the person asked",
        "reply": "our reply",
        "replied_by": "who replied",
    },
    controller=LEAD_ORGANISATION,
    purpose=BUSINESSES,
    why="To reply to a business that thinks of moving here",
    retention=Retention(
        days=2 * 365,
        from_field="asked_at",
        kind="enquiry",
        after="it was sent",
        at_least=180,
        at_most=3 * 365,
    ),
)
