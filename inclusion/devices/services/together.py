"""The same done with many devices: with each that allows it, and why not with the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from diz_portal.access import Refusal
from inclusion.devices.models import Device


@dataclass(frozen=True)
class Done:
    done: list[Device] = field(default_factory=list)
    left: list[tuple[Device, str]] = field(default_factory=list)


@transaction.atomic
def with_each(devices: Iterable[Device], act: Callable[..., Any], **how: Any) -> Done:
    """Call the service with each device; what one is refused changes nothing for the next."""
    result = Done()
    for device in devices:
        try:
            with transaction.atomic():
                act(device=device, **how)
        except Refusal as refusal:
            result.left.append((device, refusal.message))
        else:
            result.done.append(device)
    return result
