"""How many examples hypothesis tries: as many as the suite has time for, and many in `make faults`.

A property takes the profile's number. `THROUGH_THE_DATABASE` is for one whose every example writes
and reads rows, `MACHINE` for a sequence of steps that each do.
"""

import os

from hypothesis import HealthCheck, settings

IN_FULL = os.environ.get("DIZ_FAULTS") == "full"

settings.register_profile(
    "suite",
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("full", settings.get_profile("suite"), max_examples=500)
settings.load_profile("full" if IN_FULL else "suite")

THROUGH_THE_DATABASE = settings(max_examples=100 if IN_FULL else 12)
MACHINE = settings(max_examples=100 if IN_FULL else 4)
