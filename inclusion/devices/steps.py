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


WIPE = Step("Record that it was wiped", "device_wipe", "It may hold somebody’s data.")
LOG = Step("Upload a log of nwipe", "device_log")
INSPECT = Step("Inspect and grade it", "device_inspect", "See what works, and how good it is.")
TEST = Step("Record an electrical test", "device_test", "It has a charger or mains lead.")
READY = Step("Say that it is ready", "device_ready", "Wiped, inspected and safe.")
FIT = Step("Fit a part", "device_fit")
WAIT = Step("Say which part it waits for", "device_wait")
TAKE_OUT = Step("Take a part out", "device_take_part")
REPAIR = Step("Send it to repair", "device_repair")
RESERVE = Step("Reserve it for somebody", "device_reserve", "Somebody may be waiting for it.")
HAND_OVER = Step("Lend or give it", "device_hand_over", "It is reserved. The terms come first.")
RELEASE = Step("Put it back on the shelf", "device_release")
TAKE_BACK = Step("It has come back", "device_take_back")
FAULT = Step("It does not work: ask for support", "device_fault")
LOST = Step("It is lost or stolen", "device_lost")
RETIRE = Step("Recycle it or take it apart", "device_retire")


def possible(device: Device) -> list[Step]:
    """Every step from where it stands, the meant one first."""
    state = DeviceState(device.state)
    first = {
        DeviceState.QUARANTINED: [WIPE, LOG] if device.holds_data else [INSPECT],
        DeviceState.WIPE_FAILED: [WIPE, LOG],
        DeviceState.WIPED: _to_inspection(device),
        DeviceState.GRADED: _to_the_shelf(device),
        DeviceState.REPAIRING: _on_the_bench(device),
        DeviceState.READY: [RESERVE, TEST],
        DeviceState.RESERVED: [HAND_OVER, RELEASE],
        DeviceState.ISSUED: [TAKE_BACK, FAULT],
        DeviceState.LOST: [TAKE_BACK],
        DeviceState.PARTS: [TAKE_OUT],
        DeviceState.RECYCLED: [],
    }[state]
    moves = DEVICE_MOVES[state]
    more = []
    if DeviceState.REPAIRING in moves:
        more.append(REPAIR)
    if state in GIVES_PARTS and state not in GONE:
        more.append(TAKE_OUT)
    if DeviceState.LOST in moves:
        more.append(LOST)
    if DeviceState.RECYCLED in moves:
        more.append(RETIRE)
    return [*first, *more]


def _to_inspection(device: Device) -> list[Step]:
    """Another drive may be written down for it since: then that one is wiped first."""
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
