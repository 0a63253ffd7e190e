"""What can happen to seminars and registrations."""

from .queue import AlreadyStarted, sweep_offers
from .registrations import (
    Answer,
    NoPlaceFree,
    OfferOver,
    RegistrationClosed,
    RegistrationOver,
    accept_offer,
    change,
    decline_offer,
    give_back,
    register,
    would_be,
)
from .reminders import sweep_reminders
from .retention import erase, forget_old
from .seminars import (
    NotPossibleNow,
    cancel_seminar,
    change_capacity,
    close,
    create,
    edit,
    mark_held,
    move,
    publish,
    reopen,
    start_seminar,
)

__all__ = [
    "AlreadyStarted",
    "Answer",
    "NoPlaceFree",
    "NotPossibleNow",
    "OfferOver",
    "RegistrationClosed",
    "RegistrationOver",
    "accept_offer",
    "cancel_seminar",
    "change",
    "change_capacity",
    "close",
    "create",
    "decline_offer",
    "edit",
    "erase",
    "forget_old",
    "give_back",
    "mark_held",
    "move",
    "publish",
    "register",
    "reopen",
    "start_seminar",
    "sweep_offers",
    "sweep_reminders",
    "would_be",
]
