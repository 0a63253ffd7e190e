"""What can be done with a device next: one step that is meant, and the others."""

from dataclasses import dataclass

from inclusion.devices.models import DEVICE_MOVES, GIVES_PARTS, GONE, Device, DeviceState
from inclusion.devices.services.devices import is_tested, is_wiped


@dataclass(frozen=True)
class Step:
    """A button: what it says and the name of its page."""

    words: str
    page: str
    why: str = ""


WIPE = Step("Record wipe", "device_wipe", "It may contain someone’s data.")
LOG = Step("Upload nwipe log", "device_log")
INSPECT = Step("Inspect and grade", "device_inspect", "Check what works and its condition.")
TEST = Step("Record PAT test", "device_test", "It has a charger or mains lead.")
READY = Step("Mark as ready to issue", "device_ready", "It is wiped, inspected and safe.")
FIT = Step("Fit part", "device_fit")
WAIT = Step("Record part needed", "device_wait")
REMOVE = Step("Remove part", "device_remove_part")
REPAIR = Step("Send to repair", "device_repair")
RESERVE = Step("Reserve for a need", "device_reserve", "Someone may be waiting for it.")
ISSUE = Step("Issue (loan or gift)", "device_issue", "The person signs the terms first.")
RELEASE = Step("Return to stock", "device_release")
RETURN = Step("Record return", "device_return")
FAULT = Step("Report a fault", "device_fault")
LOST = Step("Report lost or stolen", "device_lost")
RETIRE = Step("Recycle or use for parts", "device_retire")


def possible(device: Device) -> list[Step]:
    """Every step from its status, the meant one first."""
    state = DeviceState(device.state)
    first = {
        DeviceState.QUARANTINED: [WIPE, LOG] if device.holds_data else [INSPECT],
        DeviceState.WIPE_FAILED: [WIPE, LOG],
        DeviceState.WIPED: _to_inspection(device),
        DeviceState.GRADED: _to_the_shelf(device),
        DeviceState.REPAIRING: _on_the_bench(device),
        DeviceState.READY: [RESERVE, TEST],
        DeviceState.RESERVED: [ISSUE, RELEASE],
        DeviceState.ISSUED: [RETURN, FAULT],
        DeviceState.LOST: [RETURN],
        DeviceState.PARTS: [REMOVE],
        DeviceState.RECYCLED: [],
    }[state]
    moves = DEVICE_MOVES[state]
    more = []
    if DeviceState.REPAIRING in moves:
        more.append(REPAIR)
    if state in GIVES_PARTS and state not in GONE:
        more.append(REMOVE)
    if DeviceState.LOST in moves:
        more.append(LOST)
    if DeviceState.RECYCLED in moves:
        more.append(RETIRE)
    return [*first, *more]


def _to_inspection(device: Device) -> list[Step]:
    """Another drive may have been entered for it since: then that one is wiped first."""
    return [INSPECT] if not device.holds_data or is_wiped(device) else [WIPE, LOG]


def _on_the_bench(device: Device) -> list[Step]:
    """A used drive may have been fitted: then it is wiped before it is switched on."""
    if device.holds_data and not is_wiped(device):
        return [WIPE, LOG, FIT, WAIT, TEST]
    done = [INSPECT, WAIT, TEST]
    return [FIT, *done] if device.needs_part else [INSPECT, FIT, *done[1:]]


def _to_the_shelf(device: Device) -> list[Step]:
    if device.holds_data and not is_wiped(device):
        return [WIPE, LOG]
    if device.mains_powered and not is_tested(device):
        return [TEST]
    return [READY, TEST]


def next_step(device: Device) -> Step | None:
    found = possible(device)
    return found[0] if found and found[0] is not RETIRE else None
