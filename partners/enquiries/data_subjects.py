"""Whoever asked for a business: found, handed out, and forgotten."""

from typing import Any

from django.db.models import Q

from diz_portal.accounts import visits
from diz_portal.places.selectors import partnership
from diz_portal.privacy import services
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, own, register
from diz_portal.privacy.mentions import places

from .models import Enquiry


def _find(wanted: Wanted) -> Any:
    return wanted.among(Enquiry.objects.all(), phone="")


def _waiting(enquiry: Enquiry) -> str:
    return "Their enquiry has no reply yet. Reply to it first." if enquiry.is_waiting else ""


register(
    Kind(
        name="enquiry",
        what="Enquiry from a business",
        model=Enquiry,
        find=_find,
        bearer=lambda row: Bearer(row.name, row.email),
        controller=lambda row: str(partnership().lead_organisation or partnership()),
        erase=services.delete_row,
        obstacles=[_waiting],
        named="name",
        mail=lambda row: (
            f"enquiry-received-{row.reference}",
            f"enquiry-handed-{row.reference}",
            f"enquiry-reply-{row.reference}",
        ),
        parts=[
            Part(
                Enquiry,
                lambda row: [row],
                {
                    "business": "Business",
                    "name": own("Name"),
                    "email": own("Email address"),
                    "message": "What you asked",
                    "organisation": "Partner who replies",
                    "asked_at": "Sent",
                    "due_on": "Reply due",
                    "reply": "Our reply",
                    "replied_at": "Replied",
                },
                subject="Your enquiry",
            )
        ],
    )
)
places.found_by_itself(Enquiry, "name email", kind="enquiry")
places.room(Enquiry, name="Enquiries", read=places.staff, others=Q(pk__isnull=False))

visits.mark("enquiry_sent")
