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

no_personal_data(
    Device,
    reason="A thing; whose it is, its loan or gift says.",
    texts="make model serial medium_serial needs_part shelf",
)
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
        "words": "what they were told",
    },
    not_personal={"attempt": "random, of the form that was sent"},
    controller=HANDLER,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        only={"erased_at": None},
        action="blank",
        kind="device-gift",
        after="the gift was received or declined",
        words="1 year after the gift was received or declined, then the name and the words are "
        "removed",
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
    not_personal={"standard medium_serial": "how it was wiped, and which drive"},
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
    not_personal={"what serial": "about the part"},
    controller=HANDLER,
    why="To know what is in a device, and where it came from",
    retention=kept("With the device; the name for as long as the account is open"),
)
declare(
    DeviceEvent,
    what="What happened to devices",
    personal={"by": "who did it", "why": "what was said of the device while somebody had it"},
    controller=HANDLER,
    why="To answer for every device that was given",
    retention=kept("With the device; the name for as long as the account is open"),
)
