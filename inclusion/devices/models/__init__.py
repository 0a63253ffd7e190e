from inclusion.devices.models.device import (
    DEVICE_MOVES,
    GONE,
    HOLDS_DATA,
    WITH_SOMEBODY,
    Compared,
    Device,
    DeviceEvent,
    DeviceKind,
    DeviceState,
    Grade,
)
from inclusion.devices.models.donation import (
    DONATION_MOVES,
    Donation,
    DonationState,
    DonorKind,
)
from inclusion.devices.models.holding import (
    Holding,
    HoldingKind,
)
from inclusion.devices.models.part import (
    GIVES_PARTS,
    Part,
    PartKind,
)
from inclusion.devices.models.proof import (
    PatTest,
    WipeMethod,
    WipeRecord,
)
from inclusion.devices.models.reminder import (
    DUE_STEPS,
    DueStep,
)

__all__ = [
    "DEVICE_MOVES",
    "DONATION_MOVES",
    "DUE_STEPS",
    "GIVES_PARTS",
    "GONE",
    "HOLDS_DATA",
    "WITH_SOMEBODY",
    "Compared",
    "Device",
    "DeviceEvent",
    "DeviceKind",
    "DeviceState",
    "Donation",
    "DonationState",
    "DonorKind",
    "DueStep",
    "Grade",
    "Holding",
    "HoldingKind",
    "Part",
    "PartKind",
    "PatTest",
    "WipeMethod",
    "WipeRecord",
]
