from .message import SeminarMessage
from .registration import (
    HOLDING,
    REGISTRATION_MOVES,
    EventKind,
    Registration,
    RegistrationEvent,
    RegistrationState,
)
from .reminder import (
    REMINDER_MOVES,
    Reminder,
    ReminderState,
    ReminderStep,
    ReminderUnit,
)
from .seminar import (
    SEMINAR_MOVES,
    Mode,
    Place,
    Seminar,
    SeminarEvent,
    SeminarEventKind,
    SeminarState,
    Series,
    Topic,
)

__all__ = [
    "HOLDING",
    "REGISTRATION_MOVES",
    "REMINDER_MOVES",
    "SEMINAR_MOVES",
    "EventKind",
    "Mode",
    "Place",
    "Registration",
    "RegistrationEvent",
    "RegistrationState",
    "Reminder",
    "ReminderState",
    "ReminderStep",
    "ReminderUnit",
    "Seminar",
    "SeminarEvent",
    "SeminarEventKind",
    "SeminarMessage",
    "SeminarState",
    "Series",
    "Topic",
]
