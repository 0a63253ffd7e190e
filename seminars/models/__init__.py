from seminars.models.attendance import LEADS_TO, AttendanceEvent, AttendanceKind, Who
from seminars.models.feedback import Again, FeedbackAnswer
from seminars.models.material import Audience, Material, MaterialKind
from seminars.models.message import SeminarMessage
from seminars.models.registration import EventKind, Registration, RegistrationEvent
from seminars.models.reminder import (
    ReminderStep,
    ReminderUnit,
)
from seminars.models.seminar import (
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
from seminars.models.standing import (
    ATTENDANCE_MOVES,
    HOLDING,
    REGISTRATION_MOVES,
    Attendance,
    RegistrationState,
)

__all__ = [
    "ATTENDANCE_MOVES",
    "HOLDING",
    "LEADS_TO",
    "REGISTRATION_MOVES",
    "SEMINAR_MOVES",
    "Again",
    "Attendance",
    "AttendanceEvent",
    "AttendanceKind",
    "Audience",
    "EventKind",
    "FeedbackAnswer",
    "Material",
    "MaterialKind",
    "Mode",
    "Place",
    "Registration",
    "RegistrationEvent",
    "RegistrationState",
    "ReminderStep",
    "ReminderUnit",
    "Seminar",
    "SeminarEvent",
    "SeminarEventKind",
    "SeminarMessage",
    "SeminarState",
    "Series",
    "Topic",
    "Who",
]
