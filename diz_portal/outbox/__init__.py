"""Every message the portal sends: stored with the change that caused it, then delivered.

`from diz_portal import outbox`, then `outbox.queue("partners/invitation", to=…, key=…,
context={…})` inside the transaction of the change. The names below are looked up when first
asked for, because an installed app may not import its models while Django is starting.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "queue": "services",
    "queue_rendered": "services",
    "together": "services",
    "from_us": "allowance",
    "deliver": "delivery",
    "sweep": "delivery",
    "send_again": "services",
    "put_off": "waiting",
    "withdraw": "waiting",
    "empty_old": "services",
    "forget": "services",
    "forget_who_replies": "services",
    "reword": "services",
    "overtake": "by_hand",
    "post_by": "letters",
    "given_up_keys": "selectors",
    "given_up_among": "selectors",
    "File": "services",
    "oldest_due_age": "selectors",
    "in_trouble": "selectors",
    "text_of": "disclosed",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
