"""What is held of devices, loans and gifts: see `diz_portal.privacy`."""

from diz_portal.privacy import Retention, declare, kept, no_personal_data
from inclusion.cases.personal_data import HANDLER, WITH_THE_PERSON
from inclusion.devices.models import (
    Device,
    DeviceEvent,
    Donation,
    Holding,
    Part,
    PatTest,
    WipeRecord,
)

no_personal_data(Device, reason="A thing; whose it is, its loan or gift says.")
declare(
    Donation,
    what="People who give devices",
    personal={
        "name": "name",
        "email": "email address",
        "phone": "telephone number",
        "postcode": "postcode",
        "organisation": "organisation",
        "what": "what they give, in their words",
    },
    not_personal={"words": "what is arranged about the devices"},
    controller=HANDLER,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        action="blank",
        fields=("name", "email", "phone", "postcode"),
        after="the gift was received or declined",
        words="1 year after the gift was received or declined, then the name is removed",
    ),
)
declare(
    Holding,
    what="Loans and gifts of devices",
    personal={"signed_name": "the name signed", "by": "the member of staff who handed it over"},
    not_personal={"terms": "the terms, the same for everybody"},
    controller=HANDLER,
    why="To know who has a device, and on what terms",
    retention=kept(WITH_THE_PERSON),
)
declare(
    WipeRecord,
    what="Proofs that devices were wiped",
    personal={"operator": "who wiped it", "by": "who recorded it", "log": "the eraser's log"},
    controller=HANDLER,
    why="To prove that no donor's or borrower's data reaches anybody else",
    retention=kept("For as long as the device is kept, and 6 years after"),
)
declare(
    PatTest,
    what="Electrical tests",
    personal={"tester": "who tested it", "by": "who recorded it"},
    controller=HANDLER,
    why="To prove that a device is safe",
    retention=kept("For as long as the device is kept, and 6 years after"),
)
declare(
    Part,
    what="Spare parts",
    personal={"came_by": "who put it on the shelf", "went_by": "who fitted it or threw it away"},
    controller=HANDLER,
    why="To know what is in a device, and where it came from",
    retention=kept("With the device; the name for as long as the account is open"),
)
declare(
    DeviceEvent,
    what="What happened to devices",
    personal={"by": "who did it"},
    not_personal={"why": "what was done to the device, without people"},
    controller=HANDLER,
    why="To answer for every device that was given",
    retention=kept("With the device; the name for as long as the account is open"),
)
