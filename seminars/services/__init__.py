"""What can happen to seminars and registrations."""

from .attendance import (
    CheckedIn,
    check_in,
    close_list,
    let_in,
    sweep_lists,
    tick,
    undo,
    walk_in,
)
from .consents import choose, unsubscribe
from .messages import send_message
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
from .reminder_plans import add_step, change_step, remove_step, try_again
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
    "CheckedIn",
    "NoPlaceFree",
    "NotPossibleNow",
    "OfferOver",
    "RegistrationClosed",
    "RegistrationOver",
    "accept_offer",
    "add_step",
    "cancel_seminar",
    "change",
    "change_capacity",
    "change_step",
    "check_in",
    "choose",
    "close",
    "close_list",
    "create",
    "decline_offer",
    "edit",
    "erase",
    "forget_old",
    "give_back",
    "let_in",
    "mark_held",
    "move",
    "publish",
    "register",
    "remove_step",
    "reopen",
    "send_message",
    "start_seminar",
    "sweep_lists",
    "sweep_offers",
    "sweep_reminders",
    "tick",
    "try_again",
    "undo",
    "unsubscribe",
    "walk_in",
    "would_be",
]
