"""When a device that somebody has does not work: its need is a need again."""

from django.db import transaction

from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from inclusion.cases.models import CaseEventKind, NeedState
from inclusion.cases.services import casebook, cases, needs
from inclusion.devices.models import Device, DeviceEvent, DeviceState
from inclusion.devices.services.devices import lock


@transaction.atomic
def report(*, device: Device, words: str, by: User) -> Device:
    """The holder asks for support. A closed case is opened again, so that somebody sees to it;
    the device stays theirs until it comes back."""
    holding = device.holdings.filter(returned_at=None).select_related("need__case").first()
    if holding is None:
        raise NotNow("Nobody has this device.")
    if not words.strip():
        raise NotNow("Write what does not work.")
    case = casebook.lock(holding.need.case)
    device = lock(device)
    if device.state != DeviceState.ISSUED:
        raise NotNow("Somebody has just moved it. Look at it again.")
    if not case.is_open:
        case = cases.reopen(case=case, words="", by=by)
    need = holding.need
    need.refresh_from_db()
    if need.state in (NeedState.SUPPLIED, NeedState.CONFIRMED):
        need = needs.move(need=need, to=NeedState.APPROVED, by=by)
    casebook.record(
        case,
        CaseEventKind.ITEM,
        by=by,
        need=need,
        summary=f"{device.get_kind_display()} {device.reference} does not work",
        words=words,
    )
    DeviceEvent.objects.create(
        device=device,
        from_state=device.state,
        to_state=device.state,
        by=by,
        # What exactly may speak of its holder: that stands in the case.
        why="reported as not working",
    )
    return device
