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
        raise NotNow("This device is not on loan. Reload the page and check its status")
    if not words.strip():
        raise NotNow("Describe the fault")
    case = casebook.lock(holding.need.case)
    device = lock(device)
    if device.state != DeviceState.ISSUED:
        raise NotNow("Someone else has just updated this. Check its status, then try again")
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
        summary=f"Fault reported: {device}",
        words=words,
    )
    DeviceEvent.objects.create(
        device=device,
        from_state=device.state,
        to_state=device.state,
        by=by,
        # What exactly may speak of its holder: that is in the case.
        why="Fault reported",
    )
    return device
