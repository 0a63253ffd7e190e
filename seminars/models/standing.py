"""How a registration stands, and whether somebody was there: states and the moves between them."""

from django.db import models


class RegistrationState(models.TextChoices):
    CONFIRMED = "confirmed", "Has a place"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    # Registered, and nothing more: neither a place nor a turn until the address has answered.
    TO_CONFIRM = "to_confirm", "Not yet confirmed"
    CANCELLED = "cancelled", "Cancelled"


REGISTRATION_MOVES = {
    RegistrationState.CONFIRMED: {RegistrationState.CANCELLED},
    RegistrationState.WAITING: {
        RegistrationState.CONFIRMED,
        RegistrationState.OFFERED,
        RegistrationState.CANCELLED,
    },
    RegistrationState.OFFERED: {RegistrationState.CONFIRMED, RegistrationState.CANCELLED},
    RegistrationState.TO_CONFIRM: {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.CANCELLED,
    },
    RegistrationState.CANCELLED: set(),
}


class Attendance(models.TextChoices):
    """Whether somebody who has a place was there. Unknown until anybody says so."""

    UNKNOWN = "", "Not recorded"
    ATTENDED = "attended", "Attended"
    NO_SHOW = "no_show", "Did not attend"


ATTENDANCE_MOVES = {
    Attendance.UNKNOWN: {Attendance.ATTENDED, Attendance.NO_SHOW},
    # Undone while the list is open; once it is closed, whoever was not there did not come.
    Attendance.ATTENDED: {Attendance.UNKNOWN, Attendance.NO_SHOW},
    # Found on the paper list after all.
    Attendance.NO_SHOW: {Attendance.ATTENDED},
}

# These end by themselves at a time.
WITH_DEADLINE = (RegistrationState.OFFERED, RegistrationState.TO_CONFIRM)
# An offer counts as taken for as long as it lives.
HOLDING = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
