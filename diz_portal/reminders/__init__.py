"""Every reminder the portal sends: a plan as data, a row for each reminder, one sweep.

An app declares each kind in its `reminders.py`, which is discovered when the portal starts: see
`plans.Plan`, and docs/how-to/add-a-reminder.md. The names below are looked up when first asked
for, because an installed app may not import its models while Django is starting.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "Letter": "plans",
    "Plan": "plans",
    "Step": "plans",
    "declare": "plans",
    "named": "plans",
    "of": "services",
    "plan": "services",
    "settle": "services",
    "plan_what_comes": "services",
    "sweep": "services",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
