"""What is held of devices, loans and gifts: see `diz_portal.privacy`."""

from diz_portal.privacy import Footing, Purpose, Retention, declare, kept, no_personal_data, purpose
from inclusion.cases.personal_data import COUNTED, HANDLER, WITH_THE_PERSON
from inclusion.devices.models import (
    Device,
    DeviceEvent,
    Donation,
    Holding,
    Part,
    PatTest,
    WipeRecord,
)
from inclusion.devices.services.proofs_due import KEPT
from inclusion.imports.personal_data import DEVICE_BANK

AFTER_THE_DEVICE = "the device was recycled, used for parts or issued for the last time"
WITH_THE_DEVICE = kept(
    "With the device; the name for as long as the account is open, and {period} after its last "
    "sign-in",
    follows="accounts.User",
    theirs=COUNTED,
    theirs_follows="inclusion.Person",
)
DEVICE_LOANS = purpose(
    Purpose(
        key="device-loans",
        title="Loans and gifts of devices",
        plain="If we lend or give you a device, we keep what you signed, so that we both know what "
        "was agreed.",
        whom="Residents who have a device",
        controller=HANDLER,
        footing=Footing.CONTRACT,
        main="inclusion.Person",
        kept="For {period} after we have finished helping you.",
        order=12,
    )
)
DEVICE_GIFTS = purpose(
    Purpose(
        key="device-gifts",
        title="Donations of devices",
        plain="If you donate a device, we use your details to receive it and to tell you how it "
        "was "
        "used.",
        whom="Donors of devices",
        controller=HANDLER,
        footing=Footing.SERVICE,
        main="inclusion.Donation",
        kept="For {period} after we received your device. Then we delete your name.",
        order=30,
    )
)
no_personal_data(
    Device,
    reason="A device. Its loan or gift says who has it.",
    texts="make model serial medium_serial needs_part shelf",
)
declare(
    Donation,
    what="People who donate devices",
    personal={
        "name": "name",
        "email": "email address",
        "phone": "phone number",
        "postcode": "postcode",
        "organisation": "organisation",
        "what": "what they donate, as they describe it",
        "words": "our message to them",
    },
    not_personal={"attempt": "random, of the form that was sent"},
    controller=HANDLER,
    purpose=DEVICE_GIFTS,
    why="To receive the donation and to tell the donor how it was used",
    retention=Retention(
        days=365,
        from_field="settled_at",
        only={"erased_at": None},
        action="blank",
        kind="device-gift",
        after="the donation was received or declined",
        words="{period} after the donation was received or declined, then the name and what they "
        "wrote are removed",
        at_least=180,
        at_most=3 * 365,
        whose="to",
    ),
)
declare(
    Holding,
    what="Loans and gifts of devices",
    personal={"signed_name": "the name signed", "by": "the member of staff who issued it"},
    not_personal={"terms": "the terms, the same for everyone"},
    controller=HANDLER,
    purpose=DEVICE_LOANS,
    why="To know who has a device, and on what terms",
    retention=WITH_THE_PERSON,
)
declare(
    WipeRecord,
    what="Wipe records",
    personal={"operator": "who wiped it", "by": "who recorded it", "log": "the wipe log"},
    not_personal={"standard medium_serial": "how it was wiped, and which drive"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To prove that no donor’s or borrower’s data reaches anyone else",
    retention=Retention(
        days=KEPT.days,
        action="blank",
        fields=("operator", "log"),
        due="inclusion.devices.services.proofs_due.wipes",
        after=AFTER_THE_DEVICE,
        at_least=365,
        at_most=7 * 365,
        whose="device__kept_by",
    ),
)
declare(
    PatTest,
    what="PAT tests",
    personal={"tester": "who tested it", "by": "who recorded it"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To prove that a device is safe",
    retention=Retention(
        days=KEPT.days,
        action="blank",
        fields=("tester",),
        due="inclusion.devices.services.proofs_due.tests",
        after=AFTER_THE_DEVICE,
        at_least=365,
        at_most=7 * 365,
        whose="device__kept_by",
    ),
)
declare(
    Part,
    what="Spare parts",
    personal={"came_by": "who added it", "went_by": "who fitted it or disposed of it"},
    not_personal={"what serial": "about the part"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To know what is in a device, and where it came from",
    retention=WITH_THE_DEVICE,
)
declare(
    DeviceEvent,
    what="What happened to devices",
    personal={"by": "who did it", "why": "what was recorded about the device while someone had it"},
    controller=HANDLER,
    purpose=DEVICE_BANK,
    why="To account for every donated device",
    retention=WITH_THE_DEVICE,
)
