from inclusion.help.models.help import (
    Access,
    AgeBand,
    EqualityAnswers,
    HelpPlace,
    PlaceKind,
    Service,
    SocialTariff,
)
from inclusion.help.models.switch import (
    Item,
    ItemSwitch,
    ItemSwitchEvent,
)

__all__ = [
    "Access",
    "AgeBand",
    "EqualityAnswers",
    "HelpPlace",
    "Item",
    "ItemSwitch",
    "ItemSwitchEvent",
    "PlaceKind",
    "Service",
    "SocialTariff",
]
