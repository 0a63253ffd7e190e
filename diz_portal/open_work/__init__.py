"""What would be left behind when somebody stops: see `registry` for how an app takes part, and
`services` for ending something and handing over in one."""

from .endings import End, Ending
from .registry import AGREEMENT, ORGANISATION, PARTNERSHIP, PERSON, Kind, register

__all__ = [
    "AGREEMENT",
    "ORGANISATION",
    "PARTNERSHIP",
    "PERSON",
    "End",
    "Ending",
    "Kind",
    "register",
]
